"""Corrections of the province: what may be written, when they are made, and when they refuse."""

import dataclasses
import json
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from config.corrections import load_corrections
from config.settings import ProvinceSettings, settings
from schemas.consolidated import Consolidated
from schemas.correction import Correction, CorrectionError
from schemas.finding import Severity
from schemas.period import Period
from schemas.submission import Checked
from tasks.compute.corrections import corrections_of
from tasks.compute.counting import counting, counting_figures
from tasks.compute.gather import gather
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.manifest import manifest_text
from tasks.report.tables.lookups import facts_of
from tasks.report.tables.method import method_tables
from tests.builders import AS_OF, PROVINSI, Book, checked

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
SETTINGS = settings().of_province("62")
QUARTER = Quarter("62", PERIOD, (AS_OF + timedelta(days=20)).astimezone(Quarter("62", PERIOD, AS_OF).zone))
EXAMPLE = Path(__file__).parents[2] / "config" / "corrections.example.toml"
HEALTH_ROW = 9
"""K-KES-01 in a clean book; its served people stand in G9."""


def entry(**changed: object) -> dict[str, object]:
    """A correction as a province writes it: served people of K-KES-01 from 1000 to 900. None leaves a line out."""
    written = {
        "regency_code": "62.01",
        "period": "2024-TW4",
        "sheet": "Penerima",
        "service_code": "K-KES-01",
        "column": "Jumlah Terlayani",
        "expected": 1000,
        "value": 900,
        "reason": "Salah ketik",
        "source": "Surat Dinas Kesehatan, 12 Februari 2025",
        "by": "Biro Pemerintahan",
    } | changed
    return {name: value for name, value in written.items() if value is not None}


def loaded(folder: Path, *entries: dict[str, object], name: str = "a.toml") -> tuple[Correction, ...]:
    """The site's corrections after these were added in a file of their own (JSON texts and numbers are TOML's too)."""
    folder.mkdir(exist_ok=True)
    blocks = ["\n".join(f"{key} = {json.dumps(value)}" for key, value in one.items()) for one in entries]
    (folder / name).write_text("".join(f"[[correction]]\n{block}\n" for block in blocks), encoding="utf-8")
    return load_corrections(folder)


def book(served: object = 1000) -> Book:
    made = Book()
    made["Penerima", f"G{HEALTH_ROW}"] = served
    return made


def sent(one: Book, sha: str, days: float = 0.0) -> Checked:
    context = Context(AS_OF + timedelta(days=30), "62", PERIOD)
    return checked(one, context, sha256=sha, file_name=f"{sha}.xlsx", received=AS_OF + timedelta(days=days))


class Site:
    """A province's ledger and its folder of corrections."""

    def __init__(self, home: Path, ledger: Ledger) -> None:
        self.ledger, self.home = ledger, home

    def counts(self, *corrections: dict[str, object], method: ProvinceSettings = SETTINGS) -> dict[str, pd.DataFrame]:
        """The figures that the report is computed from."""
        made = corrections_of(loaded(self.home / "corrections", *corrections), "62", PERIOD)
        counted = counting(self.ledger.files("62", PERIOD, QUARTER.as_of))
        return counting_figures(self.ledger, counted, made, method)

    def reports(self, *corrections: dict[str, object]) -> Consolidated:
        made = loaded(self.home / "corrections", *corrections)
        return gather(self.ledger, QUARTER, SETTINGS, made)


def ledger_of(folder: Path, *submissions: Checked) -> Ledger:
    ledger = Ledger(f"sqlite:///{folder / 'spm.db'}")
    ledger.record("62", list(submissions))
    return ledger


@pytest.fixture(scope="module")
def clean_ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return ledger_of(tmp_path_factory.mktemp("ledger"), sent(book(), "a"))


@pytest.fixture
def site(tmp_path: Path, clean_ledger: Ledger) -> Site:
    """One clean submission, and no corrections yet."""
    return Site(tmp_path, clean_ledger)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory, clean_ledger: Ledger) -> Consolidated:
    """The report of that submission with one correction."""
    return Site(tmp_path_factory.mktemp("site"), clean_ledger).reports(entry())


def health(report: Consolidated) -> dict[str, float]:
    return report.service.set_index(["regency_code", "service_code"]).loc[("62.01", "K-KES-01")].to_dict()


def test_the_book_of_these_examples_has_the_health_service_in_its_row() -> None:
    assert Book()["Penerima", f"B{HEALTH_ROW}"] == "K-KES-01"


def test_the_delivered_example_is_a_correction(tmp_path: Path) -> None:
    (tmp_path / "contoh.toml").write_bytes(EXAMPLE.read_bytes())
    (one,) = load_corrections(tmp_path)
    assert (one.sheet, one.code, one.column, one.expected, one.value) == (
        "recipients",
        "K-KES-01",
        "target",
        12000,
        1200,
    )


def test_a_site_without_corrections_has_none(tmp_path: Path) -> None:
    assert load_corrections(tmp_path / "corrections") == ()


