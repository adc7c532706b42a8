"""The letter of results of each counted regency, read back from Word as its reader does."""

import dataclasses
import re
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from docx import Document
from PIL import Image

from config.settings import LetterSettings, settings
from schemas.approval import Approval
from schemas.category import NOISE
from schemas.movement import News
from schemas.wording import number_text
from tasks.answer.receipt import sealed
from tasks.notify.letters import result_files
from tasks.notify.results import results
from tasks.report.document.word import DELIVERED
from tasks.report.tables.lookups import date_text
from tests.on_paper import pages, printed, torn_words
from tests.report_builders import consolidated, receipts_of

pytestmark = pytest.mark.whole

QUARTER = cache(consolidated)
KEY = bytes(range(32))
LETTER = settings().of_province("62").letter
NOTHING = Path("tidak-ada")


def letters(quarter=None, letter: LetterSettings = LETTER, home: Path = NOTHING, to: str = "") -> dict[str, bytes]:
    """Of all, or of the regency that it is about."""
    quarter = quarter or QUARTER()
    receipts = {code: one for code, one in receipts_of(quarter).items() if to in ("", code)}
    told = results(quarter, receipts, letter, KEY)
    return result_files([one for one in told if to in ("", one.regency_code)], home)


def letter_to(code: str, quarter=None, letter: LetterSettings = LETTER, home: Path = NOTHING) -> bytes:
    return letters(quarter, letter, home, code)[f"surat-hasil/{code}.docx"]


@cache
def delivered() -> dict[str, bytes]:
    return letters()


