"""From archived files to decided submissions: read, normalise, validate, and what only the context can tell."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

from config import catalogue
from config.provinces import provinces
from config.settings import ProvinceSettings, ReadLimits, Settings
from schemas.finding import Finding
from schemas.period import EARLIEST_YEAR, Period
from schemas.reconciliation import Fate
from schemas.submission import Arrival, Checked, Taken, most_important_first, with_severity
from schemas.wording import readable_name
from schemas.workbook import RawWorkbook
from tasks.compute.nearest_reports import Compared
from tasks.home.trouble import STRICT, Troubles
from tasks.judge.against_earlier import EarlierReport, compare, copies
from tasks.judge.against_fixed import FixedTargets, changed_targets
from tasks.judge.causes import with_causes
from tasks.judge.diagnosis import told_once
from tasks.judge.doubtful_period import naming_another, with_doubt
from tasks.judge.validate import validate
from tasks.ledger.file_names import senders_name
from tasks.read.workbooks import read_each
from tasks.understand.cell_account import account
from tasks.understand.file_names import named_period
from tasks.understand.identity import named_regency, region_name
from tasks.understand.personal_data import blanked
from tasks.understand.workbook import normalise

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Workbooks that are held as they were read: few, so that a nation's fit into memory and a batch into the processor's
cache; not one, because going back and forth between reading and understanding costs a tenth of both."""


@dataclass(frozen=True)
class Context:
    """What a submission is judged against besides itself.

    `province_code` is None where a file is only checked. `period` is where a file is counted that does not say its
    quarter. `earlier` maps (regency code, SHA-256) to (file name, received) of what was taken in and came first;
    `reports` the earlier reports of the year that submissions are compared with, `last_year` those of last year's same
    quarter, `fixed` the targets that were fixed before they came, `replaced` the day on which the report came that a
    submission would replace whose name or titles say another quarter.
    """

    as_of: datetime
    province_code: str | None = None
    period: Period | None = None
    earlier: Mapping[tuple[str, str], tuple[str, datetime]] = field(default_factory=dict)
    reports: Mapping[Compared, EarlierReport] = field(default_factory=dict)
    last_year: Mapping[Compared, EarlierReport] = field(default_factory=dict)
    fixed: Mapping[Compared, FixedTargets] = field(default_factory=dict)
    replaced: Mapping[Compared, date] = field(default_factory=dict)


def read_arrivals(archived: list[tuple[Arrival, Path]], limits: ReadLimits, troubles: Troubles = STRICT) -> list[Taken]:
    """Reads and normalises a batch. One that cannot be read has a finding that says why; one that a disturbance of ours
    kept from being read or understood is left out."""
    raw, taken = read_each([path for _, path in archived], limits), []
    for start in range(0, len(archived), AT_ONCE):
        books = list(islice(raw, AT_ONCE))
        for one, book in zip(archived[start : start + AT_ONCE], books, strict=True):
            with troubles.over(one[0].file_name, "membaca"):
                if isinstance(book, Exception):
                    raise book
                taken.append(take(*one, book))
    return taken


def take(arrival: Arrival, archived: Path, raw: RawWorkbook) -> Taken:
    """What a file says, and what became of each of its cells. A cell that the program passed over is our defect."""
    normalised = normalise(raw)
    cells = account(raw, normalised)
    if lost := [one for one in cells.left_out if one.fate is Fate.UNACCOUNTED]:
        places = ", ".join(f"{one.sheet}!{one.cells}" for one in lost)
        log.error("%s: %s terlewat oleh program; ini kekeliruan kami, laporkan", arrival.file_name, places)
    return Taken(arrival, archived, normalised, cells)


def own_files(taken: list[Taken], province_code: str, others: Collection[str]) -> list[Taken]:
    """Without the files for regencies of `others`, whose runs look into the same inbox and answer them."""
    own = []
    for one in taken:
        whose = attributed_regency(one, province_code)[:2]
        if whose in others:
            log.info("%s: milik provinsi %s, dibiarkan untuk prosesnya", one.arrival.file_name, whose)
        else:
            own.append(one)
    return own


def check(taken: list[Taken], context: Context, settings: ProvinceSettings) -> list[Checked]:
    """Every submission with all its findings, most important first, and where it is counted; same order as given."""
    books, keys = [one.normalised for one in taken], [compared_as(one, context) for one in taken]
    validated = validate(books, settings)
    compared = compare(books, [context.reports.get(key) for key in keys], settings.comparison)
    copied = copies(books, [context.last_year.get(key) for key in keys], settings.comparison)
    changed = changed_targets(books, [context.fixed.get(key) for key in keys])
    seen = dict(context.earlier)
    checked = []
    for one, key, *told in zip(taken, keys, validated, compared, copied, changed, strict=True):
        regency, period = attributed_regency(one, context.province_code), attributed_period(one, context)
        findings = [*one.normalised.findings, *chain(*told), *_context_findings(one, context)]
        if key in context.replaced:
            findings = with_doubt(findings, one.normalised.identity, context.replaced[key])
        before = _repeated(one.arrival, seen.get((regency, one.arrival.sha256)))
        if before:
            findings.append(_same_content(before, context))
        else:
            seen[regency, one.arrival.sha256] = one.arrival.file_name, one.arrival.received_at
        findings = with_severity(told_once(findings, one.normalised), settings.severity)
        findings = most_important_first(with_causes(findings, one.normalised), one.normalised.sheet_order)
        checked.append(
            Checked(one.arrival, one.archived, one.normalised, regency, period, findings, bool(before), one.cells)
        )
    return checked


