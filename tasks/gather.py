"""From the ledger to everything the report shows: which submissions count, and what they add up to."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from config import catalogue
from config.settings import ProvinceSettings
from schemas.consolidated import Answer, Consolidated
from schemas.finding import Finding
from schemas.frames import FIGURES, STATUSES, Findings, Submissions, columns
from schemas.ledger import DUPLICATE
from schemas.period import Period
from tasks.compute import field_achievement, regency_achievement, service_achievement
from tasks.consolidate import province_achievement
from tasks.identify import names_by_code
from tasks.ledger import Ledger, counting

_, _, REJECTED, MISSING = STATUSES


@dataclass(frozen=True)
class Quarter:
    """A province's quarter as known at `as_of`, which is in the province's time zone."""

    province_code: str
    period: Period
    as_of: datetime

    @property
    def regions(self) -> pd.DataFrame:
        """Every regency of the province."""
        return catalogue.regencies(self.province_code)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(catalogue.province(self.province_code)["timezone"])

    @property
    def deadline(self) -> datetime:
        return catalogue.deadline(self.period, self.province_code)


def gather(
    ledger: Ledger, quarter: Quarter, settings: ProvinceSettings, archive: Path
) -> tuple[Consolidated, list[Answer]]:
    """The consolidated quarter, and the rejected submissions that still wait for a good one."""
    files = ledger.files(quarter.province_code, quarter.period, quarter.as_of)
    files = files[files["status"] != DUPLICATE]
    counted = counting(files)
    own = counted["regency_code"] == quarter.province_code
    unanswered = _open_files(files, counted)
    found = ledger.findings([int(id_) for id_ in unanswered["id"]])
    regencies = _figures(ledger, counted[~own])
    achievements = _achievements(regencies, _figures(ledger, counted[own]), quarter, settings)
    consolidated = Consolidated(
        province_code=quarter.province_code,
        province_name=catalogue.province(quarter.province_code)["name"],
        period=quarter.period,
        as_of=quarter.as_of,
        deadline=quarter.deadline,
        method={key: str(value) for key, value in settings.model_dump(exclude={"severity"}).items()},
        regions=quarter.regions[["code", "name", "kind"]],
        submissions=submission_states(files, quarter),
        intake=_intake(files, counted, quarter),
        findings=_findings(unanswered, found),
        own_status=_state(files[files["regency_code"] == quarter.province_code])[0],
        **regencies,
        **achievements,
    )
    return consolidated, _answers(unanswered, found, archive)


def submission_states(files: pd.DataFrame, quarter: Quarter) -> pd.DataFrame:
    """`schemas.frames.Submissions`: a row for every regency of the province, also where nothing came."""
    rows = []
    for region in quarter.regions.itertuples():
        status, shown = _state(files[files["regency_code"] == region.code])
        if shown is None:
            rows.append((region.code, region.name, status, pd.NA, "", "", "", "", 0, 0))
            continue
        received, on_time = _receipt(shown["received_at"], quarter)
        told = [shown[name] for name in ("revision", "file_name", "sha256")]
        counts = [shown[name] for name in ("errors", "warnings")]
        rows.append((region.code, region.name, status, *told, received, on_time, *counts))
    frame = pd.DataFrame(rows, columns=columns(Submissions)).astype({"revision": "Int64"})
    return Submissions.validate(frame)


def _state(files: pd.DataFrame) -> tuple[str, pd.Series | None]:
    """Status of a regency and the submission that shows it: the counting one, else the last rejected one."""
    if files.empty:
        return MISSING, None
    counted = counting(files)
    shown = (counted if len(counted) else files).iloc[-1]
    return shown["status"], shown


def _receipt(received: pd.Timestamp, quarter: Quarter) -> tuple[str, str]:
    local = received.to_pydatetime().astimezone(quarter.zone)
    return local.isoformat(timespec="seconds"), "ya" if local <= quarter.deadline else "tidak"


def _open_files(files: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """The submissions whose findings still say something: those that count, the last of each regency, the nameless."""
    nameless = files["regency_code"] == ""
    last = files[~nameless].drop_duplicates("regency_code", keep="last")
    return files[nameless | files["id"].isin(counted["id"]) | files["id"].isin(last["id"])]


def _figures(ledger: Ledger, counted: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Sheet key -> figures with `regency_code` in place of `submission`."""
    ids = [int(id_) for id_ in counted["id"]]
    codes = counted.set_index("id")["regency_code"]
    found = {}
    for key in FIGURES:
        frame = ledger.figures(key, ids)
        frame.insert(0, "regency_code", frame.pop("submission").map(codes).astype("str"))
        found[key] = frame.sort_values(["regency_code", "row"], ignore_index=True)
    return found


