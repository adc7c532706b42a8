"""What `spm verify` answers of a receipt: is it genuine, does the ledger say the same, what changed since.

Each is answered for itself. A receipt stands by the rules of the day it was issued: a new deadline or an update of the
program makes it no less genuine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from config.provinces import provinces
from schemas.ledger import DUPLICATE
from schemas.period import Period
from schemas.receipt import NAMELESS, NUMBER, TOTALS, Receipt
from schemas.reference import FIELDS
from schemas.shown import visible
from schemas.wording import yes_or_no
from tasks.answer.receipt import PROGRAM, basis_of_today, unsigned
from tasks.answer.receipt_page import field_label, moment_text, number_text
from tasks.answer.receipt_proof import Proof, Standing, prove
from tasks.compute.counting import covered_fields
from tasks.home.receipt_keys import Keys
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import EVER
from tasks.report.tables.lookups import date_text
from tasks.understand.identity import region_name

_BY_TABLES = ("province_name", "regency_name", "deadline", "on_time", "fields")
"""What a receipt says by tables that may change; all else comes from the ledger, which never does."""
_NOT_OF_THE_LEDGER = (*_BY_TABLES, "format", "echo", "basis", "key", "signature")
_TABLES = {
    PROGRAM: "program",
    "deadlines.csv": "batas waktu (deadlines.csv)",
    "rules.toml": "aturan pemeriksaan (rules.toml)",
    "services.csv": "layanan (services.csv)",
    "quality_items.csv": "butir mutu (quality_items.csv)",
    "regions.csv": "nama wilayah (regions.csv)",
    "population.csv": "penduduk (population.csv)",
}
_MOMENTS = ("received_at", "deadline")
_RESTORED = (
    "Mungkin buku besar pernah dipulihkan dari cadangan yang lebih lama. Minta pengirimnya mengirim lagi berkas itu; "
    "tanda terima ini membuktikan kapan berkas itu dahulu diterima."
)
_SHOWN = 5
"""Differences told one by one."""


@dataclass(frozen=True)
class Verified:
    """The answers, a sentence each, below what they come to. `sound`: genuine, and the ledger, where it was asked, says
    the same; `is_false`: nobody has to wonder any more, as no such receipt was issued."""

    sound: bool
    headline: str
    sentences: tuple[str, ...]
    is_false: bool = False


def verify(raw: bytes, keys: Keys, ledger: Ledger | None = None) -> Verified:
    """A receipt's page, JSON or QR text by its keys and, where there is one, the ledger. Raises NotAReceipt."""
    proof = prove(raw, keys)
    number = NUMBER.fullmatch(proof.number)
    today = _of_ledger(number.groups(), ledger) if number and ledger else None
    different = list(_differences(proof.stated, today)) if today else []
    if proof.standing is Standing.UNPROVEN and different and "key" not in proof.stated:  # the first edition names none
        proof = replace(proof, standing=Standing.CHANGED, reason=f"isinya lain daripada buku besar; {proof.reason}")
    genuine = proof.standing is Standing.GENUINE
    agrees = ledger is None or (today is not None and not different)
    sentences = [_authenticity(proof)]
    if genuine and proof.is_code:
        sentences += _on_paper(proof, None if different else today)
    sentences.append(_ledger_sentence(bool(number and ledger), today, different))
    if genuine and not agrees:
        sentences.append(_RESTORED)
    if today and (replaced := _replaced_sentence(today, ledger)):
        sentences.append(replaced)
    if genuine and ledger:
        sentences.append(_rules_sentence(proof, today))
    is_false = proof.standing is Standing.CHANGED
    return Verified(genuine and agrees, _headline(proof, agrees), tuple(sentences), is_false)


def _headline(proof: Proof, agrees: bool) -> str:
    genuine = "Kode QR ini asli" if proof.is_code else "Tanda terima ini asli"
    told = {Standing.CHANGED: "Tidak asli", Standing.UNPROVEN: "Belum terbukti asli"}
    return told.get(proof.standing, genuine if agrees else f"{genuine}, tetapi buku besar mengatakan lain")