def _repeated(one: Arrival, first: tuple[str, datetime] | None) -> tuple[str, datetime] | None:
    """`first` where an arrival only repeats it: content that is not known ('') repeats nothing. What came back after
    another content is a new revision; what turns out to have come before it, by another way, proves that its sender was
    the earlier."""
    return first if first and one.sha256 and one.turn == 1 and first[1] <= one.received_at else None


def attributed_regency(one: Taken, province_code: str | None = None) -> str:
    """Whose submission it is: as the sheet says; where that is no valid code, as the file's name says; else ''."""
    return one.normalised.identity.regency_code or named_regency(one.arrival.file_name, province_code or "")


def attributed_period(one: Taken, context: Context) -> Period:
    """The quarter a submission is counted for: as the sheet says, else as the file's name says, else the run's, else
    the one that was due when it was received."""
    year, quarter = named_period(one.arrival.file_name)
    named = Period(year, quarter) if quarter and year and year >= EARLIEST_YEAR else None
    return one.normalised.identity.period or named or context.period or Period.due_on(_received_on(one, context))


def compared_as(one: Taken, context: Context) -> Compared:
    form, received = one.normalised.identity.form_version, one.arrival.received_at
    return attributed_regency(one, context.province_code), form, attributed_period(one, context), received


def _context_findings(one: Taken, context: Context) -> list[Finding]:
    identity, rules = one.normalised.identity, catalogue.rules()
    code_sheet, code_cell = identity.code_cell
    period_sheet, period_cell = identity.period_cell
    found = []
    province = context.province_code
    if province and identity.checked_as and not identity.checked_as.startswith(province):
        words = {"code": identity.checked_as, "name": region_name(identity.checked_as)}
        words["province"] = provinces()[province].name
        found.append(rules["F06"].finding(sheet=code_sheet, cell=code_cell, value=identity.checked_as, **words))
    if identity.period and identity.period.starts > _received_on(one, context):
        label = identity.period.label
        found.append(rules["I03"].finding("future", sheet=period_sheet, cell=period_cell, value=label, period=label))
    if one.arrival.is_renamed:
        found.append(rules["C09"].finding("file", value=one.arrival.file_name))
    return found + _file_name_findings(one)


def _received_on(one: Taken, context: Context) -> date:
    """The day, where the province lies: a quarter that had not begun then is a mistake, whenever a run comes to it."""
    province = context.province_code or attributed_regency(one)[:2]
    zone = provinces()[province].zone if province else context.as_of.tzinfo
    return one.arrival.received_at.astimezone(zone).date()


def _file_name_findings(one: Taken) -> list[Finding]:
    """I04: the file's name contradicts what the sheet says."""
    identity, rule, found = one.normalised.identity, catalogue.rules()["I04"], []
    named = named_regency(one.arrival.file_name, identity.checked_as[:2])
    if identity.may_be and named and named not in identity.may_be:
        sheet, cell = identity.code_cell
        words = {"named": f"{region_name(named)} ({named})", "stated": f"{region_name(identity.checked_as)}"}
        found.append(rule.finding("regency", sheet=sheet, cell=cell, value=identity.checked_as, **words))
    year, quarter = named_period(one.arrival.file_name)
    stated = identity.period
    if stated and ((quarter and quarter != stated.quarter) or (quarter and year and year != stated.year)):
        sheet, cell = identity.period_cell
        said = Period(year or stated.year, quarter).label
        found.append(rule.finding("period", sheet=sheet, cell=cell, value=stated.key, named=said, stated=stated.label))
    elif stated and year and not quarter and year < stated.year:  # a later one may be when it was sent
        sheet, cell = identity.period_cell
        words = {"named": f"Tahun {year}", "stated": stated.label}
        found.append(rule.finding("year", sheet=sheet, cell=cell, value=stated.key, **words))
    return found


def names_another_quarter(one: Taken) -> bool:
    """Whether the file's name, or the title or name of one of its sheets, is of another quarter than Identitas says."""
    return bool(naming_another([*one.normalised.findings, *_file_name_findings(one)]))


def _same_content(before: tuple[str, datetime], context: Context) -> Finding:
    file_name, received = before
    zone = provinces()[context.province_code].zone if context.province_code else received.tzinfo
    shown = f"{received.astimezone(zone):%d/%m/%Y %H:%M}"
    return catalogue.rules()["F05"].finding(file_name=senders_name(file_name), received_at=shown)


def check_files(paths: list[Path], raw: Iterable[RawWorkbook], as_of: datetime, settings: Settings) -> list[Checked]:
    """Findings for files that are only checked, by the settings of each one's province; nothing is kept."""
    arrivals = [Arrival(path, blanked(readable_name(path.name)), "", path.stat().st_size, as_of) for path in paths]
    taken = [take(one, one.path, book) for one, book in zip(arrivals, raw, strict=True)]
    checked: dict[int, Checked] = {}
    for province in sorted({attributed_regency(one)[:2] for one in taken}):
        mine = [number for number, one in enumerate(taken) if attributed_regency(one)[:2] == province]
        results = check([taken[number] for number in mine], Context(as_of), settings.of_province(province))
        checked |= dict(zip(mine, results, strict=True))
    return [checked[number] for number in range(len(taken))]
