"""How a run is summed up: what counts as something to do, and for whom."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from schemas.consolidated import Consolidated
from schemas.submission import answer_name
from schemas.wording import KEPT
from tasks.home.trouble import Trouble
from tasks.notify.run_summary import markdown, rows, summarise
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole


def everybody_reported() -> Consolidated:
    return consolidated(missing=(), rejected=())


def days_before_deadline(days: float, **changed: object) -> Consolidated:
    base = consolidated(**changed)
    return replace(base, as_of=base.deadline - timedelta(days=days))


def test_a_quarter_in_which_everybody_was_accepted_is_done() -> None:
    summary = summarise(everybody_reported())
    assert (summary.state, summary.outcome) == ("Selesai", "14 kabupaten/kota sudah diterima")


def test_a_rejected_submission_needs_somebody_at_any_time() -> None:
    summary = summarise(days_before_deadline(60, missing=(), rejected=("62.05",)))
    assert (summary.state, summary.outcome) == ("Perlu tindakan", "1 ditolak")
    assert "Kabupaten Barito Utara" in markdown(summary)


def test_missing_reports_are_chased_from_ten_days_before_the_deadline() -> None:
    early = summarise(days_before_deadline(10.1, missing=("62.07",), rejected=()))
    near = summarise(days_before_deadline(10, missing=("62.07",), rejected=()))
    assert (early.state, near.state) == ("Selesai", "Perlu tindakan")
    assert "1 belum lapor (batas waktu 20 Januari 2025" in early.outcome
    assert "Tagih laporan" not in markdown(early)
    assert "Tagih laporan: Kabupaten Seruyan." in markdown(near)


def test_files_we_could_not_read_are_our_own_task() -> None:
    summary = summarise(everybody_reported(), troubles=(Trouble("a.xlsx", "membaca", "tidak ada izin memakainya"),))
    assert summary.state == "Perlu tindakan"
    assert "1 berkas belum selesai karena gangguan" in summary.outcome
    assert "gagal membaca, tidak ada izin memakainya." in markdown(summary)


def test_a_rejected_revision_is_told_even_where_an_earlier_one_counts() -> None:
    base = everybody_reported()
    last = base.intake[base.intake["regency_code"] == "62.03"].iloc[[-1]]
    worse = last.assign(revision=last["revision"] + 1, status="ditolak", counts=False)
    summary = summarise(replace(base, intake=pd.concat([base.intake, worse], ignore_index=True)))
    assert (summary.rejected, summary.kept, summary.state) == ((), ("Kabupaten Kapuas",), "Perlu tindakan")
    assert f"Minta perbaikan, {KEPT}: Kabupaten Kapuas." in markdown(summary)
    assert set(summary.regencies["status"]) <= {"diterima", "diterima dengan catatan"}
    assert summary.outcome == "1 berkas perbaikan ditolak"
    assert ", 0 ditolak," in markdown(summary), "one state is told by one number"


def test_a_file_that_is_nobodys_stands_for_itself() -> None:
    base = everybody_reported()
    stray = base.intake.iloc[[0]].assign(regency_code="", regency_name="", file_name="scan.xlsx", status="ditolak")
    stray["counts"] = False
    base = replace(base, intake=pd.concat([stray, base.intake], ignore_index=True))
    assert summarise(base).rejected == ("scan.xlsx",)
    assert summarise(base).outcome == "1 berkas tanpa kode daerah ditolak"
    again = summarise(base, answered={answer_name("", stray["sha256"].iloc[0])})
    assert (again.rejected, again.state) == ((), "Selesai")


def test_a_file_of_another_province_is_called_so() -> None:
    """It was told as a revision, or as a file of nobody."""
    base = everybody_reported()
    of_others = {"regency_code": "63.01", "regency_name": "Kabupaten Tanah Laut", "status": "ditolak", "counts": False}
    stray = base.intake.iloc[[0]].assign(file_name="63.01.xlsx", **of_others)
    summary = summarise(replace(base, intake=pd.concat([base.intake, stray], ignore_index=True)))
    assert summary.outcome == "1 berkas milik provinsi lain ditolak"
    assert "Kabupaten Tanah Laut (milik provinsi lain)" in markdown(summary)


def test_the_provinces_own_rejected_report_is_nobody_elses() -> None:
    """It was told as a file of a regency that nobody knows."""
    base = everybody_reported()
    own = base.intake.iloc[[0]].assign(regency_code="62", regency_name="Provinsi Kalimantan Tengah", status="ditolak")
    own["counts"] = False
    summary = summarise(replace(base, intake=pd.concat([own, base.intake], ignore_index=True)))
    assert (summary.rejected, summary.outcome) == (
        ("Provinsi Kalimantan Tengah",),
        "laporan pemerintah provinsi ditolak",
    )


def test_every_regency_has_a_row_and_who_is_missing_has_no_index() -> None:
    shown = {row["Kode"]: row for row in rows(summarise(consolidated(missing=("62.07",))))}
    assert len(shown) == 14
    assert (shown["62.07"]["Status"], shown["62.07"]["Indeks"], shown["62.07"]["Revisi"]) == ("belum lapor", "-", "-")
    assert "," in shown["62.01"]["Indeks"]
