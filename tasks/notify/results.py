"""What each counted regency's letter of results says: where it stands, how it moved, what is weakest, who waits."""

from collections.abc import Iterator, Mapping
from io import BytesIO

import pandas as pd
import segno

from config.settings import LetterSettings
from schemas.category import NOISE
from schemas.consolidated import Consolidated
from schemas.followed_up import CHANGED, GONE, KINDS, SAME, STATES
from schemas.receipt import Receipt
from schemas.reminder import Reminder
from schemas.wording import number_text, shortened
from tasks.answer.receipt import sealed
from tasks.home.trouble import STRICT, Troubles
from tasks.notify.reminders import WRITING, answer_of, of_everybody
from tasks.report.change_sentences import points_text
from tasks.report.document.pictures import Picture
from tasks.report.sentences import listed, sentences
from tasks.report.tables.change import compared, only_by_target, regency_changes
from tasks.report.tables.changed_targets import changed_of_one_text
from tasks.report.tables.external import of_one_text
from tasks.report.tables.followed_up import KIND_NAMES, NO_OFFICE, STATE_NAMES, handed_over, handed_over_text
from tasks.report.tables.lookups import Facts, date_text, facts_of, standing

_WEAKEST = 3
_MOST_NAMED = 5
_LONGEST = 120
"""So many letters of its own words a regency is reminded by."""
_QR_CM, _QR_SCALE, _QUIET_ZONE = 3.4, 4, 4
"""A signed statement makes some 80 modules a side: 0.4 mm each, what a telephone still reads from paper."""


def results(
    consolidated: Consolidated,
    receipts: Mapping[str, Receipt],
    letter: LetterSettings,
    key: bytes,
    troubles: Troubles = STRICT,
) -> list[Reminder]:
    """A letter of results for every regency that is counted, by code; receipts are sealed with `key`."""
    facts, found = facts_of(consolidated), []
    moves = regency_changes(facts).frame.set_index("regency_code")
    counted = consolidated.regency.set_index("regency_code")
    for region in consolidated.regions.sort_values("code").itertuples():
        if region.code in counted.index:
            with troubles.over(region.code, WRITING):
                move, mine = moves.loc[region.code] if region.code in moves.index else None, counted.loc[region.code]
                told = _standing(facts, mine) | {
                    "terlambat": _late(consolidated, region.code),
                    "gerak": _moved(facts, move, among=len(moves), nihil=pd.isna(mine["regency_index"])),
                    **_people(facts, region.code),
                    "tindak_lanjut": _followed_up(facts, region.code),
                    "tanda_terima": list(_receipts(consolidated, region.code, receipts, key)),
                }
                told = of_everybody(consolidated, region, letter) | _beside(facts, region.code, told)
                found.append(_letter(consolidated, region.code, told))
    return found


def _beside(facts: Facts, code: str, told: dict[str, object]) -> dict[str, object]:
    """With what is told beside the figures: the index of others after the movement, changed targets after the rest."""
    outside, changed = of_one_text(facts, code), changed_of_one_text(facts, code)
    return told | {
        "gerak": sentences(told["gerak"], outside),
        "tindak_lanjut": sentences(told["tindak_lanjut"], changed),
    }


def _letter(c: Consolidated, code: str, values: dict[str, object]) -> Reminder:
    """`since` is the moment of the figures: another report is another letter."""
    return Reminder(code, c.period, "hasil", f"hasil/{c.as_of.isoformat()}", c.as_of, values)


def _standing(facts: Facts, regency: pd.Series) -> dict[str, object]:
    c, index = facts.consolidated, regency["regency_index"]
    return {
        "keadaan": date_text(c.as_of),
        "menggantikan": date_text(c.news.since) if _says_otherwise(c, regency.name) else "",
        "tahun_berjalan": c.period.quarter < 4,
        "angka": standing(c),
        "indeks": "nihil" if pd.isna(index) else number_text(facts.printed(index), 2),
        "kategori": facts.categories_of(pd.Series([index]), "nihil").iloc[0],
        "peringkat": "–" if pd.isna(regency["rank"]) else str(regency["rank"]),
        "jumlah_dihitung": number_text(c.regency["rank"].notna().sum()),
    }


def _says_otherwise(c: Consolidated, code: str) -> bool:
    """Whether a former letter of the quarter said something else; who had none then has none to replace."""
    if c.news is None or code in c.news.joined:
        return False
    return c.approval is not None or bool(c.news.rules) or code not in c.news.alike


def _late(c: Consolidated, code: str) -> bool:
    """Whether what counts came after the deadline, by the word that the report has on it."""
    return not c.submissions.set_index("regency_code").at[code, "on_time"]


def _moved(facts: Facts, move: pd.Series | None, *, among: int, nihil: bool) -> str:
    """Beside the quarter that the report compares with, over the `among` regencies that are counted in both."""
    since = compared(facts)
    if since is None:
        return "Perubahannya tidak dapat dihitung: tidak ada triwulan lain yang dapat dibandingkan."
    if move is None and nihil:
        return "Karena itu perubahannya tidak dapat dihitung."
    if move is None:
        return f"Perubahannya tidak dapat dihitung: daerah ini tidak mempunyai indeks {since.since.label}."
    points, running = move["difference"], since.since.year == facts.consolidated.period.year
    index, rises = ("indeks kumulatif" if running else "indeks"), "naik"
    if move["by_target"] or running:
        rises = "bertambah"
    then = f"{since.since.label} ({number_text(move['then'], 2)})"
    verb = f"{rises if points > 0 else 'turun'} {points_text(abs(points)).lstrip('+')} poin" if points else "tetap"
    only = f" Indeks itu {why}." if (why := only_by_target(move["by_target"], points)) else ""
    return f"Dibandingkan dengan {then}, {index} {verb}{_rank_moved(move, among)}.{only}"