REFUSED = {
    "unknown key": ({"nilai": 1}, "isian 'nilai' tidak dikenal"),
    "missing reason": ({"reason": None}, "isian 'reason' belum ada"),
    "blank reason": ({"reason": "  "}, "'reason' tidak dapat bernilai '  '"),
    "no source": ({"source": None}, "isian 'source' belum ada"),
    "text as number": ({"value": "900"}, "'value' tidak dapat bernilai '900'"),
    "period": ({"period": "2024-TW5"}, "'period' tidak dapat bernilai '2024-TW5'"),
    "regency": ({"regency_code": "62.99"}, "kode wilayah '62.99' tidak dikenal"),
    "sheet": ({"sheet": "Tahapan"}, "lembar 'Tahapan' tidak dikenal; yang dapat dikoreksi 'Penerima', 'Mutu'"),
    "column": ({"column": "Capaian (%)"}, "kolom 'Capaian (%)' bukan angka isian; pilih 'Jumlah yang Harus Dilayani'"),
    "service": ({"service_code": "K-KES-99"}, "kode 'K-KES-99' tidak ada pada formulir SPM-KK-2025.1"),
    "service of a province": ({"service_code": "P-DIK-01"}, "kode 'P-DIK-01' tidak ada pada formulir"),
    "item on Penerima": ({"item_code": "K-KES-01.PMK6.01"}, "lembar 'Penerima' memerlukan 'service_code' saja"),
    "service on Mutu": ({"sheet": "Mutu", "column": "available"}, "lembar 'Mutu' memerlukan 'item_code' saja"),
    "number for a statement": ({"column": "Nihil"}, "'expected' untuk kolom 'Nihil' harus berupa true atau false"),
    "statement for a number": ({"value": True}, "'value' untuk kolom 'Jumlah Terlayani' harus berupa angka"),
    "nothing changed": ({"value": 1000}, "'value' sama dengan 'expected'"),
}


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_correction_is_refused_by_file_and_entry(
    tmp_path: Path, wrong: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CorrectionError) as refused:
        loaded(tmp_path, entry(service_code="K-KES-02"), entry(**wrong))
    assert str(refused.value).startswith("Koreksi ke-2 dalam 'a.toml': ")
    assert sentence in str(refused.value)


def test_two_corrections_of_one_cell_are_refused_whatever_they_call_it(tmp_path: Path) -> None:
    loaded(tmp_path, entry())
    with pytest.raises(CorrectionError, match=r"Koreksi ke-1 dalam 'b.toml': sel yang sama .* ke-1 dalam 'a.toml'"):
        loaded(tmp_path, entry(sheet="recipients", column="served", value=800), name="b.toml")


@pytest.mark.parametrize("content", ["correction = 1", "[correction]\n", "[[corrections]]\n", "[[correction]", b"\xff"])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, content: str | bytes) -> None:
    (tmp_path / "a.toml").write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(CorrectionError, match=r"Berkas koreksi 'a\.toml'"):
        load_corrections(tmp_path)


def test_a_correction_changes_the_figure_and_all_that_is_computed_from_it(corrected: Consolidated) -> None:
    assert health(corrected)["served"] == 900
    assert health(corrected)["recipient_pct"] == pytest.approx(90)
    assert corrected.regency["regency_index"].item() < 100
    assert [one.value for one in corrected.corrections] == [900]


def test_a_correction_leaves_the_ledger_as_it_was(site: Site) -> None:
    before = site.ledger.figures("recipients", [1])
    site.counts(entry())
    assert site.ledger.figures("recipients", [1]).equals(before)


def test_only_the_corrected_cell_changes(site: Site) -> None:
    plain, corrected = site.counts(), site.counts(entry())
    (changed,) = [key for key, frame in plain.items() if not frame.equals(corrected[key])]
    differences = plain[changed].compare(corrected[changed])
    assert list(differences.columns.get_level_values(0).unique()) == ["served"]
    assert len(differences) == 1


def test_quality_and_budget_are_corrected_too(site: Site) -> None:
    item = Book()["Mutu", "C6"]
    quality = {"sheet": "Mutu", "service_code": None, "item_code": item, "column": "available", "expected": 10}
    budget = {"sheet": "Anggaran", "column": "Realisasi (Rp)", "expected": 400_000_000, "value": 300_000_000}
    counted = site.counts(entry(**quality, value=5), entry(**budget))
    assert counted["quality"].set_index("item_code").loc[item, "available"] == 5
    assert counted["budget"].set_index("service_code").loc["K-KES-01", "realised"] == 300_000_000


