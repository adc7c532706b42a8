"""The manifest of a published report: every input and output with its hash, and the versions behind the figures."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from config import catalogue
from schemas.approval import Approval
from schemas.consolidated import Consolidated
from schemas.correction import Correction
from schemas.external import ExternalIndex
from schemas.failure import Failure

MANIFEST = "manifest.json"


class NoReport(Failure, ValueError):
    """There is nothing to verify."""


@dataclass(frozen=True)
class Verified:
    """A published report against its manifest: names of files, sorted. `count` is how many the manifest lists.

    `digest` is the SHA-256 of the manifest itself, which the ledger keeps of every report it has published.
    """

    folder: Path
    province_code: str
    period: str
    digest: str
    count: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not (self.changed or self.missing or self.unknown)


def manifest_text(consolidated: Consolidated, folder: Path) -> str:
    """The manifest of the report that lies in `folder`, as JSON. The same report gives the same text."""
    content = {
        "province_code": consolidated.province_code,
        "province_name": consolidated.province_name,
        "period": consolidated.period.key,
        "as_of": consolidated.as_of.isoformat(),
        "deadline": consolidated.deadline.isoformat(),
        "program": {"name": "spm-provinsi", "version": version("spm-provinsi")},
        "approval": _approval(consolidated.approval),
        "method": consolidated.method,
        "corrections": _with_period(consolidated.corrections),
        "external": _with_period(consolidated.external),
        "external_elsewhere": [one.key for one in consolidated.external_elsewhere],
        "versions": catalogue.versions(),
        "inputs": _inputs(consolidated),
        "outputs": _outputs(folder),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def digests(folder: Path) -> dict[str, str]:
    """Name -> SHA-256 of every file of a report but its manifest."""
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in _files(folder)}


def published_digests(folder: Path) -> dict[str, str] | None:
    """As `digests`, of a published report that still is as its manifest says; None where there is none."""
    try:
        stated = _stated(folder)
    except (OSError, NoReport):
        return None
    return stated if stated == digests(folder) else None


def published_moment(folder: Path) -> datetime | None:
    """The moment whose state the report in `folder` shows; None where there is no report."""
    try:
        return datetime.fromisoformat(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def verify_reports(place: Path) -> list[Verified]:
    """Every report in `place`, which is the folder of one, of a province or the whole outbox.

    Raises NoReport where there is none, or one whose manifest cannot be read.
    """
    folders = sorted(path.parent for path in place.rglob(MANIFEST) if not _hidden(path.relative_to(place)))
    if not folders:
        raise NoReport(f"Di '{place}' tidak ada laporan: tidak ada {MANIFEST}.")
    return [_verified(folder) for folder in folders]


def _verified(folder: Path) -> Verified:
    stated, found = _stated(folder), digests(folder)
    content = (folder / MANIFEST).read_bytes()
    named = json.loads(content)
    return Verified(
        folder,
        str(named.get("province_code", "")),
        str(named.get("period", "")),
        sha256(content).hexdigest(),
        len(stated),
        changed=tuple(sorted(name for name in stated.keys() & found.keys() if stated[name] != found[name])),
        missing=tuple(sorted(stated.keys() - found.keys())),
        unknown=tuple(sorted(found.keys() - stated.keys())),
    )


def _stated(folder: Path) -> dict[str, str]:
    """Name -> SHA-256 as the manifest says. Raises NoReport where it says nothing, OSError where it cannot be read."""
    try:
        outputs = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["outputs"]
        return {output["file"]: output["sha256"] for output in outputs}
    except (ValueError, KeyError, TypeError) as error:
        raise NoReport(f"'{folder / MANIFEST}' rusak: daftar berkasnya tidak terbaca.") from error


def _hidden(path: Path) -> bool:
    """A report that is being written, or that a crash left behind."""
    return any(part.startswith(".") for part in path.parts)


def _inputs(consolidated: Consolidated) -> list[dict[str, object]]:
    """A file that was received, in the order of the intake."""
    told = ["file_name", "sha256", "regency_code", "revision", "status", "counts"]
    return consolidated.intake[told].to_dict("records")


def _with_period(told: Iterable[Correction | ExternalIndex]) -> list[dict[str, object]]:
    return [{**vars(one), "period": one.period.key} for one in told]


def _approval(one: Approval | None) -> dict[str, object] | None:
    """Who approved the report and when; None for a provisional one."""
    return {**vars(one), "decided_at": one.decided_at.isoformat()} if one else None


def _outputs(folder: Path) -> list[dict[str, object]]:
    return [
        {"file": name, "size": path.stat().st_size, "sha256": sha256(path.read_bytes()).hexdigest()}
        for name, path in _files(folder)
    ]


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = (path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return sorted((path.relative_to(folder).as_posix(), path) for path in found)
