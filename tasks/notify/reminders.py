"""Who is to be told what on a day: whoever has not reported as the deadline nears, whoever was rejected or accepted."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import TypeVar

import pandas as pd

from config import catalogue
from config.settings import LetterSettings
from schemas.consolidated import OWN_UNKNOWN, Answer, Consolidated
from schemas.echo import Echo
from schemas.finding import Finding, Severity, families
from schemas.frames import COUNTING, STATUSES
from schemas.layout import Layout
from schemas.receipt import Receipt
from schemas.reference import FIELDS
from schemas.reminder import Reminder, ReminderKind, stage_at
from schemas.submission import answer_name, numbered_answer_name
from schemas.wording import day_text
from tasks.home.trouble import STRICT, Troubles
from tasks.ledger.file_names import senders_name
from tasks.report.echo_text import CHECK, echo_sections, warnings
from tasks.report.sentences import listed
from tasks.report.tables.lookups import date_text, field_names, missing_fields
from tasks.understand.cell_account import cells_told

One = TypeVar("One")
WRITING = "menulis pesan"
MOST_GROUPS = 5
"""Kinds of errors a letter lists, so that it fits a page; the annotated copy has them all."""
_MOST_CELLS = 5
_REJECTED, _MISSING = STATUSES[2:]
_OWN, _OF_OWN = "provinsi", "Pemerintah "
_HEADS = {"kabupaten": "Bupati", "kota": "Wali Kota", _OWN: "Kepala Perangkat Daerah Pelaksana SPM"}
_BEFORE_NAMES = ("Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota ", _OF_OWN)


def reminders(
    consolidated: Consolidated,
    answers: Iterable[Answer],
    days: Iterable[int],
    letter: LetterSettings,
    troubles: Troubles = STRICT,
) -> list[Reminder]:
    """Every reminder that stands at the consolidated quarter's `as_of`, by regency code.

    `days` are counted before the deadline, -1 being the day after it.
    """
    rejected = {one.name: one for one in answers}
    missing = _not_reported(consolidated)
    stage = stage_at(consolidated.as_of, consolidated.deadline, days)
    found = []
    for region in _reporting(consolidated).itertuples():
        for last in _last(consolidated, region.code, [_REJECTED]):
            with troubles.over(last["file_name"], WRITING):
                if answer := answer_of(last, rejected):
                    found.append(_rejected(consolidated, last, answer, of_everybody(consolidated, region, letter)))
        if stage is not None and region.code in missing:
            with troubles.over(region.code, WRITING):
                values = of_everybody(consolidated, region, letter)
                found.append(_missing(consolidated, region, stage, values))
    return found


def _not_reported(consolidated: Consolidated) -> set[str]:
    own = {consolidated.province_code} if consolidated.own_status in (_MISSING, OWN_UNKNOWN) else set()
    return own | set(consolidated.submissions.loc[consolidated.submissions["status"] == _MISSING, "regency_code"])


def _reporting(consolidated: Consolidated) -> pd.DataFrame:
    """Whose report is expected (code, name, kind): the province's own offices, and every regency."""
    own = {"code": consolidated.province_code, "name": f"{_OF_OWN}Provinsi {consolidated.province_name}", "kind": _OWN}
    return pd.concat([pd.DataFrame([own]), consolidated.regions]).sort_values("code")


def _last(consolidated: Consolidated, code: str, statuses: Collection[str]) -> list[pd.Series]:
    """The submissions of a regency with such a status that no later one replaces: one, or one of each office."""
    intake = consolidated.intake
    rows = intake[intake["last"] & (intake["regency_code"] == code) & intake["status"].isin(statuses)]
    return [row for _, row in rows.iterrows()]


def answer_of(last: pd.Series, answers: Mapping[str, One]) -> One | None:
    """The copy or the receipt for a submission: that of an earlier one of its regency bears its number."""
    code, sha256 = last["regency_code"], last["sha256"]
    return answers.get(numbered_answer_name(code, sha256, last["revision"])) or answers.get(answer_name(code, sha256))