def _on_paper(proof: Proof, today: Receipt | None) -> Iterator[str]:
    """What to compare with the paper that bears a code: whoever prints a receipt can print other figures beside it."""
    told = [f"SHA-256 berkas {proof.stated['sha256']}"]
    if today:
        sums = (("totals", sheet, name) for sheet, names in TOTALS.items() for name in names)
        figures = [f"{field_label('.'.join(one))} {number_text(today.totals[one[1]][one[2]])}" for one in sums]
        told += [f"nama berkas {visible(today.file_name)}", f"tepat waktu: {yes_or_no(today.on_time)}", *figures]
    yield f"Cocokkan dengan cetakannya: {'; '.join(told)}."
    yield "Yang tercetak di luar itu tidak dijamin oleh kode QR; berkas tanda terimanya (.html) dapat diperiksa utuh."
    if proof.beside:
        yield "Teks lain di sekitar teks kode QR bukan bagian dari tanda terima."


def recorded(number: str, ledger: Ledger) -> Verified:
    """What the ledger has under a number; whether the receipt that bears it is genuine nobody can tell by that."""
    today = _of_ledger(NUMBER.fullmatch(number).groups(), ledger)
    if today is None:
        return Verified(False, "Nomor ini tidak tercatat", (f"Buku besar: tidak ada kiriman dengan nomor {number}.",))
    zone = provinces()[today.province_code].zone
    period, received = Period.parse(today.period).label, datetime.fromisoformat(today.received_at).astimezone(zone)
    whose = today.regency_name or "pengirim tidak diketahui"
    said = f"{whose}, {period}, kiriman ke-{today.revision}, diterima {date_text(received)}, {today.status}"
    doubt = "Keaslian: tidak terbukti dari nomornya saja; tempelkan teks kode QR pada tanda terimanya."
    replaced = _replaced_sentence(today, ledger)
    sentences = filter(None, (f"Buku besar: nomor {number} tercatat, {said}.", replaced, doubt))
    return Verified(False, "Nomor ini tercatat; keasliannya belum diperiksa", tuple(sentences))


def _of_ledger(number: tuple[str, ...], ledger: Ledger) -> Receipt | None:
    """What a receipt of that number would say now; None where the ledger has no such submission."""
    province, period, regency, revision = number
    row = ledger.submission(province, "" if regency == NAMELESS else regency, period, int(revision))
    if row is None or row["status"] == DUPLICATE:
        return None
    id_ = int(row["id"])
    return unsigned(row, ledger.findings([id_])[id_], ledger.totals([id_])[id_], ledger.cells([id_])[id_])


def _authenticity(proof: Proof) -> str:
    named = f"{proof.standing}: tanda terima {proof.number}".rstrip()
    if proof.standing is not Standing.GENUINE:
        return f"{named}, {proof.reason}."
    province, period, regency, revision = NUMBER.fullmatch(proof.number).groups()
    whose = (
        proof.stated.get("regency_name") or (regency != NAMELESS and region_name(regency)) or "pengirim tidak diketahui"
    )
    came = value_text(proof.stated["received_at"], "received_at", province)
    said = f"{whose}, {Period.parse(period).label}, kiriman ke-{revision}, keputusan: {proof.stated['status']}"
    return f"{named}, {said}, diterima {came}."


def _ledger_sentence(asked: bool, today: Receipt | None, different: list[str]) -> str:
    if not asked:
        return "Buku besar: tidak diperiksa."
    if today is None:
        return "Buku besar: tidak ada kiriman dengan nomor itu."
    if not different:
        return "Buku besar: sesuai."
    more = f"; dan {len(different) - _SHOWN} lainnya" if len(different) > _SHOWN else ""
    return f"Buku besar: berbeda. {'; '.join(different[:_SHOWN])}{more}."


