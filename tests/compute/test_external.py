"""An index of Pendidikan from outside: what may be written, that it is shown, and that nothing counts it."""

import dataclasses
import json
from datetime import timedelta
from pathlib import Path

import pytest

from config.external import load_external
from config.settings import settings
from flows.command.failures import WRONG_USE, told
from schemas.external import ExternalError
from schemas.period import Period
from tasks.compute.external import external_of, of_other_quarters
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.fingerprint import basis
from tasks.publish.manifest import manifest_text
from tasks.report.data.write import data_frames
from tasks.report.page.write import page_html
from tasks.report.tables.contents import report_tables
from tests.builders import AS_OF
from tests.pages import Page
from tests.report_builders import consolidated

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
QUARTER = Quarter("62", PERIOD, AS_OF + timedelta(days=20))
HEAD = "regency,period,index,source\n"
GOOD = (
    HEAD
    + '62.02,2024-TW4,87.35,"Rapor Pendidikan, 2024"\n62.01,2024-TW4,100,BPS\n'
    + "62.01,2024-TW3,80,BPS\n35.01,2024-TW4,1,x\n"
)
EXAMPLE = Path(__file__).parents[2] / "config" / "external.example.csv"


def loaded(folder: Path, text: str | bytes, name: str = "a.csv"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_external(folder)


def test_a_quarter_has_those_of_its_regencies_by_code(tmp_path):
    mine = external_of(loaded(tmp_path, GOOD), QUARTER)
    assert [(one.regency_code, one.index, one.source, one.line) for one in mine] == [
        ("62.01", 100, "BPS", 3),
        ("62.02", 87.35, "Rapor Pendidikan, 2024", 2),
    ]


def test_a_file_as_excel_writes_it_in_indonesian_reads_the_same(tmp_path):
    text = "\ufeffregency;period;index;source\r\n62.01;2024-TW4;87,35;Rapor\r\n"
    (one,) = loaded(tmp_path, text)
    assert (one.regency_code, one.index, one.source) == ("62.01", 87.35, "Rapor")


def test_lines_of_separators_below_a_table_are_no_indices(tmp_path):
    (one,) = loaded(tmp_path, HEAD.replace(",", ";") + "62.01;2024-TW4;87,35;Rapor\r\n;;;\r\n\r\n ; ; ; \r\n")
    assert (one.regency_code, one.line) == ("62.01", 2)


@pytest.mark.parametrize("name", ["Indeks.CSV", "indeks 2024.Csv"])
def test_a_name_in_capitals_is_read_as_well(tmp_path, name):
    assert len(loaded(tmp_path, GOOD, name)) == 4


@pytest.mark.parametrize("name", ["indeks.xlsx", "INDEKS.XLS", "indeks.ods", "indeks.txt"])
def test_a_table_of_another_kind_is_told_and_not_passed_over(tmp_path, name):
    with pytest.raises(ExternalError, match=f"Berkas '{name}' bukan CSV; simpan sebagai CSV UTF-8"):
        loaded(tmp_path, b"PK", name)


@pytest.mark.parametrize("name", ["~$indeks.xlsx", ".~lock.indeks.csv#", ".DS_Store", "Thumbs.db"])
def test_what_a_program_leaves_beside_it_is_passed_over(tmp_path, name):
    assert loaded(tmp_path, b"x", name) == ()


def test_without_a_folder_there_are_none_and_the_example_can_be_used(tmp_path):
    assert load_external(tmp_path / "external") == ()
    assert len(loaded(tmp_path, EXAMPLE.read_bytes())) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kode,periode,indeks,sumber\n", "Baris pertama 'a.csv' harus regency,period,index,source."),
        ("", "Baris pertama 'a.csv' harus regency,period,index,source."),
        ("sep=;\r\n" + HEAD, "Baris pertama 'a.csv' harus regency;period;index;source."),
        (HEAD, "'a.csv' tidak memuat indeks; isi, atau pindahkan berkasnya."),
        (HEAD + ",,,\r\n", "'a.csv' tidak memuat indeks; isi, atau pindahkan berkasnya."),
        *(
            (
                HEAD + f'"{code}",2024-TW4,80,x\n',
                f"'a.csv' baris 2: kode wilayah '{code}' tidak dikenal; maksudnya {meant}?",
            )
            for code, meant in (("62.1", "62.10"), ("62,02", "62.02"), ("6202", "62.02"), ("62,1", "62.10"))
        ),
        (HEAD + "62.01,2024-TW4,0.8735,x\n", "'a.csv' baris 2: indeks '0.8735' tampaknya pecahan; tulis pada skala 0"),
        (HEAD + "62.99,2024-TW4,80,x\n", "'a.csv' baris 2: kode wilayah '62.99' tidak dikenal."),
        (HEAD + "62,2024-TW4,80,x\n", "'a.csv' baris 2: kode wilayah '62' tidak dikenal."),
        (HEAD + "62.01,TW4 2024,80,x\n", "'a.csv' baris 2: 'TW4 2024' bukan periode; tulis tahun dan triwulan"),
        *(
            (HEAD + f"62.01,2024-TW4,{index},x\n", f"'a.csv' baris 2: indeks '{index}' bukan angka 0 sampai 100.")
            for index in ("100.01", "-1", "nan", "1e1", "", "85%")
        ),
        (HEAD + "62.01,2024-TW4,80, \n", "'a.csv' baris 2: sumber (source) kosong."),
        (HEAD + "62.01,2024-TW4,80\n", "'a.csv' baris 2: harus ada 4 isian"),
        (HEAD + "62.01,2024-TW4,80,5,x\n", "'a.csv' baris 2: harus ada 4 isian"),
        (
            HEAD + "62.01,2024-TW4,8,x\n62.01,2024-TW4,8,x\n",
            "'a.csv' baris 3: 62.01 2024-TW4 sudah ada di 'a.csv' baris 2.",
        ),
        (HEAD + '62.01,2024-TW4,8,"x\n', "Berkas 'a.csv' bukan CSV yang utuh (setelah baris 1)."),
        *(
            (content, "Berkas 'a.csv' tidak terbaca; simpan sebagai CSV UTF-8 (di Excel: Simpan Sebagai, ")
            for content in (
                HEAD.encode() + b"62.01,2024-TW4,80,\x96\n",
                (HEAD + "62.01,2024-TW4,80,x\n").encode("utf-16"),
            )
        ),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_that_names_its_line(tmp_path, capsys, text, said):
    with pytest.raises(ExternalError) as refused:
        loaded(tmp_path, text)
    assert str(refused.value).startswith(said)
    assert told(refused.value) == WRONG_USE
    assert said in capsys.readouterr().err


def test_two_files_may_not_say_the_same_twice(tmp_path):
    loaded(tmp_path, GOOD)
    with pytest.raises(ExternalError, match=r"'b.csv' baris 2: 62.01 2024-TW3 sudah ada di 'a.csv' baris 4."):
        loaded(tmp_path, HEAD + "62.01,2024-TW3,80,BPS\n", "b.csv")


@pytest.fixture
def shown(tmp_path):
    """A published quarter without and one with indices from outside; 62.05 is rejected."""
    more = loaded(tmp_path, GOOD + "62.05,2024-TW4,70.5,BPS\n")
    plain = consolidated()
    return plain, dataclasses.replace(plain, external=external_of(more, QUARTER))


def test_it_stands_beside_the_counted_one_and_changes_no_figure(shown):
    plain, beside = shown
    tables = report_tables(beside)
    ranking = next(one for one in tables if one.sheet == "Peringkat")
    keys = [one.key for one in ranking.columns]
    assert keys[keys.index("DIK") + 1] == "external"
    cells = ranking.frame.set_index("regency_code")["external"]
    assert cells[["62.01", "62.02", "62.05", "62.03"]].to_list() == [100, 87.35, 70.5, "tidak ada"]
    table = next(one for one in tables if one.title.startswith("Indeks Pendidikan dari luar"))
    rows = table.frame.set_index("regency_code")
    assert rows.loc["62.05", ["counted", "external", "source"]].to_list() == ["ditolak", 70.5, "BPS"]
    assert rows.loc["62.01", "counted"] == ranking.frame.set_index("regency_code").loc["62.01", "DIK"]
    for name, frame in data_frames(plain).items():
        assert frame.equals(data_frames(beside)[name]), name
    assert "external" not in [
        one.key for one in next(t for t in report_tables(plain) if t.sheet == "Peringkat").columns
    ]


def test_the_page_shows_it_with_its_source(shown):
    rows = Page(page_html(shown[1], report_tables(shown[1]))).tables["t-external"]
    assert ["Kabupaten Kotawaringin Timur", "87,35", "Rapor Pendidikan, 2024"] in [
        [row[0], row[2], row[3]] for row in rows
    ]


def test_that_what_was_supplied_is_of_other_quarters_is_told_and_not_passed_over_in_silence(tmp_path):
    given = loaded(tmp_path, HEAD + "62.01,2023-TW4,80,BPS\n62.02,2024-TW3,80,BPS\n64.01,2024-TW4,70,BPS\n")
    assert of_other_quarters(given, QUARTER) == (Period(2023, 4), Period(2024, 3))
    assert of_other_quarters(loaded(tmp_path / "both", GOOD), QUARTER) == of_other_quarters((), QUARTER) == ()
    quarter = dataclasses.replace(consolidated(), external_elsewhere=of_other_quarters(given, QUARTER))
    tables = report_tables(quarter)
    said = "Indeks Pendidikan dari luar yang tersedia adalah untuk Triwulan IV Tahun 2023 dan Triwulan III Tahun 2024, "
    assert said in Page(page_html(quarter, tables)).text
    assert [said in note for note in next(one for one in tables if one.sheet == "Pendidikan").notes][-1]
    assert json.loads(manifest_text(quarter, tmp_path / "none"))["external_elsewhere"] == ["2023-TW4", "2024-TW3"]


def test_the_manifest_names_every_one_with_the_digest_of_its_file(shown, tmp_path):
    stated = json.loads(manifest_text(shown[1], tmp_path / "none"))["external"]
    assert next((one["regency_code"], one["period"], one["index"]) for one in stated) == ("62.01", "2024-TW4", 100)
    assert {len(one["sha256"]) for one in stated} == {64}


def test_only_those_of_this_quarter_belong_to_what_a_report_rests_on(tmp_path):
    ledger, method = Ledger(f"sqlite:///{tmp_path / 'spm.db'}"), settings().of_province("62")
    given = loaded(tmp_path / "external", GOOD)
    plain = basis(ledger, QUARTER, method)
    others = basis(ledger, QUARTER, method, (), given[2:])
    assert (others.data, others.circumstances != plain.circumstances) == (plain.data, True)  # told, and no more
    changed = basis(ledger, QUARTER, method, (), given)
    assert (changed.data != plain.data, changed.corrections != plain.corrections) == (True, True)