def current(found: Iterable[Reminder], as_of: datetime, now: datetime, fresh_days: int) -> list[Reminder]:
    """The reminders that may still be sent: of the present, not of a moment of the past that was asked for, and begun
    at most `fresh_days` ago, so that a site that turns sending on does not tell old news."""
    if abs(now - as_of) > timedelta(days=1):
        return []
    return [one for one in found if now - one.since <= timedelta(days=fresh_days)]


def of_everybody(consolidated: Consolidated, region: tuple, letter: LetterSettings) -> dict[str, object]:
    deadline = consolidated.deadline
    name = next((region.name.removeprefix(one) for one in _BEFORE_NAMES if region.name.startswith(one)), region.name)
    return {
        "daerah": region.name,
        "kepala_daerah": f"{_HEADS[region.kind]} {name}",
        "kode": region.code,
        "provinsi": consolidated.province_name,
        "triwulan": consolidated.period.label,
        "batas_waktu": date_text(deadline),
        "tanggal_batas": day_text(deadline),
        "lewat": consolidated.as_of > deadline,
        "pengambilan": letter.pengambilan or _on_request(letter, consolidated),
        "surat": letter.model_dump() | {"pemerintah": letter.pemerintah or _government(consolidated)},
    }


def _on_request(letter: LetterSettings, consolidated: Consolidated) -> str:
    whom = letter.narahubung or f"tim SPM Provinsi {consolidated.province_name}"
    return f"dapat diminta kepada {whom}"


def _government(consolidated: Consolidated) -> str:
    return f"Pemerintah Provinsi {consolidated.province_name}"


def _missing(consolidated: Consolidated, region: tuple, stage: int, values: dict[str, object]) -> Reminder:
    deadline, code = consolidated.deadline, region.code
    layout = catalogue.layout_for(_OWN if region.kind == _OWN else "kabkota")
    since = datetime.combine(deadline.date() - timedelta(days=stage), time(), tzinfo=deadline.tzinfo)
    return Reminder(
        regency_code=code,
        period=consolidated.period,
        kind="belum-lapor",
        state=f"belum-lapor/H{-stage:+d}",
        since=since,
        values=values
        | {"sampai": day_text(since), "lembar": _sheets(layout), **_ready(consolidated, code)}
        | {"tak_dikenal": consolidated.nameless},
        fields=tuple(missing_fields(consolidated.waiting.get(code, ()))),
    )


def _ready(consolidated: Consolidated, code: str) -> dict[str, str]:
    """The bidang that offices have sent by themselves, and those that are missing; '' where nobody did."""
    ready = consolidated.waiting.get(code, ())
    return {"siap": _fields(ready), "menunggu": _fields(missing_fields(ready)) if ready else ""}


def _fields(codes: Iterable[str]) -> str:
    """In a sentence: `Kesehatan dan Sosial`."""
    return listed([field_names([code]) for code in codes])


def _sheets(layout: Layout) -> list[dict[str, str]]:
    """What a report consists of: the sheets of the newest form, and what they ask for."""
    rows = {
        "services": f"{len(catalogue.services(layout.version))} jenis pelayanan dasar",
        "items": f"{len(catalogue.quality_items(layout.version))} butir mutu",
        "fields": f"{len(catalogue.fields())} bidang",
        "any": "menurut keadaan daerah",
    }
    return [{"nama": one.name, "judul": one.title, "isi": rows[one.rows]} for one in layout.sheets]


def _rejected(consolidated: Consolidated, last: pd.Series, answer: Answer, values: dict[str, object]) -> Reminder:
    errors = [(one, following) for one, following in families(answer.findings) if one.severity is Severity.ERROR]
    groups = error_groups(errors)
    told = _submission(consolidated, last, answer.echo) | {
        "kesalahan": len(errors),
        "temuan": groups[:MOST_GROUPS],
        "temuan_lain": sum(int(one["jumlah"]) for one in groups[MOST_GROUPS:]),
        "salinan": f"umpan-balik/{answer.name}.xlsx",
        "lampiran": f"{answer.name}.xlsx",
        "bertanda": any(one.cell for one, _ in errors),
        "berlaku": _counting_instead(consolidated, last),
    }
    return _decided(consolidated, "ditolak", last, values | told)


