"""What a report rests on, as digests: as long as they stay the same, a new report would say the same."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from config import catalogue
from config.corrections import load_corrections
from config.external import load_external
from config.settings import ProvinceSettings, Settings
from schemas.correction import Correction
from schemas.external import ExternalIndex
from schemas.ledger import publications
from schemas.reminder import REMIND, stage_at
from tasks.compute.corrections import corrections_of
from tasks.compute.external import external_of, of_other_quarters
from tasks.home.program import program
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.manifest import MANIFEST, published_digests

_BESIDES = {"reminder_days", "letter", "satu_data"}
"""Settings that decide no figure."""
_PARTS = {"settings": "method", "reference": "versions", "corrections": "corrections"}


@dataclass(frozen=True)
class Basis:
    """`data`: everything that decides a figure, a verdict or a finding of the quarter. `circumstances`: what the report
    tells besides, such as whether the deadline has passed and what came for other quarters. The others are parts of
    `data`; indices from outside are one with the corrections, the province's own word beside what was sent."""

    data: str
    circumstances: str
    program: str
    settings: str
    reference: str
    corrections: str


def basis(
    ledger: Ledger,
    quarter: Quarter,
    settings: ProvinceSettings,
    corrections: Sequence[Correction] = (),
    external: Sequence[ExternalIndex] = (),
) -> Basis:
    """The basis of a report on `quarter` as the ledger stands."""
    submissions = ledger.files(quarter.province_code, quarter.period, quarter.as_of)
    told = *corrections_of(corrections, quarter.province_code, quarter.period), *external_of(external, quarter)
    data = {
        "submissions": submissions[["id", "sha256", "status"]].astype(str).to_dict("records"),
        "method": settings.model_dump(mode="json", exclude=_BESIDES),
        "corrections": [str(one) for one in told],
        "versions": catalogue.versions(),
        "program": program(),
    }
    parts = {name: _digest(data[key]) for name, key in _PARTS.items()}
    return Basis(
        _digest(data), _digest(_circumstances(ledger, quarter, settings, external)), program=data["program"], **parts
    )


def basis_of(site: Settings, ledger: Ledger, quarter: Quarter) -> Basis:
    """By the settings of a site, and what it has written down beside what was sent, as it stands now."""
    given = load_corrections(site.corrections), load_external(site.external)
    return basis(ledger, quarter, site.of_province(quarter.province_code), *given)


def _circumstances(
    ledger: Ledger, quarter: Quarter, settings: ProvinceSettings, external: Sequence[ExternalIndex]
) -> dict[str, object]:
    left = quarter.deadline - quarter.as_of
    return {
        "deadline": "passed" if left.total_seconds() < 0 else "near" if left <= REMIND else "far",
        "reminder": stage_at(quarter.as_of, quarter.deadline, settings.reminder_days),
        "settings": settings.model_dump(mode="json", include=_BESIDES),
        "received": ledger.received(quarter.province_code, quarter.as_of),
        "external_elsewhere": [one.key for one in of_other_quarters(external, quarter)],
    }


def is_published(ledger: Ledger, quarter: Quarter, basis: Basis, folder: Path) -> bool:
    """Whether the report in `folder` is the last one published, rests on this, and still lies there unchanged."""
    last = ledger.rows(publications, **quarter.key, final=False)[-1:]
    return (
        bool(last)
        and (last[0].data, last[0].circumstances) == (basis.data, basis.circumstances)
        and last[0].manifest == manifest_digest(folder)
        and published_digests(folder) is not None
    )


def manifest_digest(folder: Path) -> str:
    """SHA-256 of a report's manifest, and with it of the whole report; '' where there is none."""
    path = folder / MANIFEST
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