def _replaced_sentence(receipt: Receipt, ledger: Ledger) -> str:
    """What came after it from the same regency, for the same quarter and a bidang of it; '' where nothing did."""
    if not receipt.regency_code:
        return ""
    files = ledger.files(receipt.province_code, Period.parse(receipt.period), EVER, regency_code=receipt.regency_code)
    fields = {*(receipt.fields.split(", ") if receipt.fields else FIELDS)}
    of_fields = files["form_version"].map(lambda form: bool(fields & {*covered_fields(form)})).astype(bool)
    sent = files[of_fields & (files["status"] != DUPLICATE)]
    own = sent["revision"] == receipt.revision  # of a file that was read again only the last reading stands there
    later = sent[own.cumsum() > 0].iloc[1:] if own.any() else sent
    if later.empty:
        return ""
    last = later.iloc[-1]
    return f"Sejak itu: kabupaten/kota ini mengirim lagi, terakhir kiriman ke-{last.revision}, {last.status}."


def _rules_sentence(proof: Proof, today: Receipt | None) -> str:
    """What a receipt rests on and is not any more as it was; it stays valid by what held then."""
    stated = proof.stated
    told, now, then = [], basis_of_today(), stated.get("basis")
    if isinstance(then, dict):
        changed = [_TABLES.get(name, name) for name in sorted({*now, *then}) if now.get(name) != then.get(name)]
        told += [f"berubah {', '.join(changed)}"] if changed else []
    for name in _BY_TABLES if today else ():
        current = getattr(today, name)
        if name in stated and not _same(name, stated[name], current):
            then_text, now_text = (value_text(value, name, today.province_code) for value in (stated[name], current))
            told.append(f"{field_label(name)} tertulis {then_text}, kini {now_text}")
    if told:
        return f"Aturan dan tabel sejak diterbitkan: {'; '.join(told)}. Yang berlaku adalah yang tertulis."
    if proof.is_code:
        return "Aturan dan tabel sejak diterbitkan: tidak terbaca dari kode QR, hanya dari berkas tanda terimanya."
    return f"Aturan dan tabel sejak diterbitkan: {'tidak ada yang berubah' if then else 'tidak tercatat'}."


def _differences(stated: dict, today: Receipt) -> Iterator[str]:
    """A phrase for everything that the receipt says otherwise than the ledger."""
    known, given = _flat(today.content), _flat(stated)
    compared = [name for name in given if name in known and name.partition(".")[0] not in _NOT_OF_THE_LEDGER]
    for name in compared:
        if not _same(name, given[name], known[name]):
            stated_text, right = (value_text(one[name], name, today.province_code) for one in (given, known))
            if stated_text == right:  # two moments of one minute
                stated_text, right = given[name], known[name]
            yield f"{field_label(name)} tertulis {stated_text}, seharusnya {right}"


def value_text(value: object, field: str = "", province_code: str = "") -> str:
    """As it is printed; what is no value of that field as it stands there."""
    if field in _MOMENTS:
        try:
            return moment_text(str(value), province_code)
        except ValueError:
            return repr(value)
    return yes_or_no(value).capitalize() if isinstance(value, bool) else repr(value)


def _same(field: str, one: object, other: object) -> bool:
    """A moment is the same in whatever zone it is written."""
    if field in _MOMENTS:
        try:
            return datetime.fromisoformat(str(one)) == datetime.fromisoformat(str(other))
        except (TypeError, ValueError):
            return False
    return type(one) is type(other) and one == other


def _flat(content: dict, before: str = "") -> dict[str, object]:
    """`{"totals": {"budget": {"rows": 1}}}` -> `{"totals.budget.rows": 1}`."""
    flat: dict[str, object] = {}
    for name, value in content.items():
        flat |= _flat(value, f"{before}{name}.") if isinstance(value, dict) and value else {f"{before}{name}": value}
    return flat
