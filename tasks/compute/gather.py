"""From the ledger to everything the report shows: which submissions count, and what they add up to."""

from collections.abc import Sequence

import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from config.provinces import provinces
from config.settings import ProvinceSettings
from schemas.consolidated import OWN_UNKNOWN, Consolidated
from schemas.contract import typed
from schemas.correction import Correction
from schemas.counted import CountedPlaces, Intake
from schemas.external import ExternalIndex
from schemas.finding import Finding
from schemas.frames import STATUSES, Findings, Submissions, columns, frame_of
from schemas.ledger import DUPLICATE
from schemas.reference import FIELDS
from tasks.compute.achievement import achievements, regency_achievement
from tasks.compute.change import change
from tasks.compute.changed_much import since_before
from tasks.compute.changed_targets import changed_targets, fixed_of, told_of
from tasks.compute.corrections import corrections_of
from tasks.compute.counting import (
    counting,
    counting_figures,
    covered_fields,
    is_last,
    latest,
    open_files,
    resent,
    submissions_of,
    tied,
    waiting,
)
from tasks.compute.external import external_of, of_other_quarters
from tasks.compute.fill_rate import entries, fill_rate, sheet_fill
from tasks.compute.followed_up import followed_up
from tasks.compute.gaps import gaps
from tasks.compute.movement import comparisons, moves
from tasks.compute.nameless import nameless_reports
from tasks.compute.pace import even_indices, paces
from tasks.compute.priorities import people
from tasks.compute.province import pooled_service, province_achievement
from tasks.compute.quality_card import quality_cards
from tasks.compute.span import span
from tasks.compute.trend import QUARTERS, earlier_figures, trend
from tasks.compute.unmended import unmended
from tasks.home.trouble import STRICT, Troubles
from tasks.judge.against_peers import peer_findings
from tasks.ledger.ledger import Ledger, ReadFigures
from tasks.ledger.quarter import Quarter
from tasks.ledger.rows import local_text
from tasks.understand.identity import region_name

_, WITH_NOTES, REJECTED, MISSING = STATUSES


def gather(
    ledger: Ledger,
    quarter: Quarter,
    settings: ProvinceSettings,
    corrections: Sequence[Correction] = (),
    external: Sequence[ExternalIndex] = (),
    troubles: Troubles = STRICT,
) -> Consolidated:
    """The consolidated quarter, without what a disturbance kept from being told of one submission. `corrections` and
    `external` are the site's; those of others are ignored. Raises CorrectionError for one that cannot be made."""
    came = ledger.files(quarter.province_code, quarter.period, quarter.as_of, quarter.period.back(QUARTERS - 1))
    sent = came[came["status"] != DUPLICATE]
    counted = counting(files := sent[sent["period"] == quarter.period.key])
    open_, made = unmended(ledger, files), corrections_of(corrections, quarter.province_code, quarter.period)
    last = latest(open_[open_["regency_code"].isin(quarter.regions["code"])])
    read = ledger.figures_once([int(id_) for id_ in {*counted["id"], *last["id"]}])
    figures = _figures(ledger, counted, made, quarter, settings, read)
    return Consolidated(
        **_identity(quarter, settings, made, external),
        **_received(ledger, came[came["period"] == quarter.period.key], open_, counted, entries(read, last), quarter),
        **_told(ledger, open_, counted, figures, quarter, settings),
        **figures,
        **_history(ledger, quarter, sent, figures, corrections, settings),
        **since_before(ledger, quarter, sent, open_, figures["regency"], settings, troubles),
    )


def _received(
    ledger: Ledger,
    came: pd.DataFrame,
    open_: pd.DataFrame,
    counted: pd.DataFrame,
    filled: pd.DataFrame,
    quarter: Quarter,
) -> dict[str, object]:
    """Who has reported, and what there is to wait for or to ask; `came` holds repeated content too, `open_` nothing
    that was mended."""
    files = came[came["status"] != DUPLICATE]
    mine = files[files["regency_code"].isin(quarter.regions["code"])]
    own, nameless = _shown(open_).get(quarter.province_code), nameless_reports(ledger, files)
    return {
        "submissions": submission_states(open_, quarter),
        "sheet_fill": sheet_fill(filled),
        "fill_rate": fill_rate(filled),
        "intake": _intake(files, open_, counted, quarter),
        "own_status": own.status if own else OWN_UNKNOWN if nameless else MISSING,
        "waiting": waiting(mine),
        "tied": tied(files),
        "resent": resent(came),
        "nameless": nameless,
        "first": not ledger.reported_before(quarter.province_code, quarter.period, quarter.as_of),
    }


