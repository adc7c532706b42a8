"""A province's consolidated quarter for the tests of the report: made up, computed by the project's own steps."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from config import catalogue
from config.provinces import provinces
from config.settings import ProvinceSettings, settings
from schemas.consolidated import OWN_UNKNOWN, Consolidated
from schemas.counted import Intake
from schemas.frames import COUNTING, FIGURES, Findings, Submissions, columns, frame_of
from schemas.ledger import LOOKED
from schemas.movement import ChangedTargets
from schemas.period import Period
from schemas.quality_card import Entries, QualityCard, QualityCards, RuleErrors
from schemas.receipt import TOTALS, Receipt
from schemas.reconciliation import Account, CellGroup, Fate
from schemas.reference import FIELDS
from tasks.compute.achievement import field_achievement, regency_achievement, service_achievement
from tasks.compute.change import change
from tasks.compute.fill_rate import fill_rate, sheet_fill
from tasks.compute.followed_up import followed_up
from tasks.compute.gaps import gaps
from tasks.compute.movement import comparisons, moves
from tasks.compute.pace import even_indices, paces
from tasks.compute.priorities import people
from tasks.compute.province import pooled_service, province_achievement
from tasks.compute.span import span
from tasks.compute.trend import trend
from tasks.ledger.quarter import Quarter
from tasks.report.tables.contents import report_tables
from tasks.report.tables.table import ReportTable

METHOD = ProvinceSettings(
    quality="mean",
    nihil="exclude",
    recipient_weight=0.8,
    quality_weight=0.2,
    served_limit=1.5,
    least_budget=1e9,
    least_cost=1000,
    most_budget=1e13,
    most_per_person=25e6,
    most_of_others=20,
    comparison=settings().province_defaults.comparison,
    doubts=settings().province_defaults.doubts,
)
PERIOD = Period(2024, 4)
KABKOTA = catalogue.layout_for("kabkota").version
PROVINSI = catalogue.layout_for("provinsi").version
_NOW = datetime.now(UTC)
NEVER_ON_TIME = ("62.03",)
_BLANK = ("recipients", "KES")


def consolidated(province: str = "62", **asked: object) -> Consolidated:
    """What `_made` makes; the same is made once, and everybody gets a copy that is theirs to change."""
    if asked.keys() & {"earlier", "method"}:
        return _made(province, **asked)
    return deepcopy(_kept(province, **asked))


@cache
def tables(province: str = "62", **asked: object) -> list[ReportTable]:
    """Those of its report, made once: nobody changes them."""
    return report_tables(consolidated(province, **asked))


def _made(
    province: str,
    *,
    missing=("62.07", "62.12"),
    rejected=("62.05",),
    own=True,
    seed=7,
    problem="Data belum padan",
    method=METHOD,
    change=lambda figures: None,
    period=PERIOD,
    earlier=None,
    nameless=0,
) -> Consolidated:
    """A quarter of `province`: every regency accepted but those named; `problem` is what each wrote as its problem.

    `change` may spoil the figures before anything is computed from them. `earlier` (period -> figures) are the quarters
    before, made up where they are not given; `nameless` files are nobody's.
    """
    regions = catalogue.regencies(province)
    absent = {*missing, *rejected}
    reporting = [code for code in regions["code"] if code not in absent]
    figures = _figures(reporting, KABKOTA, np.random.default_rng(seed), problem)
    change(figures)
    services, categories = catalogue.services(KABKOTA), catalogue.table("categories")
    service = service_achievement(figures["recipients"], figures["quality"], services, method)
    field = field_achievement(service, services)
    pooled = pooled_service(service, figures["quality"], method)
    own_service, own_field, own_figures = _own(province if own else None, method)
    regency = regency_achievement(field, regions, categories)
    submissions, findings = _submissions(regions, missing, rejected), _findings(regions, absent)
    return Consolidated(
        province_code=province,
        province_name=provinces()[province].name,
        period=period,
        as_of=catalogue.deadline(period, province) + timedelta(hours=1, seconds=1),
        deadline=catalogue.deadline(period, province),
        method=method.method,
        regions=regions,
        submissions=submissions,
        intake=_intake(submissions),
        findings=findings,
        **figures,
        service=service,
        field=field,
        pooled=pooled,
        regency=regency,
        **gaps(service, field, regency, figures["budget"], services=services, categories=categories, method=method),
        fill_rate=fill_rate(filled := _entries(submissions)),
        changed_targets=frame_of(ChangedTargets, []),
        sheet_fill=sheet_fill(filled),
        province=province_achievement(
            field,
            pooled,
            regions=regions,
            services=services,
            categories=categories,
            own_field=own_field,
        ),
        **people(service, regency, figures["budget"], services, province, method),
        own_status="diterima" if own else OWN_UNKNOWN if nameless else "belum lapor",
        nameless=nameless,
        own_service=own_service,
        **own_figures,
        places=_places([*reporting, province]),
        quality_cards=_quality_cards(submissions),
        **_history(
            {period: figures} | (_earlier(figures, period) if earlier is None else earlier),
            service,
            field,
            province,
            method,
        ),
    )


_kept = lru_cache(maxsize=16)(_made)


def _entries(submissions: pd.DataFrame) -> pd.DataFrame:
    """The forms of all who have sent something are full, but for a cell of the rejected one's."""
    form = {"budget": 10, "quality": 100, "recipients": 10, "stages": 4}
    rows = [
        (
            one.regency_code,
            field_code,
            sheet,
            cells,
            cells - (one.status == "ditolak" and (sheet, field_code) == _BLANK),
        )
        for one in submissions.itertuples()
        if one.status != "belum lapor"
        for field_code in FIELDS
        for sheet, cells in form.items()
    ]
    return _validated(rows, Entries)


