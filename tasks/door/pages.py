"""What the pages say. Every text that a sender wrote is escaped by its template, and shows only what can be seen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil

import pandas as pd

from config import catalogue
from config.provinces import provinces
from schemas.finding import Finding, Severity, families
from schemas.frames import COUNTING
from schemas.period import Period
from schemas.reference import FIELDS
from schemas.shown import visible
from schemas.wording import number_text
from tasks.answer.receipt import number_of
from tasks.compute.counting import covered_fields
from tasks.door.answers import echo_of_sent, form_of
from tasks.door.desk import MOST_OF_A_LINK, Check, Desk
from tasks.door.links import Link
from tasks.door.own import Own, fetched, field_names, is_final, known_now, own
from tasks.door.read_back import understood
from tasks.door.send import replaces
from tasks.door.spool import too_large
from tasks.report.html import template
from tasks.report.tables.lookups import date_text
from tasks.understand.cell_account import cells_told

_SHOWN = 40
"""Findings of a sheet that are listed; the marked copy has all."""
_FOLLOWING, _STRETCHES = 5, 3
"""What follows from a finding, and the stretches of cells it stands for, that are listed with it."""
_SAME_CONTENT = "F05"
"""Speaks of copies in an inbox; at the door whoever sends an older content again is counted with it."""
_HISTORY = 40
"""Submissions that the front page lists, the latest first."""
_GROUPS = (
    (Severity.ERROR, "Harus diperbaiki", "Kesalahan saat itu"),
    (Severity.WARNING, "Perlu diperiksa atau dijelaskan", "Peringatan saat itu"),
    (Severity.INFO, "Catatan pembacaan", "Catatan pembacaan"),
)
"""With their titles: while there is something to do, and once another submission has replaced this one."""
_LATE = "Batas waktunya sudah lewat. Laporan tetap dapat dikirim dan tercatat terlambat."
_TODAY = "Batas waktunya hari ini, {}. Yang menentukan adalah saat tombol Kirim ditekan, bukan saat berkas diperiksa."
_FINAL = (
    "Laporan final provinsi untuk {} sudah terbit, dan tidak berubah oleh yang dikirim sekarang: kabari juga provinsi."
)
_COLOURS = {"diterima": "baik", "diterima dengan catatan": "hati", "ditolak": "salah"}
_ROOM = f"Dengan satu tautan paling banyak {MOST_OF_A_LINK} berkas disimpan; yang paling lama dihapus lebih dulu."
RECEIPT, COPY = "tanda terima", "salinan bertanda"
QUARTER = "triwulan"
"""What an address of a form says where it is not that of the quarter that is due."""


def page(name: str, link: Link | None = None, /, **values: object) -> str:
    return template(__package__, f"{name}.html.j2").render(link=link, room=_ROOM, **values)


def message_page(title: str, sentence: str, back: str = "") -> str:
    """`back` is where the checked file of who reads it is."""
    return page("pesan", title=title, sentence=sentence, back=back)


def home_page(desk: Desk, link: Link, told: str = "") -> str:
    mine = own(desk.ledger, link, desk.clock())
    names = field_names()
    return page(
        "beranda",
        link,
        told=told,
        period=mine.due.label,
        others=[(f"{QUARTER}={one.key}", one.label) for one in mine.offered[1:]],
        earlier=not mine.last_before_due(form_of(link).fields).empty,
        deadline=date_text(mine.quarter.deadline),
        days=days_left(mine),
        waiting=[_waiting(one, mine) for one in desk.waiting(link) if one.why_not or not mine.is_last(one.one)],
        about=list(_about(desk, link, mine, mine.due)),
        by_the_regency=mine.by_the_regency,
        fields=[(names[code], state) for code, state in mine.field_states.items()],
        sent=[_sent(row, mine) for row in reversed(list(mine.shown.tail(_HISTORY).itertuples()))],
        file_mb=number_text(desk.site.limits.file_mb),
        file_bytes=desk.spool.file_bytes,
        too_large=too_large(desk.site.limits.file_mb),
    )


def days_left(mine: Own) -> str:
    """`12 hari lagi`, `besok`, `hari ini`, `lewat 3 hari`."""
    days = (mine.quarter.deadline.date() - mine.now.date()).days
    if days in (0, 1):
        return ("hari ini", "besok")[days]
    return f"{days} hari lagi" if days > 1 else f"lewat {-days} hari"


def _waiting(check: Check, mine: Own) -> dict[str, str]:
    one = check.one
    errors, warnings = (number_text(one.count(severity)) for severity, *_ in _GROUPS[:2])
    state = "siap dikirim" if warnings == "0" else f"siap dikirim, dengan {warnings} peringatan"
    if check.why_not or one.status not in COUNTING:
        state = "tidak dapat dikirim" if check.why_not else f"ada {errors} kesalahan"
    return {"id": check.id, "name": visible(one.arrival.file_name), "state": state, "until": _until(check, mine)}


def _until(check: Check, mine: Own) -> str:
    """How long what was checked is kept: `20 menit lagi, 15 Januari 2025 pukul 10.20 WIB`."""
    minutes = ceil(round(check.left, 3) / 60)  # a difference of floats may be a hair over whole minutes
    return f"{minutes} menit lagi, {date_text(mine.now + timedelta(seconds=check.left))}"


def _about(desk: Desk, link: Link, mine: Own, period: Period) -> Iterator[str]:
    """What who sends for a quarter is to know before."""
    deadline = catalogue.deadline(period, link.province_code)
    if mine.now > deadline:
        yield _LATE
    elif mine.now.date() == deadline.date():
        yield _TODAY.format(date_text(deadline))
    if is_final(desk.ledger, link, period):
        yield _FINAL.format(period.label)


def check_page(desk: Desk, link: Link, check: Check, told: str = "") -> str:
    one, mine = check.one, own(desk.ledger, link, desk.clock())
    replacing = not check.why_not and replaces(desk, link, one)
    of_offices = mine.of_offices(one.period, one.normalised.identity.form_version) if replacing else ()
    again = one.status in COUNTING and any(finding.rule == _SAME_CONTENT for finding in one.findings)
    return page(
        "periksa",
        link,
        told=told,
        brought=check,
        name=visible(one.arrival.file_name),
        whose=_whose(one.regency_code, one.period),
        about=[] if check.why_not else [*_elsewhere(mine, one.period), *_about(desk, link, mine, one.period)],
        counts={severity.value: number_text(one.count(severity)) for severity, *_ in _GROUPS},
        groups=list(_groups([finding for finding in one.findings if finding.rule != _SAME_CONTENT])),
        again="older" if again and replacing else "in force" if again else "",
        **understood(check.echo),
        cells=one.cells.sentence if one.cells.filled else "",
        reasons=desk.site.of_door.reasons if replacing else (),
        offices=[field_names()[code] for code in of_offices],
        accepted=one.status in COUNTING,
        kept="" if check.why_not else _kept(mine, one.period, one.normalised.identity.form_version),
        until=_until(check, mine),
    )


def _kept(mine: Own, period: Period, form_version: str) -> str:
    """What still counts where this is rejected; an office is not told of a whole report as its own."""
    before = mine.replaced(period, form_version)
    if before is None:
        return ""
    whose = (
        "laporan Anda yang sudah diterima" if mine.one(before["id"]) is not None else "laporan lengkap kabupaten/kota"
    )
    return f"{whose} tetap berlaku"


def _elsewhere(mine: Own, period: Period) -> Iterator[str]:
    """That a workbook is about another quarter than the one that is due: most often a slip."""
    if period != mine.due:
        yield f"Berkas ini untuk {period.label}, sedangkan yang sekarang ditunggu {mine.due.label}. Pastikan benar."


def sent_page(desk: Desk, link: Link, submission: int, mine: Own) -> str:
    row = mine.one(submission)
    findings = desk.ledger.findings([submission])[submission]
    shown, replaced = _sent(row, mine), _replaced(row, mine)
    return page(
        "kiriman",
        link,
        row=shown,
        replaced=replaced,
        **understood(echo_of_sent(desk, row)),
        whose=_whose(row["regency_code"], Period.parse(row["period"])),
        groups=list(_groups(findings, past=bool(replaced) or not (shown["counts"] or shown["ahead"] or shown["open"]))),
        kept=_kept(mine, Period.parse(row["period"]), row["form_version"]),
        got={what: date_text(_local(moment, mine)) for what, moment in fetched(desk.ledger, submission).items()},
        number=number_of(row),
        receipt=RECEIPT,
        copy=COPY,
    )


def _replaced(row: pd.Series, mine: Own) -> str:
    """What took the place of one that was rejected; '' where it is still to be mended."""
    later = mine.mended_by(row)
    if later is None:
        return "Sesudahnya ada kiriman yang diterima." if int(row["id"]) in mine.mended else ""
    which = "laporan lengkap kabupaten/kota" if mine.one(later["id"]) is None else f"kiriman ke-{later['revision']}"
    return f"Sudah diganti {which}, yang diterima."


def _whose(regency_code: str, period: Period) -> str:
    """'' of a file that does not say: the quarter alone would be a guess."""
    if not regency_code:
        return ""
    names = catalogue.table("regions").set_index("code")["name"]
    name = names.get(regency_code) or (provinces()[regency_code].name if len(regency_code) == 2 else "")
    return ", ".join(filter(None, (name, period.label)))


def _sent(row: tuple, mine: Own) -> dict[str, object]:
    deadline = catalogue.deadline(Period.parse(row.period), row.province_code)
    received = row.received_at.to_pydatetime().astimezone(deadline.tzinfo)
    return {
        "id": int(row.id),
        "period": Period.parse(row.period).label,
        "field": _field(row.form_version, mine),
        "revision": int(row.revision),
        "status": row.status,
        "colour": _COLOURS[row.status],
        "received": date_text(received),
        "late": received > deadline,
        "counts": int(row.id) in mine.counting,
        "open": row.status not in COUNTING,
        "ahead": received > known_now(mine.now),
        "name": visible(row.file_name),
        "errors": int(row.errors),
        "warnings": int(row.warnings),
    }


def _field(form_version: str, mine: Own) -> str:
    """The bidang that a workbook is about, for who sees also those of others."""
    fields = covered_fields(form_version)
    return "" if mine.link.field or fields == FIELDS else ", ".join(field_names()[code] for code in fields)


def _local(moment: str, mine: Own) -> datetime:
    return datetime.fromisoformat(moment).astimezone(mine.now.tzinfo or UTC)


def _groups(findings: list[Finding], past: bool = False) -> Iterator[dict[str, object]]:
    """By severity, then by sheet, each finding with some of those that follow from it. `past`: there is nothing to do
    about them any more."""
    told = list(families(findings))
    for severity, *titles in _GROUPS:
        sheets: dict[str, list] = {}
        for cause, following in told:
            if cause.severity is severity:
                sheets.setdefault(visible(cause.sheet) or "Berkas", []).append(_told(cause, following))
        if sheets:
            shown = [(name, found[:_SHOWN], len(found[_SHOWN:])) for name, found in sheets.items()]
            count = number_text(sum(map(len, sheets.values())))
            yield {"severity": severity.value, "title": titles[past], "count": count, "sheets": shown}


def _told(cause: Finding, following: list[Finding]) -> dict[str, object]:
    return {
        **line_of(cause, cause.sheet),
        "following": [line_of(one, cause.sheet) for one in following[:_FOLLOWING]],
        "more": len(following[_FOLLOWING:]),
    }


def line_of(one: Finding, under: str) -> dict[str, str]:
    """The sheet is named where it is another than the one whose heading stands above."""
    return {
        "sheet": visible(one.sheet) if one.sheet != under else "",
        "cell": visible(cells_told(one.all_cells, _STRETCHES)),
        "value": "" if _repeated(one) else visible(one.value),
        "message": visible(one.message),
        "explanation": visible(one.explanation),
        "rule": one.rule,
    }


def _repeated(one: Finding) -> bool:
    """Whether the sentence quotes the cell already; numbers stand in it with their dots, and a comma."""
    plain = one.message.replace(".", "")
    return any(value in told for value in (one.value, one.value.replace(".", ",")) for told in (one.message, plain))