def _identity(
    quarter: Quarter, settings: ProvinceSettings, made: tuple[Correction, ...], external: Sequence[ExternalIndex]
) -> dict[str, object]:
    """What the report is about, and what the site has settled and written down beside what was sent."""
    return {
        "province_code": quarter.province_code,
        "province_name": provinces()[quarter.province_code].name,
        "period": quarter.period,
        "as_of": quarter.as_of,
        "deadline": quarter.deadline,
        "method": settings.method,
        "publisher": settings.publisher,
        "regions": quarter.regions,
        "corrections": made,
        "external": external_of(external, quarter),
        "external_elsewhere": of_other_quarters(external, quarter),
    }


def _history(
    ledger: Ledger,
    quarter: Quarter,
    sent: pd.DataFrame,
    figures: dict[str, pd.DataFrame],
    corrections: Sequence[Correction],
    settings: ProvinceSettings,
) -> dict[str, object]:
    """What only the quarters before can tell."""
    services, code = catalogue.services(catalogue.layout_for("kabkota").version), quarter.province_code
    earlier = earlier_figures(ledger, code, sent[sent["period"] != quarter.period.key], corrections, settings)
    known = earlier | ({quarter.period: figures} if len(figures["recipients"]) else {})
    points, forced = change(quarter.period, known, services, code, settings)
    indices = trend(earlier, figures["field"], quarter, settings)
    moved, compared = (of(points, forced, indices, quarter.period, code) for of in (moves, comparisons))
    even = even_indices(figures["service"], services, quarter.period.quarter, settings)
    return {
        "quality_cards": quality_cards(ledger, quarter, sent),
        "trend": indices,
        "change": points,
        "moves": moved,
        "comparisons": compared,
        "paces": paces(figures["regency"], even, moved, compared, quarter.period, code),
        "span": span(figures["regency"], indices, list(quarter.regions["code"]), quarter.period),
        "followed_up": followed_up(quarter.period, figures, earlier.get(quarter.period.previous())),
    }


def submission_states(files: pd.DataFrame, quarter: Quarter) -> DataFrame[Submissions]:
    """`schemas.frames.Submissions`: a row for every regency of the province, also where nothing came."""
    rows, shown = [], _shown(files)
    for region in quarter.regions.itertuples():
        one = shown.get(region.code)
        if one is None:
            rows.append((region.code, region.name, MISSING, pd.NA, "", "", "", pd.NA, 0, 0))
            continue
        receipt = _receipt(one.received_at, quarter)
        told = (one.status, one.revision, one.file_name, one.sha256, *receipt, one.errors, one.warnings)
        rows.append((region.code, region.name, *told))
    frame = pd.DataFrame(rows, columns=columns(Submissions)).astype({"revision": "Int64", "on_time": "boolean"})
    return Submissions.validate(frame)


def _shown(files: pd.DataFrame) -> dict[str, tuple]:
    """Code -> the submission that shows where a regency stands: the counting one, else its last whole one, rejected."""
    whole = files["form_version"].map(lambda version: covered_fields(version) == FIELDS).astype(bool)
    rejected = files[whole & (files["status"] == REJECTED)]
    last_counting_last = pd.concat([rejected, _taken_together(submissions_of(counting(files)))])
    return {one.regency_code: one for one in last_counting_last.itertuples(index=False)}


def _taken_together(counted: pd.DataFrame) -> pd.DataFrame:
    """Where several submissions of a regency count, each with the errors and warnings of all of them."""
    by_regency = counted.groupby("regency_code")
    sums = by_regency[["errors", "warnings"]].transform("sum")
    noted = counted["status"].eq(WITH_NOTES).groupby(counted["regency_code"]).transform("any")
    return counted.assign(status=counted["status"].mask(noted, WITH_NOTES), **sums)


def _receipt(received: pd.Timestamp, quarter: Quarter) -> tuple[str, bool]:
    local = received.to_pydatetime().astimezone(quarter.zone)
    return local.isoformat(timespec="seconds"), local <= quarter.deadline