def _rank_moved(move: pd.Series, among: int) -> str:
    """Both ranks are among the same regencies, and not the one that the letter names first; '' of one alone."""
    if among == 1:
        return ""
    then, now = move["rank_then"], move["rank_now"]
    ranks = f"tetap {now}" if then == now else f"dari {then} menjadi {now}"
    return f"; peringkatnya {ranks} di antara {number_text(among)} daerah yang dihitung pada kedua triwulan"


def _people(facts: Facts, code: str) -> dict[str, object]:
    """The weakest services, more than three where several share the third place, and whom they do not reach."""
    c = facts.consolidated
    mine = c.service[(c.service["regency_code"] == code) & (c.service["service_index"] < 100 - NOISE)]
    least = mine["service_index"].sort_values().head(_WEAKEST).max()
    weak = mine[mine["service_index"] <= least + NOISE].sort_values(["service_index", "service_code"])
    left = c.unserved[c.unserved["regency_code"] == code].set_index("service_code")
    names = facts.services.set_index("service_code")["service_name"]
    units = c.unserved_by_unit[(c.unserved_by_unit["regency_code"] == code) & (c.unserved_by_unit["unserved"] > 0)]
    return {
        "terlemah": [
            {
                "nama": names[row.service_code],
                "indeks": number_text(facts.printed(row.service_index), 2),
                "belum": f"{number_text(left.at[row.service_code, 'unserved'])} {left.at[row.service_code, 'unit']}",
            }
            for row in weak.itertuples()
        ],
        "belum_terlayani": listed([f"{number_text(row.unserved)} {row.unit}" for row in units.itertuples()]),
    }


def _followed_up(facts: Facts, code: str) -> str:
    """Of last quarter's problems and actions; '' where the regency had named none, or did not report then."""
    told = facts.consolidated.followed_up
    mine = told.by_regency[told.by_regency["name"] == code]
    if mine.empty:
        return ""
    counts = mine.iloc[0]
    parts = [
        f"{words} {listed(found)}"
        for kind, words in (("problems", "permasalahan"), ("actions", "rencana aksi"))
        if (found := [f"{counts[f'{kind}_{one}']} {STATE_NAMES[one]}" for one in STATES if counts[f"{kind}_{one}"]])
    ]
    first = f"Dari yang disebut pada {told.since.label}: {'; '.join(parts)}."
    handed = handed_over(facts).frame.query("regency_code == @code")
    other = handed_over_text(handed, _MOST_NAMED, lambda row: row["service_name"])
    return sentences(first, *_asked(told.rows[told.rows["regency_code"] == code]), other)


def _asked(rows: pd.DataFrame) -> Iterator[str]:
    """What there is to explain, by its words and office."""
    open_ = rows[rows["state"] != SAME].sort_values(["state", "kind", "service_code"], key=_gone_first, kind="stable")
    shown = open_.head(_MOST_NAMED)
    groups = [
        f"{KIND_NAMES[kind].lower()} yang {STATE_NAMES[state]}: {', '.join(map(_quoted, of_group.itertuples()))}"
        for (state, kind), of_group in shown.groupby(["state", "kind"], sort=False)
    ]
    if more := len(open_) - len(shown):
        groups.append(f"dan {more} lainnya")
    if groups:
        yield f"Mohon dijelaskan {'; '.join(groups)}."
    if (open_["state"] == GONE).any():
        yield "Tidak disebut lagi tidak berarti selesai."


def _quoted(row: tuple) -> str:
    """What was named then, what is in its place, and by which office."""
    now = f", kini “{shortened(row.now, _LONGEST)}”" if row.state == CHANGED else ""
    return f"“{shortened(row.then, _LONGEST)}”{now} ({row.opd or NO_OFFICE})"


def _gone_first(values: pd.Series) -> pd.Series:
    """What is not named any more before what changed, problems before actions."""
    return values.map({one: str(place) for place, one in enumerate((GONE, CHANGED, *KINDS))}).fillna(values)


def _receipts(
    c: Consolidated, code: str, receipts: Mapping[str, Receipt], key: bytes
) -> Iterator[dict[str, str | Picture]]:
    """The receipts of the submissions that count, with what their QR codes hold."""
    for _, submission in c.intake[c.intake["counts"] & (c.intake["regency_code"] == code)].iterrows():
        if receipt := answer_of(submission, receipts):
            yield {"nomor": receipt.number, "qr": _qr(sealed(receipt, key))}


def _qr(receipt: Receipt) -> Picture:
    image = BytesIO()
    code = segno.make_qr(receipt.qr, error="m", encoding="utf-8", mask=2)
    code.save(image, kind="png", scale=_QR_SCALE, border=_QUIET_ZONE)
    return Picture(image.getvalue(), f"Kode QR tanda terima {receipt.number}", _QR_CM)