def test_a_regency_that_is_not_nihil_after_all(tmp_path: Path) -> None:
    nihil = book(0)
    nihil["Penerima", f"F{HEALTH_ROW}"], nihil["Penerima", f"J{HEALTH_ROW}"] = 0, "Ya"
    nihil["Anggaran", f"E{HEALTH_ROW}"] = 0
    for row, cells in enumerate(nihil.sheets["Mutu"], 1):
        if cells[1:2] == ["K-KES-01"]:
            nihil["Mutu", f"G{row}"] = nihil["Mutu", f"H{row}"] = 0
    site = Site(tmp_path, ledger_of(tmp_path, sent(nihil, "a")))
    target, statement = entry(column="target", expected=0, value=50), entry(column="Nihil", expected=True, value=False)
    row = site.counts(target, statement)["recipients"].set_index("service_code").loc["K-KES-01"]
    assert (row["target"], bool(row["nihil"])) == (50, False)
    with pytest.raises(CorrectionError, match="melanggar R06"):
        site.counts(target)


def test_the_provinces_own_form_is_corrected_like_any_other(tmp_path: Path) -> None:
    site = Site(tmp_path, ledger_of(tmp_path, sent(Book(PROVINSI), "a")))
    counted = site.counts(entry(regency_code="62", service_code="P-DIK-01"))
    assert counted["recipients"].set_index("service_code").loc["P-DIK-01", "served"] == 900


def test_corrections_of_other_quarters_and_provinces_are_ignored(site: Site) -> None:
    report = site.reports(entry(period="2024-TW3"), entry(regency_code="63.01"))
    assert health(report)["served"] == 1000
    assert report.corrections == ()


def test_a_new_revision_with_another_value_fails_loudly(tmp_path: Path) -> None:
    site = Site(tmp_path, ledger_of(tmp_path, sent(book(), "a"), sent(book(served=950), "b", days=1)))
    with pytest.raises(CorrectionError) as failed:
        site.counts(entry())
    assert str(failed.value) == (
        "Koreksi ke-1 dalam 'a.toml' (62.01, Penerima, K-KES-01, Jumlah Terlayani) tidak dapat diterapkan: nilai lama "
        "seharusnya 1.000, tetapi dalam laporan tertulis 950. Periksa laporan terbarunya, lalu perbarui atau hapus "
        "koreksi ini."
    )


def test_a_correction_for_a_regency_that_does_not_count_fails_loudly(tmp_path: Path) -> None:
    site = Site(tmp_path, ledger_of(tmp_path, sent(book(served=-1), "a")))
    with pytest.raises(CorrectionError, match="tidak mempunyai laporan 2024-TW4 yang diterima"):
        site.counts(entry(expected=-1))


def test_a_correction_of_a_row_that_is_gone_fails_loudly(tmp_path: Path) -> None:
    short = book()
    short.drop_row("Penerima", HEALTH_ROW)
    accepted = dataclasses.replace(sent(short, "a"), findings=[])  # as where a province lets a missing row pass
    site = Site(tmp_path, ledger_of(tmp_path, accepted))
    with pytest.raises(CorrectionError, match="yang dihitung tidak mempunyai baris itu"):
        site.counts(entry())


def test_every_correction_that_no_longer_stands_is_named(site: Site) -> None:
    with pytest.raises(CorrectionError, match=r"Koreksi ke-1 dalam .* Koreksi ke-3 dalam ") as failed:
        site.counts(entry(expected=1), entry(service_code="K-KES-02"), entry(service_code="K-KES-03", expected=2))
    assert "Koreksi ke-2" not in str(failed.value)


@pytest.mark.parametrize(("value", "rule"), [(-1, "C03"), (900.5, "C04"), (1501, "R14")])
def test_a_correction_may_not_bring_in_what_a_sender_may_not_send(site: Site, value: float, rule: str) -> None:
    with pytest.raises(CorrectionError, match=rf"Koreksi ke-1 dalam 'a.toml' membuat 62.01 Penerima!G9 .* {rule}: "):
        site.counts(entry(value=value))


def test_a_province_that_lets_a_rule_pass_lets_it_pass_for_its_corrections(site: Site) -> None:
    lenient = SETTINGS.model_copy(update={"severity": {"R14": Severity.WARNING}})
    served = site.counts(entry(value=1501), method=lenient)["recipients"].set_index("service_code")["served"]
    assert served["K-KES-01"] == 1501


def test_the_manifest_names_the_corrections_with_the_hash_of_their_file(
    corrected: Consolidated, tmp_path: Path
) -> None:
    (one,) = json.loads(manifest_text(corrected, tmp_path / "laporan"))["corrections"]
    assert (one["regency_code"], one["period"], one["expected"], one["value"]) == ("62.01", "2024-TW4", 1000, 900)
    assert (one["file"], one["sha256"]) == ("a.toml", corrected.corrections[0].sha256)


def test_the_report_shows_what_was_corrected_and_why(corrected: Consolidated) -> None:
    tables = {one.title: one for one in method_tables(facts_of(corrected))}
    shown = tables["Angka yang dikoreksi provinsi"].frame
    assert shown.to_dict("records") == [
        {
            "name": "62.01 Kabupaten Kotawaringin Barat",
            "text": "Penerima, K-KES-01, Jumlah Terlayani. Salah ketik. "
            "Dasar: Surat Dinas Kesehatan, 12 Februari 2025 (Biro Pemerintahan).",
            "was": 1000,
            "becomes": 900,
        }
    ]