def _of(figures: dict[str, pd.DataFrame], submissions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    codes = submissions["regency_code"]
    return {key: frame[frame["regency_code"].isin(codes)].reset_index(drop=True) for key, frame in figures.items()}


def _figures(
    ledger: Ledger,
    counted: pd.DataFrame,
    made: Sequence[Correction],
    quarter: Quarter,
    settings: ProvinceSettings,
    read: ReadFigures,
) -> dict[str, pd.DataFrame]:
    """What the submissions that count say, where, and what it adds up to."""
    figures = counting_figures(ledger, counted, made, settings, figures=read)
    is_own = counted["regency_code"] == quarter.province_code
    regencies, own = _of(figures, counted[~is_own]), _of(figures, counted[is_own])
    return regencies | _achievements(regencies, own, quarter, settings) | {"places": _places(ledger, counted)}


def _achievements(
    regencies: dict[str, pd.DataFrame], own: dict[str, pd.DataFrame], quarter: Quarter, settings: ProvinceSettings
) -> dict[str, pd.DataFrame]:
    services, own_services = (catalogue.services(catalogue.layout_for(one).version) for one in ("kabkota", "provinsi"))
    service, field = achievements(regencies, services, settings)
    own_service, own_field = achievements(own, own_services, settings)
    pooled, budget = pooled_service(service, regencies["quality"], settings), regencies["budget"]
    by = {"services": services, "categories": catalogue.categories()}
    regency = regency_achievement(field, quarter.regions, by["categories"])
    return {
        "service": service,
        "field": field,
        "regency": regency,
        "province": province_achievement(field, pooled, regions=quarter.regions, own_field=own_field, **by),
        "pooled": pooled,
        **gaps(service, field, regency, budget, method=settings, **by),
        **people(service, regency, budget, services, quarter.province_code, settings),
        "own_service": own_service,
        "own_recipients": own["recipients"],
        "own_budget": own["budget"],
    }


def _intake(files: pd.DataFrame, open_: pd.DataFrame, counted: pd.DataFrame, quarter: Quarter) -> DataFrame[Intake]:
    receipts = [_receipt(received, quarter) for received in files["received_at"]]
    frame = files.assign(
        regency_name=[region_name(code) for code in files["regency_code"]],
        received_at=[received for received, _ in receipts],
        on_time=[on_time for _, on_time in receipts],
        counts=files["id"].isin(counted["id"]),
        fields=files["form_version"].map(covered_fields),
        last=files["id"].isin(open_.loc[is_last(open_), "id"]),
        stated_at=[local_text(stated, quarter.zone) for stated in files["stated_at"]],
    )
    return typed(Intake, frame.sort_values(["regency_code", "revision"], ignore_index=True)[columns(Intake)])


def _places(ledger: Ledger, counted: pd.DataFrame) -> DataFrame[CountedPlaces]:
    files = submissions_of(counted).set_index("id")
    places = ledger.places([int(id_) for id_ in files.index])
    named = {key: places["submission"].map(files[key]) for key in ("regency_code", "revision")}
    return typed(CountedPlaces, places.assign(**named)[columns(CountedPlaces)])


def _told(
    ledger: Ledger,
    files: pd.DataFrame,
    counted: pd.DataFrame,
    figures: dict[str, pd.DataFrame],
    quarter: Quarter,
    settings: ProvinceSettings,
) -> dict[str, pd.DataFrame]:
    """The findings that still say something, also those that only show beside the other regencies; and what those of
    one rule add up to."""
    told = open_files(files, counted)
    found = ledger.findings([int(id_) for id_ in told["id"]])
    changed = told_of(found, counted, quarter)
    peers = peer_findings(figures, submissions_of(counted), figures["places"], settings)
    return {
        "findings": pd.concat([_findings(found, told), peers], ignore_index=True),
        "changed_targets": changed_targets(
            changed, figures["recipients"], fixed_of(ledger, changed, quarter, settings)
        ),
    }


def _findings(found: dict[int, list[Finding]], files: pd.DataFrame) -> DataFrame[Findings]:
    rows = [
        (file.regency_code, file.file_name, one.rule, str(one.severity), one.sheet, one.cell, one.value, one.told)
        for file in files.sort_values(["regency_code", "revision"]).itertuples()
        for one in found[file.id]
    ]
    return frame_of(Findings, rows)