def text(letter: bytes) -> str:
    document = Document(BytesIO(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def of(code: str) -> str:
    return text(delivered()[f"surat-hasil/{code}.docx"])


def weakest(letter: bytes) -> list[list[str]]:
    found = [one for one in Document(BytesIO(letter)).tables if one.rows[0].cells[0].text == "No."]
    return [[cell.text for cell in row.cells][1:] for table in found for row in table.rows[1:]]


def test_every_counted_regency_has_one_and_nobody_else():
    assert [Path(name).stem for name in delivered()] == sorted(QUARTER().regency["regency_code"])


def test_it_says_where_the_regency_stands_and_that_the_figures_may_change():
    for row in QUARTER().regency.itertuples():
        told = of(row.regency_code)
        shown = row.printed_index.replace(".", ",")
        assert (
            f"Indeks pencapaian SPM {row.regency_name} {shown}, kategori {row.category}, peringkat {row.rank} di "
            "antara 11 kabupaten/kota yang dihitung."
        ) in told
        assert "Angka ini masih sementara" in told
    approval = Approval("Nama", "Jabatan", "Sesuai.", "", QUARTER().as_of, "0" * 64, 1)
    assert "sementara" not in text(letter_to("62.01", dataclasses.replace(QUARTER(), approval=approval)))


def test_it_says_how_index_and_rank_moved():
    move = (
        QUARTER().moves.query("regency_code == '62.02' and field_code == 'ALL' and from_period == '2023-TW4'").iloc[0]
    )
    told = of("62.02")
    assert f"Dibandingkan dengan Triwulan IV Tahun 2023 ({number_text(move['then'], 2)}), indeks naik" in told
    same = move["rank_then"] == move["rank_now"]
    ranks = f"tetap {move['rank_now']}" if same else f"dari {move['rank_then']} menjadi {move['rank_now']}"
    both = (QUARTER().moves["from_period"] == "2023-TW4") & (QUARTER().moves["field_code"] == "ALL")
    among = sum(both & (QUARTER().moves["regency_code"] != "62"))
    assert f"; peringkatnya {ranks} di antara {among} daerah yang dihitung pada kedua triwulan." in told
    assert "Perubahannya tidak dapat dihitung: daerah ini tidak mempunyai indeks Triwulan IV Tahun 2023." in of("62.01")


def test_within_the_year_a_letter_speaks_of_figures_that_add_up_and_of_no_rise():
    c = QUARTER()
    within = [one for one in c.comparisons if one.since.year == c.period.year]
    told = text(letter_to("62.02", dataclasses.replace(c, comparisons=within)))
    assert "Dibandingkan dengan Triwulan III Tahun 2024 (" in told
    assert "indeks kumulatif bertambah" in told
    assert "naik" not in told.partition("; peringkat")[0]


def test_alone_in_the_comparison_nothing_is_said_of_a_rank():
    alone = dataclasses.replace(QUARTER(), moves=QUARTER().moves.query("regency_code in ('62', '62.02')"))
    told = text(letter_to("62.02", alone))
    assert "Dibandingkan dengan Triwulan IV Tahun 2023 (" in told
    assert "peringkatnya" not in told


def test_before_the_year_is_over_people_are_still_to_be_served_and_not_left_out():
    running = dataclasses.replace(QUARTER(), period=QUARTER().period.back(1))
    told = text(letter_to("62.02", running))
    assert "Yang masih harus dilayani sampai akhir tahun: " in told
    assert "Yang belum terlayani" not in told
    assert "Yang belum terlayani: " in of("62.02")
    assert "Masih harus dilayani" in told.split("\n")
    assert "Belum terlayani" not in told
    assert "Belum terlayani" in of("62.02").split("\n")


def test_a_fall_by_higher_targets_alone_says_so_and_one_by_fewer_served_does_not():
    c, then = QUARTER(), QUARTER().period.back(4)
    before = {key: getattr(c, key) for key in ("recipients", "quality", "problems", "actions")}
    served, target = (c.recipients[key] for key in ("served", "target"))
    for recipients, only in (
        (c.recipients.assign(target=(target * 0.8).round()), True),
        (c.recipients.assign(served=served + target), False),
    ):
        told = text(letter_to("62.02", consolidated(earlier={then: before | {"recipients": recipients}})))
        assert ", indeks turun " in told
        assert ("Indeks itu turun hanya karena sasaran lebih tinggi." in told) == only


def test_no_word_or_figure_of_a_letter_is_wider_than_its_column():
    for letter in delivered().values():
        assert torn_words(Document(BytesIO(letter))) == []


def test_who_declared_everything_nihil_has_served_nobody_by_its_own_word():
    def nihil(figures):
        recipients, quality = figures["recipients"], figures["quality"]
        mine = recipients["regency_code"] == "62.01"
        recipients.loc[mine, "nihil"] = True
        recipients.loc[mine, ["target", "served"]] = 0.0
        quality.loc[quality["regency_code"] == "62.01", ["required", "available"]] = 0.0

    told = text(letter_to("62.01", consolidated(change=nihil)))
    assert "Menurut pernyataan daerah sendiri, tidak ada yang harus dilayani." in told
    assert [line[:2] for line in told.split("\n") if line[1:3] == ".\t"] == ["1.", "2.", "3."]
    assert "sudah terlayani" not in told
    assert "di bawah 100" not in told


def test_a_letter_that_follows_another_of_its_quarter_says_which_it_replaces():
    since = QUARTER().as_of - timedelta(days=3)
    news = News(since, 10, 80.0, 81.0, ("62.01",), ("62.02",), (), (), (), alike=("62.03",))
    found = letters(dataclasses.replace(QUARTER(), news=news))
    words = f"(menggantikan surat menurut keadaan data {date_text(since)}, bila sudah dikirim)"
    assert words in text(found["surat-hasil/62.02.docx"])
    assert words in text(found["surat-hasil/62.04.docx"])  # where it stands among the others is told otherwise
    assert "menggantikan" not in text(found["surat-hasil/62.01.docx"])
    assert "menggantikan" not in text(found["surat-hasil/62.03.docx"])  # all that it says is the same
    by_other_rules = dataclasses.replace(QUARTER(), news=dataclasses.replace(news, rules=("bobot",)))
    assert words in text(letter_to("62.03", by_other_rules))
    assert "menggantikan" not in of("62.02")


def test_who_sent_it_late_is_told_so():
    late = "yang telah kami terima sesudah batas waktu, dengan hormat"
    assert late in of("62.03")
    assert "yang telah kami terima, dengan hormat" in of("62.02")


def test_the_three_weakest_services_are_named_with_whom_they_do_not_reach():
    c = QUARTER()
    names = dict(zip(_services()["service_code"], _services()["service_name"], strict=True))
    for code in c.regency["regency_code"]:
        rows = c.service[c.service["regency_code"] == code].dropna(subset=["service_index"])
        lowest = sorted(rows[rows["service_index"] < 100 - NOISE].itertuples(), key=lambda row: row.service_index)[:3]
        shown = weakest(delivered()[f"surat-hasil/{code}.docx"])
        assert [row[0] for row in shown] == [names[row.service_code] for row in lowest]
        left = [f"{number_text(max(0, row.target - row.served))} " for row in lowest]
        assert all(row[2].startswith(number) for row, number in zip(shown, left, strict=True))


def _services() -> pd.DataFrame:
    from config import catalogue

    return catalogue.services(catalogue.layout_for("kabkota").version)


def test_services_that_share_the_third_place_are_all_named_and_full_ones_never():
    def alike(figures):
        recipients, quality = figures["recipients"], figures["quality"]
        recipients["nihil"] = False
        recipients["target"], recipients["served"] = 100.0, 100.0
        low = recipients["service_code"].isin([f"K-KES-0{n}" for n in range(1, 6)])
        recipients.loc[low & (recipients["regency_code"] == "62.01"), "served"] = 50.0
        quality["required"], quality["available"] = np.float64(0), np.float64(0)

    quarter = consolidated(change=alike)
    assert len(weakest(letter_to("62.01", quarter))) == 5
    told = text(letter_to("62.02", quarter))
    assert "Tidak ada pelayanan yang indeksnya di bawah 100." in told
    assert "Semua sasaran pelayanan sudah terlayani." in told


def test_people_are_told_by_unit_and_never_added_over_units():
    rows = QUARTER().unserved_by_unit.query("regency_code == '62.02' and unserved > 0")
    told = of("62.02")
    assert all(f"{number_text(row.unserved)} {row.unit}" in told for row in rows.itertuples())


def test_what_was_named_last_quarter_and_is_not_any_more_is_asked_with_its_words_and_office():
    (code,) = QUARTER().followed_up.rows.query("state == 'gone' and kind == 'problems'")["regency_code"]
    told = of(code)
    assert "yang disebut pada Triwulan III Tahun 2024: permasalahan 1 disebut lagi dan 1 tidak disebut lagi; " in told
    assert (
        "Mohon dijelaskan permasalahan yang tidak disebut lagi: “Data belum padan” (Dinas Kesehatan); rencana aksi "
        "yang tidak disebut lagi: “Kunjungan rumah” (Dinas Kesehatan)."
    ) in told
    (other,) = QUARTER().followed_up.rows.query("state == 'changed' and kind == 'problems'")["regency_code"]
    changed = "permasalahan yang berubah: “Anggaran belum cukup”, kini “Data belum padan” (Dinas Kesehatan)"
    assert changed in of(other)
    assert "Tidak disebut lagi tidak berarti selesai." in told
    assert "4.\t" not in text(letter_to("62.01", consolidated(earlier={})))


def test_the_qr_code_of_the_receipt_is_in_it_and_holds_its_signed_statement(monkeypatch):
    drawn = []
    from tasks.notify import results as module

    make = module.segno.make_qr
    monkeypatch.setattr(module.segno, "make_qr", lambda told, **how: drawn.append(told) or make(told, **how))
    letter = letter_to("62.02")
    receipt = receipts_of(QUARTER())["62.02"]
    assert sealed(receipt, KEY).qr in drawn
    document = Document(BytesIO(letter))
    assert f"Tanda terima {receipt.number}" in text(letter).split("\n")
    assert len(document.inline_shapes) == 1
    assert f"Kode QR tanda terima {receipt.number}" in document.element.xml


def test_letterhead_number_and_signature_are_the_provinces_settings(tmp_path):
    (tmp_path / "templates").mkdir()
    Image.new("RGB", (40, 50), "green").save(tmp_path / "templates" / "lambang.png")
    own = LETTER.model_copy(update={"nomor": "${nomor}", "ttd": "${ttd}", "lambang": "lambang.png"})
    letter = letter_to("62.02", letter=own, home=tmp_path)
    lines = text(letter).split("\n")
    assert {"${nomor}", "${ttd}", "a.n. Gubernur Kalimantan Tengah"} <= set(lines)
    assert lines.index("a.n. Gubernur Kalimantan Tengah") + 1 == lines.index("Sekretaris Daerah,")
    assert lines.index("Sekretaris Daerah,") < lines.index("${ttd}") < lines.index("(nama pejabat)")
    assert len(Document(BytesIO(letter)).inline_shapes) == 2
    himself = letter_to("62.02", letter=own.model_copy(update={"atas_nama": ""}), home=tmp_path)
    assert "a.n." not in text(himself)


@pytest.mark.office
def test_on_paper_a_letter_is_one_page_and_a_longer_one_turns_over_with_its_closing_and_signature(tmp_path):
    (tmp_path / "templates").mkdir()
    Image.new("RGB", (300, 360), "green").save(tmp_path / "templates" / "lambang.png")
    sender = {"nomor": "${nomor}", "lambang": "lambang.png", "narahubung": "Tim SPM Biro Pemerintahan, telepon 0536"}
    own = LETTER.model_copy(
        update=sender | {"alamat": "Jalan Contoh Nomor 1, telepon (0536) 1234567, pos-el a@b.go.id"}
    )
    for name, content in letters(letter=own, home=tmp_path).items():
        (tmp_path / Path(name).name).write_bytes(content)
    made = consolidated(problem="Data sasaran belum padan dengan data kependudukan " * 90)
    long = letter_to("62.03", made, own, tmp_path)
    (tmp_path / "panjang.docx").write_bytes(long)
    *usual, turned = map(pages, printed(tmp_path, *sorted(tmp_path.glob("*.docx"))))
    assert [len(letter) for letter in usual] == [1] * len(QUARTER().regency)
    assert len(turned) <= 2
    assert all(("Demikian" in page) == ("a.n. Gubernur" in page) == ("Tembusan" in page) for page in turned)


@pytest.mark.parametrize("content", [None, b"bukan gambar", b""])
def test_an_emblem_that_is_no_picture_is_told_and_stops_no_letter(tmp_path, caplog, content):
    (tmp_path / "templates").mkdir()
    if content is not None:
        (tmp_path / "templates" / "lambang.png").write_bytes(content)
    letter = letter_to("62.02", letter=LETTER.model_copy(update={"lambang": "lambang.png"}), home=tmp_path)
    assert text(letter) == of("62.02")
    assert "Gambar 'lambang.png' tidak ada atau bukan PNG atau JPEG. Surat ditulis tanpa lambang." in caplog.text


def test_the_same_report_gives_the_same_bytes():
    assert letters() == delivered()


def test_no_inbox_path_or_placeholder_is_left_in_a_letter():
    for letter in delivered().values():
        told = text(letter)
        assert not any(mark in told for mark in ("{{", "{%", "inbox", "umpan-balik/"))


def test_every_placeholder_of_the_template_is_explained():
    explained = (DELIVERED / "BACA-SAYA.md").read_text(encoding="utf-8")
    values = results(QUARTER(), receipts_of(QUARTER()), LETTER, KEY)[0].values
    assert [name for name in values if f"`{name}`" not in explained and name != "surat"] == []
    assert [name for name in values["surat"] if f"surat.{name}" not in explained] == []


def test_a_rise_by_lower_targets_is_not_called_one_and_a_running_year_has_no_category():
    moves = QUARTER().moves.assign(by_target=True)
    told = text(letter_to("62.02", dataclasses.replace(QUARTER(), moves=moves)))
    assert "indeks bertambah 10,62 poin" in told
    assert "Indeks itu bertambah hanya karena sasaran lebih rendah." in told
    assert "naik" not in told
    low = QUARTER().regency.assign(regency_index=44.0)
    running = dataclasses.replace(QUARTER(), period=QUARTER().period.back(1), regency=low)
    told = text(letter_to("62.02", running))
    assert "(tahun masih berjalan), peringkat" in told
    assert "kategori" not in told


def test_a_regency_that_declared_everything_nihil_has_no_index_and_is_not_said_to_have_had_none():
    def nihil(figures: dict[str, pd.DataFrame]) -> None:
        mine = figures["recipients"]["regency_code"] == "62.02"
        figures["recipients"].loc[mine, ["target", "served"]] = 0.0
        figures["recipients"].loc[mine, "nihil"] = True

    told = text(letter_to("62.02", consolidated(change=nihil)))
    assert told.count("nihil") == 1
    assert "tidak diperingkat. Karena itu perubahannya tidak dapat dihitung." in told
    assert "tidak mempunyai indeks" not in told
    assert (
        "Semua pelayanan Kabupaten Kotawaringin Timur dinyatakan nihil, sehingga daerah ini tanpa indeks dan tidak "
        "diperingkat."
    ) in told
    assert not re.search("peringkat –|kategori nihil|di antara 0", told)