def _earlier(figures: dict[str, pd.DataFrame], period: Period) -> dict[Period, dict[str, pd.DataFrame]]:
    """Two quarters before, when fewer were served, and a year ago, when the first did not report."""

    def then(share: float, left_out: int = 0) -> dict[str, pd.DataFrame]:
        recipients, quality = figures["recipients"], figures["quality"]
        counted = recipients["regency_code"].unique()[left_out:]
        recipients = recipients[recipients["regency_code"].isin(counted)]
        named = {key: figures[key][figures[key]["regency_code"].isin(counted)] for key in ("problems", "actions")}
        return {
            "recipients": recipients.assign(served=(recipients["served"] * share).round()),
            "quality": quality[quality["regency_code"].isin(counted)],
            "problems": _named_then(named["problems"], "problem"),
            "actions": _named_then(named["actions"], "activity"),
        }

    return {period.back(4): then(0.85, left_out=1), period.back(2): then(0.9), period.back(1): then(0.95)}


def _named_then(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The second regency named another one, the third one more that it does not name now."""
    codes = rows["regency_code"].unique()
    then = rows.assign(**{column: rows[column].mask(rows["regency_code"].isin(codes[1:2]), "Anggaran belum cukup")})
    more = rows[rows["regency_code"].isin(codes[2:3])].assign(service_code="K-SOS-01")
    return pd.concat([then, more], ignore_index=True)


def _history(
    figures: dict[Period, dict[str, pd.DataFrame]],
    service: pd.DataFrame,
    field: pd.DataFrame,
    province: str,
    method: ProvinceSettings,
) -> dict[str, object]:
    """The first of the quarters is the report's own."""
    period = next(iter(figures))
    known = {one: those for one, those in figures.items() if len(those["recipients"])}
    earlier, quarter = {one: those for one, those in known.items() if one != period}, Quarter(province, period, _NOW)
    changes, forced = change(period, known, catalogue.services(KABKOTA), province, method)
    indices = trend(earlier, field, quarter, method)
    moved, compared = (of(changes, forced, indices, period, province) for of in (moves, comparisons))
    before = earlier.get(period.previous())
    regency = regency_achievement(field, quarter.regions, catalogue.table("categories"))
    even = even_indices(service, catalogue.services(KABKOTA), period.quarter, method)
    return {
        "change": changes,
        "trend": indices,
        "moves": moved,
        "comparisons": compared,
        "followed_up": followed_up(period, figures[period], before if before and "problems" in before else None),
        "first": not earlier,
        "paces": paces(regency, even, moved, compared, period, province),
        "span": span(regency, indices, list(catalogue.regencies(province)["code"]), period),
    }


def _figures(codes: list[str], version: str, random: np.random.Generator, problem: str) -> dict[str, pd.DataFrame]:
    made: dict[str, list[tuple]] = {key: [] for key in FIGURES}
    services, items = catalogue.services(version), catalogue.quality_items(version)
    for code in codes:
        level = random.uniform(0.75, 1.0)
        for row, one in enumerate(services.itertuples(), start=6):
            nihil = one.service_code in ("K-PR-02", "K-PR-01") and random.random() < 0.5
            target = 0.0 if nihil else float(random.integers(40, 60_000))
            share = 1.0 if random.random() < 0.3 else min(level + random.uniform(-0.15, 0.2), 1.02)
            made["recipients"].append(
                (code, row, one.service_code, one.unit, target, float(round(target * share)), np.nan, np.nan, nihil, "")
            )
            allocation = 0.0 if nihil else float(random.integers(50, 9_000)) * 1e6
            spent = float(round(allocation * level))
            opd = f"Dinas {one.field_name}"
            made["budget"].append(
                (code, row, one.service_code, allocation, spent, np.nan, "APBD Kabupaten/Kota", opd, "")
            )
        for row, one in enumerate(items.itertuples(), start=6):
            required = float(random.integers(0, 400)) * (random.random() > 0.2)
            available = float(round(required * min(1, random.uniform(0.6, 1.3))))
            made["quality"].append(
                (code, row, one.service_code, one.item_code, one.unit, required, available, np.nan, np.nan, "")
            )
        made["problems"].append((code, 6, "K-KES-01", problem, "Pemadanan data bersama desa", "Dinas Kesehatan"))
        made["actions"].append(
            (code, 6, "K-KES-01", "Kunjungan rumah", 2025.0, 1200.0, "orang", 2.5e8, "Dinas Kesehatan", "I")
        )
        for row, field_code in enumerate(catalogue.fields()["field_code"], start=6):
            made["stages"].append((code, row, field_code, "Sudah", "Sudah", "Proses", "Belum", ""))
    return {key: _typed(key, rows) for key, rows in made.items()}


def _typed(key: str, rows: list[tuple]) -> pd.DataFrame:
    """Rows as the ledger gives them: also an empty frame knows its numbers from its texts."""
    types = {name: column.dtype.type for name, column in FIGURES[key].to_schema().columns.items()}
    del types["submission"]
    frame = pd.DataFrame(rows, columns=["regency_code", *types]).astype({"regency_code": "str", **types})
    frame.insert(1, "revision", frame["regency_code"].map(_revision).astype("int64"))
    return frame


def _revision(code: str) -> int:
    return 2 if code == "62.02" else 1


def _own(code: str | None, method: ProvinceSettings) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.DataFrame]]:
    figures = _figures([code] if code else [], PROVINSI, np.random.default_rng(1), "")
    services = catalogue.services(PROVINSI)
    service = service_achievement(figures["recipients"], figures["quality"], services, method)
    shown = {"own_recipients": figures["recipients"], "own_budget": figures["budget"]}
    return service, field_achievement(service, services), shown