def _achievements(
    regencies: dict[str, pd.DataFrame], own: dict[str, pd.DataFrame], quarter: Quarter, settings: ProvinceSettings
) -> dict[str, pd.DataFrame]:
    regions, categories = quarter.regions, catalogue.table("categories")
    services = catalogue.services(catalogue.layout_for("kabkota").version)
    service = service_achievement(regencies["recipients"], regencies["quality"], services, settings)
    field = field_achievement(service, services)
    own_services = catalogue.services(catalogue.layout_for("provinsi").version)
    own_service = service_achievement(own["recipients"], own["quality"], own_services, settings)
    province = province_achievement(
        service,
        field,
        regencies["quality"],
        regions=regions,
        services=services,
        categories=categories,
        method=settings,
        own_field=field_achievement(own_service, own_services),
    )
    return {
        "service": service,
        "field": field,
        "regency": regency_achievement(field, regions, categories),
        "province": province,
        "own_service": own_service,
        "own_budget": own["budget"],
    }


def _intake(files: pd.DataFrame, counted: pd.DataFrame, quarter: Quarter) -> pd.DataFrame:
    receipts = [_receipt(received, quarter) for received in files["received_at"]]
    frame = files.assign(
        regency_name=[_region_name(code) for code in files["regency_code"]],
        received_at=[received for received, _ in receipts],
        on_time=[on_time for _, on_time in receipts],
        counts=files["id"].isin(counted["id"]),
    )
    wanted = ["regency_code", "regency_name", "revision", "file_name", "sha256", "received_at", "on_time", "status"]
    wanted += ["errors", "warnings", "counts"]
    return frame.sort_values(["regency_code", "revision"], ignore_index=True)[wanted]


def _region_name(code: str) -> str:
    return names_by_code("provinsi" if len(code) == 2 else "kabkota").get(code, "")


def _findings(files: pd.DataFrame, found: dict[int, list[Finding]]) -> pd.DataFrame:
    rows = [
        (file.regency_code, file.file_name, one.rule, str(one.severity), one.sheet, one.cell, one.value, _told(one))
        for file in files.sort_values(["regency_code", "revision"]).itertuples()
        for one in found[file.id]
    ]
    return Findings.validate(pd.DataFrame(rows, columns=columns(Findings)).astype("str"))


def _told(finding: Finding) -> str:
    """The sentence, and what the sender wrote about it: an explained warning needs no more."""
    if not finding.explanation:
        return finding.message
    return f"{finding.message} Penjelasan pengirim: {finding.explanation}"


def _answers(files: pd.DataFrame, found: dict[int, list[Finding]], archive: Path) -> list[Answer]:
    rejected = files[files["status"] == REJECTED]
    named = rejected[rejected["regency_code"] != ""].drop_duplicates("regency_code", keep="last")
    nameless = rejected[rejected["regency_code"] == ""]
    return [
        Answer(
            name=file.regency_code or f"tanpa-kode-{file.sha256[:8]}",
            file_name=file.file_name,
            original=archive / file.archived,
            kind=file.kind,
            regency_name=_region_name(file.regency_code),
            status=file.status,
            findings=found[file.id],
        )
        for file in pd.concat([named, nameless]).itertuples()
    ]
