"""Puts a province's report in place: written aside, verified, then moved, so that a reader never meets half of it."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import pandas as pd
from python_calamine import CalamineWorkbook
from xlsxwriter.exceptions import FileCreateError

from config import catalogue
from config.settings import ReadLimits
from schemas.consolidated import Answer, Consolidated
from schemas.espm import FOLDER
from schemas.failure import Failure
from schemas.period import Period
from tasks.answer.copies import write_copies
from tasks.espm.export import espm_tables
from tasks.espm.write import write_espm
from tasks.home.os_faults import words_of
from tasks.home.trouble import STRICT, Troubles
from tasks.publish.manifest import MANIFEST, digests, manifest_text, published_digests
from tasks.report.data import bps
from tasks.report.data.package import write_data_package
from tasks.report.data.parquet import write_parquet
from tasks.report.data.write import data_frames, read_data_file, write_data_files
from tasks.report.renderings import RENDERINGS, report_name
from tasks.report.tables.contents import report_tables
from tasks.report.tables.table import ReportTable

DATA, FEEDBACK = "data", "umpan-balik"

_AT_WORKING_FOLDER, _EXCHANGE = -100, 2
"""Arguments of Linux' renameat2."""


class PublishError(Failure, RuntimeError):
    """The report could not be published, and the former one stands."""


def publish(
    outbox: Path,
    consolidated: Consolidated,
    answers: list[Answer],
    limits: ReadLimits | None = None,
    beside: Mapping[str, bytes] = MappingProxyType({}),
    troubles: Troubles = STRICT,
) -> Path:
    """Publishes the report as `outbox/<province>/<period>/`, an approved one as `<period>-final`, one of a past moment
    as `<period>-per-<moment>`; returns the folder, untouched where nothing differs from what is published already.

    With `limits`, the annotated copies of .xls, .xlsb and .ods files hold their values too. `beside` are ready files
    that belong to the report (receipts, letters), by their place in the folder. Raises PublishError; the former
    report then stands.
    """
    with _written_aside(target := _place_of(consolidated, outbox)) as folder:
        _write(folder, consolidated)
        _write_copies(folder / FEEDBACK, answers, limits, troubles)
        write_beside(folder, beside)
        _verify_beside(folder, beside)
        (folder / MANIFEST).write_text(manifest_text(consolidated, folder), encoding="utf-8")
        if digests(folder) != published_digests(target):
            _flush(folder)
            _move_into_place(folder.rename(_beside(target, "siap")), target)
    return target


@contextmanager
def _written_aside(target: Path) -> Iterator[Path]:
    """The hidden folder in which a report is written. What is not in its place at the end goes; raises PublishError."""
    writing = _beside(target, "tulis")
    try:
        _recover_quarter(target)
        writing.mkdir(parents=True)
        yield writing
    except (OSError, FileCreateError) as error:
        raise PublishError(f"Laporan tidak dapat ditulis ke '{target}': {_reason(error)}. {_still(target)}") from error
    finally:
        for unfinished in (writing, _beside(target, "siap")):
            shutil.rmtree(unfinished, ignore_errors=True)


def answered(outbox: Path, province_code: str, period: Period) -> set[str]:
    """The names of the submissions that the published report has answered with an annotated copy."""
    return {path.stem for path in (outbox / province_code / period.key / FEEDBACK).glob("*.xlsx")}


def report_folder(outbox: Path, province_code: str, period: Period, edition: int = 0) -> Path:
    """Where the provisional report of a quarter lies, and beside it the final ones: `-final`, `-final-2`..."""
    ending = "" if not edition else "-final" if edition == 1 else f"-final-{edition}"
    return outbox / province_code / f"{period.key}{ending}"


def _place_of(consolidated: Consolidated, outbox: Path) -> Path:
    edition = consolidated.approval.edition if consolidated.approval else 0
    current = report_folder(outbox, consolidated.province_code, consolidated.period, edition)
    if consolidated.view is None:
        return current
    moment = consolidated.as_of
    return current.with_name(f"{current.name}-per-{moment:{'%Y%m%dT%H%M%S' if moment.second else '%Y%m%dT%H%M'}}")