def _places(codes: list[str]) -> pd.DataFrame:
    """Every sheet as the form has it, moved a column to the right in the files of 62.02."""
    sheets = catalogue.layout_for("kabkota").sheets
    rows = [
        (
            code,
            _revision(code),
            sheet.key,
            sheet.name,
            {one.key: chr(65 + n + (code == "62.02")) for n, one in enumerate(sheet.columns)},
        )
        for code in codes
        for sheet in sheets
    ]
    return pd.DataFrame(rows, columns=["regency_code", "revision", "sheet", "title", "letters"])


def _submissions(regions: pd.DataFrame, missing: tuple, rejected: tuple) -> pd.DataFrame:
    rows = []
    for number, one in enumerate(regions.itertuples()):
        if one.code in missing:
            rows.append((one.code, one.name, "belum lapor", pd.NA, "", "", "", pd.NA, 0, 0))
            continue
        late = one.code in NEVER_ON_TIME
        status = "ditolak" if one.code in rejected else COUNTING[number % 2]
        received = "2025-01-20T23:59:59+07:00" if not late else "2025-01-21T00:00:01+07:00"
        revision = _revision(one.code)
        counts = (2 if status == "ditolak" else 0, 0 if status == "diterima" else 1)
        name = f"SPM_{one.name.replace(' ', '_')}_TW4.xlsx"
        rows.append((one.code, one.name, status, revision, name, f"{number:064x}", received, not late, *counts))
    return pd.DataFrame(rows, columns=columns(Submissions)).astype({"revision": "Int64", "on_time": "boolean"})