def _counting_instead(consolidated: Consolidated, rejected: pd.Series) -> int:
    """The revision that counts as long as a rejected one is not mended; 0 where none does."""
    intake = consolidated.intake
    counting = intake[(intake["regency_code"] == rejected["regency_code"]) & intake["counts"]]
    same = [one.revision for one in counting.itertuples() if set(one.fields) & set(rejected["fields"])]
    return int(same[-1]) if same else 0


def acceptances(
    consolidated: Consolidated, receipts: Mapping[str, Receipt], letter: LetterSettings, troubles: Troubles = STRICT
) -> list[Reminder]:
    """What those are told whose last submission was accepted: nothing to sign, the receipt is the proof."""
    found = []
    for region in _reporting(consolidated).itertuples():
        for last in _last(consolidated, region.code, COUNTING):
            with troubles.over(last["file_name"], WRITING):
                values, receipt = of_everybody(consolidated, region, letter), answer_of(last, receipts)
                found.append(_accepted(consolidated, last, receipt, values))
    return found


def _accepted(
    consolidated: Consolidated, last: pd.Series, receipt: Receipt | None, values: dict[str, object]
) -> Reminder:
    told = _submission(consolidated, last, receipt.echo if receipt else Echo())
    told["terlambat"] = _received(last, consolidated) > consolidated.deadline
    return _decided(consolidated, "diterima", last, values | told)


def _decided(
    consolidated: Consolidated, kind: ReminderKind, submission: pd.Series, values: dict[str, object]
) -> Reminder:
    """What those are told whose submission was rejected or accepted."""
    code, number = submission["regency_code"], int(submission["revision"])
    return Reminder(
        regency_code=code,
        period=consolidated.period,
        kind=kind,
        state=f"{kind}/{number}",
        since=_received(submission, consolidated),
        values=values,
        enclosed=_answers(code, number),
        fields=_offices(submission),
    )


def _received(submission: pd.Series, consolidated: Consolidated) -> datetime:
    return datetime.fromisoformat(submission["received_at"]).astimezone(consolidated.deadline.tzinfo)


def _submission(consolidated: Consolidated, submission: pd.Series, understood: Echo) -> dict[str, object]:
    return {
        "kiriman": int(submission["revision"]),
        "berkas": senders_name(submission["file_name"]),
        "diterima": date_text(_received(submission, consolidated)),
        "peringatan": int(submission["warnings"]),
        "perhatian": warnings(understood),
        "dipahami": [{"judul": title, "baris": lines} for title, lines in echo_sections(understood) if title != CHECK],
        "bidang": "" if submission["fields"] == FIELDS else _fields(submission["fields"]),
    }


def _offices(submission: pd.Series) -> tuple[str, ...]:
    """The bidang of an office that sent by itself; none of a whole report, which is the regency's."""
    return () if submission["fields"] == FIELDS else tuple(submission["fields"])


def _answers(code: str, revision: object) -> tuple[str, ...]:
    """The marked copy, the receipt, and the form for who sent something else, as `tasks.answer.answers` names them."""
    stem = f"{code}-kiriman-{revision}"
    return f"{stem}.xlsx", f"{stem}.html", f"{stem}-formulir.xlsx"


def error_groups(errors: Iterable[tuple[Finding, list[Finding]]]) -> list[dict[str, object]]:
    """Errors of one rule on one sheet together, in the order in which the first of each was found, with how many
    findings follow from them."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    following: Counter[tuple[str, str]] = Counter()
    for one, more in errors:
        groups.setdefault((one.rule, one.sheet), []).append(one)
        following[one.rule, one.sheet] += len(more)
    return [
        {
            "lembar": sheet or "-",
            "sel": cells_told([cell for one in found for cell in one.all_cells], _MOST_CELLS) or "-",
            "jumlah": len(found),
            "uraian": _described(rule, found, following[rule, sheet]),
        }
        for (rule, sheet), found in groups.items()
    ]


def _described(rule: str, found: list[Finding], following: int) -> str:
    first = found[0].message
    told = first if len(found) == 1 else f"{catalogue.rules()[rule].title}. Contoh: {first}"
    return f"{told} {following} temuan lain termasuk di dalamnya." if following else told