def _write(folder: Path, consolidated: Consolidated) -> None:
    """The report and its data, read back."""
    tables, frames = report_tables(consolidated), data_frames(consolidated)
    for rendering in RENDERINGS:
        rendering.write(consolidated, tables, folder / f"{report_name(consolidated)}{rendering.ending}")
    write_data_files(frames, folder / DATA)
    write_parquet(frames, folder / DATA / "parquet")
    write_espm(consolidated, espm_tables(consolidated), folder / DATA / FOLDER)
    bps.write_bps_metadata(consolidated, folder / DATA / bps.FILE)
    write_data_package(consolidated, frames, folder / DATA, catalogue.espm())
    _verify(folder, consolidated, tables, frames)


def _write_copies(folder: Path, answers: list[Answer], limits: ReadLimits | None, troubles: Troubles) -> None:
    """Each is read back: one that does not open is left out, and told."""
    for answer in answers:
        with troubles.over(answer.file_name, "menandai"):
            try:
                write_copies(folder, [answer], limits)
                _verify_copy(folder / f"{answer.name}.xlsx")
            except BaseException:
                (folder / f"{answer.name}.xlsx").unlink(missing_ok=True)
                raise


def _verify_copy(path: Path) -> None:
    if not CalamineWorkbook.from_path(str(path)).sheet_names:
        raise PublishError(f"Buku kerja '{path.name}' tidak lengkap setelah ditulis.")


def write_beside(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def _verify_beside(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        if (folder / name).read_bytes() != content:
            raise PublishError(f"Berkas '{name}' terbaca kembali dengan isi lain; laporan tidak terbit.")


def _verify(
    folder: Path, consolidated: Consolidated, tables: list[ReportTable], frames: dict[str, pd.DataFrame]
) -> None:
    """Reads back what was written. Raises PublishError for what reads differently, OSError for what is not there."""
    for name, frame in frames.items():
        if not _same(read_data_file(folder / DATA / f"{name}.csv"), frame):
            raise PublishError(f"Berkas data '{name}.csv' terbaca kembali dengan isi lain; laporan tidak terbit.")
    for rendering in RENDERINGS:
        name = f"{report_name(consolidated)}{rendering.ending}"
        if not rendering.complete(tables, folder / name):
            raise PublishError(f"Laporan '{name}' tidak lengkap setelah ditulis; laporan tidak terbit.")


def _same(read: pd.DataFrame, written: pd.DataFrame) -> bool:
    return list(read.columns) == list(written.columns) and all(
        read[name].astype(object).equals(written[name].astype(object)) for name in written.columns
    )


def _move_into_place(ready: Path, target: Path) -> None:
    """At once where the system can exchange two folders, else in two renames; after a crash the next publication
    completes them."""
    former = _beside(target, "lama")
    if not target.exists():
        ready.rename(target)
    elif _exchanged(ready, target):
        ready.rename(former)
    else:
        target.rename(former)
        try:
            ready.rename(target)
        except OSError:
            former.rename(target)
            raise
    shutil.rmtree(former, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    at = _AT_WORKING_FOLDER
    return rename is not None and rename(at, os.fsencode(one), at, os.fsencode(other), _EXCHANGE) == 0


def _recover_quarter(target: Path) -> None:
    former, ready = _beside(target, "lama"), _beside(target, "siap")
    if former.exists() and not target.exists():
        (ready if ready.exists() else former).rename(target)
    for leftover in (former, ready, _beside(target, "tulis")):
        if leftover.exists():
            shutil.rmtree(leftover)


def _beside(target: Path, state: str) -> Path:
    """The hidden folder next to `target`: `tulis` being written, `siap` complete, `lama` the former report."""
    return target.with_name(f".{target.name}.{state}")


def _flush(folder: Path) -> None:
    """A report that is in place must also be on the disk, should the power fail now."""
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: Exception) -> str:
    cause = error if isinstance(error, OSError) else error.args[0] if error.args else error
    return words_of(cause) if isinstance(cause, OSError) else str(cause)


def _still(target: Path) -> str:
    return "Laporan sebelumnya tetap berlaku." if target.exists() else "Belum ada laporan yang terbit."
