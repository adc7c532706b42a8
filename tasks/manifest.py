"""The manifest of a published report: every input and output with its hash, and the versions behind the figures."""

import json
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from config import catalogue
from schemas.consolidated import Consolidated
from schemas.correction import Correction

MANIFEST = "manifest.json"


def manifest_text(consolidated: Consolidated, folder: Path) -> str:
    """The manifest of the report that lies in `folder`, as JSON. The same report gives the same text."""
    content = {
        "province_code": consolidated.province_code,
        "province_name": consolidated.province_name,
        "period": consolidated.period.key,
        "as_of": consolidated.as_of.isoformat(),
        "deadline": consolidated.deadline.isoformat(),
        "program": {"name": "spm-provinsi", "version": version("spm-provinsi")},
        "method": consolidated.method,
        "corrections": [_correction(one) for one in consolidated.corrections],
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
        outputs = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["outputs"]
        stated = {output["file"]: output["sha256"] for output in outputs}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stated if stated == digests(folder) else None


def _inputs(consolidated: Consolidated) -> list[dict[str, object]]:
    """A file that was received, in the order of the intake."""
    rows = consolidated.intake[["file_name", "sha256", "regency_code", "revision", "status", "counts"]]
    return [
        {
            "file_name": row.file_name,
            "sha256": row.sha256,
            "regency_code": row.regency_code,
            "revision": int(row.revision),
            "status": row.status,
            "counts": bool(row.counts),
        }
        for row in rows.itertuples()
    ]


def _correction(one: Correction) -> dict[str, object]:
    """A correction that was made, with the hash of the file it stands in."""
    return {**vars(one), "period": one.period.key}


def _outputs(folder: Path) -> list[dict[str, object]]:
    return [
        {"file": name, "size": path.stat().st_size, "sha256": sha256(path.read_bytes()).hexdigest()}
        for name, path in _files(folder)
    ]


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = (path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return sorted((path.relative_to(folder).as_posix(), path) for path in found)