def _intake(submissions: pd.DataFrame) -> pd.DataFrame:
    """What was received: the submissions, and a first revision of 62.02 that was rejected."""
    received = submissions[submissions["status"] != "belum lapor"]
    received = received.assign(counts=received["status"].isin(COUNTING), fields=[FIELDS] * len(received), last=True)
    received = received.assign(way=LOOKED, reason="", stated_at="2025-01-15T09:00:00+07:00")
    earlier = received[received["revision"] == 2].assign(
        revision=1,
        status="ditolak",
        counts=False,
        last=False,
        errors=3,
        sha256="f" * 64,
        file_name="SPM_Kotim_TW4.xlsx",
    )
    return pd.concat([received, earlier]).sort_values(["regency_code", "revision"], ignore_index=True)[columns(Intake)]


def _findings(regions: pd.DataFrame, absent: set[str]) -> pd.DataFrame:
    rows = []
    for one in regions.itertuples():
        name = f"SPM_{one.name.replace(' ', '_')}_TW4.xlsx"
        if one.code not in absent:
            rows.append((one.code, name, "C02", "info", "Penerima", "F9", "1.234", "1.234 dibaca 1234."))
            rows.append((one.code, name, "R04", "warning", "Penerima", "G9", "1300", "Terlayani melebihi sasaran."))
        elif one.code == "62.05":
            rows.append((one.code, name, "C05", "error", "Penerima", "F12", "", "Sel ini wajib diisi."))
    return pd.DataFrame(rows, columns=columns(Findings)).astype("str")


def receipts_of(consolidated: Consolidated) -> dict[str, Receipt]:
    submissions, province = consolidated.submissions, consolidated.province_code
    totals = {key: {"rows": 29, **dict.fromkeys(names, 1_234_567)} for key, names in TOTALS.items()}
    return {
        one.regency_code: Receipt(
            number=f"{province}-{PERIOD}-{one.regency_code}-{one.revision}",
            province_code=province,
            province_name=provinces()[province].name,
            regency_code=one.regency_code,
            regency_name=one.regency_name,
            period=PERIOD.key,
            revision=int(one.revision),
            file_name=one.file_name,
            sha256=one.sha256,
            received_at=one.received_at,
            deadline=catalogue.deadline(PERIOD, province).isoformat(),
            on_time=bool(one.on_time),
            status=one.status,
            errors=one.errors,
            warnings=one.warnings,
            infos=0,
            totals=totals,
            cells=Account((CellGroup(Fate.USED, 1_000), CellGroup(Fate.LABEL, 2_000))).numbers,
        )
        for one in submissions[submissions["status"] != "belum lapor"].itertuples()
    }


def _quality_cards(submissions: pd.DataFrame) -> QualityCards:
    """The rejected regency made one mistake again; 62.02 mended its workbook within a day and a half."""
    cards, errors = [], []
    for one in submissions.itertuples():
        code, status = one.regency_code, one.status
        mended = code == "62.02" and status in COUNTING
        mending = {"belum lapor": "belum lapor", "ditolak": "belum diperbaiki"}.get(status, "langsung diterima")
        days = 1.5 if mended else np.nan
        repeated = int(status == "ditolak")
        state = "sudah diperbaiki" if mended else mending
        cards.append((code, int(status != "belum lapor"), one.errors, repeated, state, days))
        if one.errors:
            errors += [(code, "2024-TW3", "C05", 1), (code, PERIOD.key, "C05", int(one.errors))]
    return QualityCards(
        ("2024-TW1", "2024-TW2", "2024-TW3", "2024-TW4"),
        _validated(cards, QualityCard),
        _validated(errors, RuleErrors),
    )


def _validated(rows: list[tuple], model: type) -> pd.DataFrame:
    types = {name: column.dtype.type for name, column in model.to_schema().columns.items()}
    return model.validate(pd.DataFrame(rows, columns=list(types)).astype(types))
