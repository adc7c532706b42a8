"""Reminders: who is reminded of what on which day, and what the letters and messages say."""

import dataclasses
import io
import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import layout_for
from config.settings import LetterSettings, settings
from schemas.consolidated import OWN_UNKNOWN, Answer, Consolidated
from schemas.finding import Finding, Severity, families
from schemas.reference import FIELDS
from schemas.reminder import Reminder, stage_at
from tasks.home.trouble import Troubles
from tasks.notify import reminders as remind
from tasks.notify.letters import chat_of, mail_of, reminder_files
from tasks.notify.reminders import acceptances, error_groups, reminders
from tasks.report.document.word import DELIVERED
from tests.on_paper import pages, printed, torn_words
from tests.pages import Page
from tests.report_builders import consolidated

DAYS = (10, 5, 1, -1)
the_quarter = cache(consolidated)
LETTER = LetterSettings(instansi="Sekretariat Daerah", narahubung="Tim SPM, telepon 0536")
NOTHING = Path("tidak-ada")


def on(day: str, **changes: object) -> Consolidated:
    return dataclasses.replace(the_quarter(), as_of=datetime.fromisoformat(f"{day}T01:00:00+07:00"), **changes)


def answer(code: str = "62.05", *findings: Finding) -> Answer:
    found = list(findings) or [error("C05", "Penerima", "F12", "Jumlah terlayani belum diisi.")]
    return Answer(code, "Barito <Utara>.xlsx", Path("asli.xlsx"), "xlsx", "Kabupaten Barito Utara", "ditolak", found)


def error(rule: str, sheet: str, cell: str, message: str) -> Finding:
    return Finding(rule, Severity.ERROR, message, sheet, cell)


def told(quarter: Consolidated, *answers: Answer) -> dict[str, str]:
    return {one.regency_code: one.state for one in reminders(quarter, answers, DAYS, LETTER)}


def only(found: list[Reminder], code: str) -> Reminder:
    (one,) = (each for each in found if each.regency_code == code)
    return one


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-01-09", None),
        ("2025-01-10", "belum-lapor/H-10"),
        ("2025-01-14", "belum-lapor/H-10"),  # a night that was lost is made up for
        ("2025-01-15", "belum-lapor/H-5"),
        ("2025-01-19", "belum-lapor/H-1"),
        ("2025-01-20", "belum-lapor/H-1"),
        ("2025-01-21", "belum-lapor/H+1"),
        ("2025-03-01", "belum-lapor/H+1"),
    ],
)
def test_whoever_has_not_reported_is_reminded_as_the_deadline_nears(day: str, state: str | None) -> None:
    expected = dict.fromkeys(("62.07", "62.12"), state) if state else {}
    assert told(on(day)) == expected


def test_whoever_was_rejected_is_told_once_for_each_revision() -> None:
    assert told(on("2025-01-02"), answer()) == {"62.05": "ditolak/1"}
    intake = the_quarter().intake.copy()
    intake.loc[intake["regency_code"] == "62.05", "revision"] = 3
    assert told(on("2025-01-02", intake=intake), answer()) == {"62.05": "ditolak/3"}


def test_a_report_that_counts_is_named_to_whoever_was_rejected_afterwards() -> None:
    intake = the_quarter().intake
    again = intake[intake["regency_code"] == "62.04"].assign(revision=2, status="ditolak", counts=False)
    quarter = on("2025-01-02", intake=pd.concat([intake, again], ignore_index=True))
    found = only(reminders(quarter, [answer("62.04")], DAYS, LETTER), "62.04")
    assert found.values["berlaku"] == 1
    assert "yang dihitung adalah kiriman ke-1" in mail_of(found, NOTHING)[1]


def test_the_offices_that_are_late_and_those_that_sent_by_themselves_are_concerned() -> None:
    quarter = on("2025-01-15", waiting={"62.07": ("DIK", "KES")})
    assert only(reminders(quarter, [], DAYS, LETTER), "62.07").fields == ("PU", "PR", "TRA", "SOS")
    assert only(reminders(quarter, [answer()], DAYS, LETTER), "62.05").fields == ()
    intake = the_quarter().intake.copy()
    intake["fields"] = [("KES",) if one.regency_code == "62.05" else one.fields for one in intake.itertuples()]
    by_office = on("2025-01-02", intake=intake)
    assert only(reminders(by_office, [answer()], DAYS, LETTER), "62.05").fields == ("KES",)


def test_bidang_are_listed_as_a_sentence_lists_them() -> None:
    quarter = on("2025-01-15", waiting={"62.07": ("DIK", "KES")})
    values = only(reminders(quarter, [], DAYS, LETTER), "62.07").values
    assert values["siap"] == "Pendidikan dan Kesehatan"
    assert values["menunggu"] == "Pekerjaan Umum, Perumahan Rakyat, Trantibumlinmas, dan Sosial"


def test_the_letter_to_the_province_s_own_offices_does_not_speak_of_regencies_alone() -> None:
    own = [only(reminders(on("2025-01-15", own_status="belum lapor"), [], DAYS, LETTER), "62")]
    letter = Document(io.BytesIO(reminder_files(own, NOTHING)["pengingat/62-surat.docx"]))
    assert not any("kabupaten/kota" in one.text for one in letter.paragraphs)


def test_a_nameless_file_is_nobody_s_reminder() -> None:
    assert told(on("2025-01-02"), answer("tanpa-kode-0a1b2c3d")) == {}


@pytest.mark.parametrize("status", ["belum lapor", OWN_UNKNOWN])
def test_the_offices_of_the_province_itself_are_reminded_of_their_own_form(status: str) -> None:
    found = only(reminders(on("2025-01-15", own_status=status), [], DAYS, LETTER), "62")
    assert (found.state, found.fields) == ("belum-lapor/H-5", FIELDS)
    assert found.values["kepala_daerah"] == "Kepala Perangkat Daerah Pelaksana SPM Provinsi Kalimantan Tengah"
    assert [one["nama"] for one in found.values["lembar"]] == [one.name for one in layout_for("provinsi").sheets]
    subject, mail = mail_of(found, NOTHING)
    assert "Laporan SPM Triwulan IV Tahun 2024 Pemerintah Provinsi Kalimantan Tengah ditunggu" in subject
    assert "butir mutu" not in mail


def test_the_province_s_own_form_is_answered_like_any_other() -> None:
    mine = the_quarter().intake[the_quarter().intake["regency_code"] == "62.05"].assign(regency_code="62")
    quarter = on("2025-01-02", own_status="ditolak", intake=pd.concat([the_quarter().intake, mine], ignore_index=True))
    assert told(quarter, answer("62")) == {"62": "ditolak/1"}


def test_a_letter_names_the_file_and_no_folder_of_the_machine() -> None:
    intake = the_quarter().intake.assign(
        file_name="kotak-masuk/62.05/" + the_quarter().intake["file_name"] + " (dibaca ulang 1)"
    )
    files = reminder_files(reminders(on("2025-01-02", intake=intake), [answer()], DAYS, LETTER), NOTHING)
    letter = words_of(files["pengingat/62.05-surat.docx"])
    assert "berkas “SPM_Kabupaten_Barito_Utara_TW4.xlsx”" in letter
    assert "terlampir (62.05.xlsx)" in letter
    assert not [name for name, text in files.items() if b"kotak-masuk" in text]
    assert "/62.05" not in letter
    assert "\nLampiran: 62.05.xlsx\n" in files["pengingat/62.05-surel.txt"].decode()


def test_whose_file_may_have_come_without_a_name_is_told_so() -> None:
    for nameless in (0, 2):
        files = reminder_files(reminders(on("2025-01-19", nameless=nameless), [], DAYS, LETTER), NOTHING)
        texts = [words_of(files["pengingat/62.07-surat.docx"]), files["pengingat/62.07-surel.txt"].decode()]
        texts.append(files["pengingat/62.07-pesan.txt"].decode())
        assert {"berkas yang pengirimnya tidak dapat kami kenali" in text for text in texts} == {nameless > 0}


@given(st.integers(-60, 60), st.sets(st.integers(-20, 40)))
def test_the_state_only_goes_forward(before: int, days: set[int]) -> None:
    deadline = the_quarter().deadline
    today = stage_at(deadline - timedelta(days=before), deadline, days)
    tomorrow = stage_at(deadline - timedelta(days=before - 1), deadline, days)
    assert today is None or (tomorrow is not None and tomorrow <= today)
    assert (today is not None) == any(day >= before for day in days)


def test_a_fault_over_one_regency_costs_only_its_own_message(monkeypatch: pytest.MonkeyPatch) -> None:
    quarter, everybody = on("2025-01-15"), remind.of_everybody

    def broken(of: Consolidated, region: tuple, letter: LetterSettings) -> dict:
        return 1 / 0 if region.code in ("62.07", "62.05", "62.01") else everybody(of, region, letter)

    whole = [*reminders(quarter, [answer()], DAYS, LETTER), *acceptances(quarter, {}, LETTER)]
    monkeypatch.setattr(remind, "of_everybody", broken)
    troubles = Troubles()
    left = [*reminders(quarter, [answer()], DAYS, LETTER, troubles), *acceptances(quarter, {}, LETTER, troubles)]
    met = {"62.07", "62.05", "62.01"}
    assert left == [one for one in whole if one.regency_code not in met]
    assert len(troubles.found) == len(whole) - len(left) == len(met)
    assert {one.step for one in troubles.found} == {"menulis pesan"}


def test_errors_of_one_kind_are_one_line() -> None:
    blank = [error("C05", "Mutu", f"F{row}", "Tersedia belum diisi.") for row in range(6, 20)]
    groups = error_groups(families([*blank, error("L01", "", "", "Lembar 'Tahapan' tidak ada.")]))
    assert [(one["lembar"], one["sel"], one["jumlah"], one["uraian"]) for one in groups] == [
        ("Mutu", "F6:F19", 14, "Sel wajib kosong. Contoh: Tersedia belum diisi."),
        ("-", "-", 1, "Lembar 'Tahapan' tidak ada."),
    ]


def test_what_follows_from_an_error_is_counted_under_it_and_every_cell_of_a_column_is_named() -> None:
    heading = error("L02", "Penerima", "G5", "Kolom 'Jumlah Terlayani' tidak ada.")
    below = [
        dataclasses.replace(error("C01", "Penerima", cell, "Tulis angka."), cause=heading.name) for cell in ("G8", "G9")
    ]
    column = dataclasses.replace(error("C10", "Mutu", "H6", "Tulis jumlahnya."), cells="H6:H12")
    groups = error_groups(families([heading, *below, column]))
    assert [(one["sel"], one["jumlah"], one["uraian"]) for one in groups] == [
        ("G5", 1, "Kolom 'Jumlah Terlayani' tidak ada. 2 temuan lain termasuk di dalamnya."),
        ("H6:H12", 1, "Tulis jumlahnya."),
    ]


def test_whoever_was_accepted_is_told_so_with_the_receipt() -> None:
    found = {one.regency_code: one for one in acceptances(on("2025-01-22"), {}, LETTER)}
    assert {"62.07", "62.12", "62.05"}.isdisjoint(found)
    assert (found["62.02"].state, found["62.02"].enclosed[1]) == ("diterima/2", "62.02-kiriman-2.html")
    late, warned, clean = (mail_of(found[code], NOTHING)[1] for code in ("62.03", "62.02", "62.01"))
    assert "tetapi tercatat terlambat" in late
    assert "dengan 1 peringatan" in warned
    assert "diterima.\n\nTanda terimanya terlampir" in clean
    assert "(kiriman ke-2) diterima pada 20 Januari 2025" in chat_of(found["62.02"], NOTHING)


def words_of(letter: bytes) -> str:
    document = Document(io.BytesIO(letter))
    lines = [one.text for one in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s+", " ", " ".join([*lines, *cells]))


def test_the_letter_to_sign_says_who_what_and_until_when() -> None:
    intake = the_quarter().intake.replace("SPM_Kabupaten_Barito_Utara_TW4.xlsx", "Barito <Utara>.xlsx")
    found = reminders(on("2025-01-15", intake=intake), [answer()], DAYS, LETTER)
    files = reminder_files(found, NOTHING)
    missing, rejected = (words_of(files[f"pengingat/{code}-surat.docx"]) for code in ("62.07", "62.05"))
    assert "Yth. Bupati Seruyan" in missing
    assert "Batas waktu penyampaiannya adalah tanggal 20 Januari 2025 pukul 23.59 WIB" in missing
    assert "Rencana Aksi" in missing
    assert "PEMERINTAH PROVINSI KALIMANTAN TENGAH" in missing
    assert "berkas “Barito <Utara>.xlsx”" in rejected
    assert "Jumlah terlayani belum diisi." in rejected
    assert "62.05.xlsx" in rejected
    assert "Tim SPM, telepon 0536" in rejected


def test_after_the_deadline_every_text_says_so() -> None:
    found = reminders(on("2025-01-21"), [answer()], DAYS, LETTER)
    for one in found:
        assert "lewat" in mail_of(one, NOTHING)[1]
    assert "sudah lewat" in chat_of(only(found, "62.07"), NOTHING)
    assert "telah lewat" in words_of(reminder_files(found, NOTHING)["pengingat/62.07-surat.docx"])


@pytest.mark.parametrize("day", ["2025-01-02", "2025-01-15", "2025-02-01"])
def test_no_text_is_left_with_a_placeholder_and_lines_are_whole(day: str) -> None:
    many = [error(f"R0{n}", f"Lembar {n}", "", f"Salah {n}.") for n in range(1, 10)]
    for one in reminders(on(day), [answer("62.05", *many)], DAYS, LETTER):
        subject, mail = mail_of(one, NOTHING)
        for text in (subject, mail, chat_of(one, NOTHING)):
            assert text
            assert not re.search(r"[{}]|\b(None|nan)\b|\n\n\n", text)
        assert "\n" not in subject
        if one.kind == "ditolak":
            assert "masih ada 4 kesalahan lain" in mail


def test_a_chat_without_files_promises_none_and_says_where_they_are() -> None:
    (rejected,) = reminders(on("2025-01-01"), [answer()], DAYS, LETTER)
    assert "menyertai pesan ini" in chat_of(rejected, NOTHING)
    bare = chat_of(rejected, NOTHING, with_files=False)
    assert "menyertai" not in bare
    assert "dapat diminta kepada Tim SPM, telepon 0536" in bare
    (fetched,) = reminders(on("2025-01-01"), [answer()], DAYS, LETTER.model_copy(update={"pengambilan": "ada di X"}))
    assert "(ada di X)" in chat_of(fetched, NOTHING, with_files=False)


def test_every_message_can_be_sent_by_hand_with_a_click_and_names_nobody_s_number() -> None:
    found = reminders(on("2025-01-15"), [answer()], DAYS, LETTER)
    page = Page(reminder_files(found, NOTHING)["pengingat/kirim-lewat-whatsapp.html"].decode())
    links = [urlsplit(one["href"]) for tag, one in page.elements if tag == "a"]
    assert [(one.netloc, one.path) for one in links] == [("wa.me", "/")] * len(found)
    texts = [parse_qs(one.query)["text"][0] for one in links]
    assert texts == [chat_of(one, NOTHING, with_files=False) for one in found]


def test_no_word_of_a_letter_is_wider_than_its_column() -> None:
    """Of a rejected report with an error on each sheet of the form, and of one that is missing."""
    sheets = [sheet.name for sheet in layout_for("kabkota").sheets]
    findings = tuple(Finding("L01", Severity.ERROR, f"Lembar '{name}' tidak ada.", name) for name in sheets)
    rejected = dataclasses.replace(answer(), findings=findings)
    found = reminder_files(reminders(on("2025-01-15"), [rejected], DAYS, LETTER), NOTHING)
    letters = [Document(io.BytesIO(content)) for name, content in found.items() if name.endswith(".docx")]
    shown = {cell.text for one in letters for table in one.tables for row in table.rows for cell in row.cells}
    assert set(sheets) <= shown
    assert [torn_words(one) for one in letters] == [[]] * len(letters)


def test_the_files_are_the_same_on_every_day_of_a_state() -> None:
    first, later, next_state = (
        reminder_files(reminders(on(day), [answer()], DAYS, LETTER), NOTHING)
        for day in ("2025-01-15", "2025-01-18", "2025-01-19")
    )
    assert first == later
    assert sorted(first) == sorted(next_state)
    assert first != next_state


def test_every_placeholder_is_explained_to_whoever_changes_a_template() -> None:
    found = [*reminders(on("2025-01-15"), [answer()], DAYS, LETTER), *acceptances(on("2025-01-15"), {}, LETTER)]
    there = {name for one in found for name in one.values} - {"surat"}
    there |= {f"surat.{name}" for name in LETTER.model_dump()}
    explained = (DELIVERED / "BACA-SAYA.md").read_text(encoding="utf-8")
    assert there <= set(re.findall(r"`([a-z_.]+)`", explained))


def test_a_site_may_write_its_own_texts_and_a_broken_one_is_replaced(
    tmp_path: Path, step_log: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "pesan-ditolak.txt").write_text("Halo {{ daerah }}", encoding="utf-8")
    (tmp_path / "templates" / "pesan-belum-lapor.txt").write_text("Halo {{ namanya }}", encoding="utf-8")
    (tmp_path / "templates" / "surat-ditolak.docx").write_bytes(b"bukan Word")
    files = reminder_files(reminders(on("2025-01-15"), [answer()], DAYS, LETTER), tmp_path)
    assert files["pengingat/62.05-pesan.txt"] == b"Halo Kabupaten Barito Utara"
    assert b"Kabupaten Seruyan: laporan SPM" in files["pengingat/62.07-pesan.txt"]
    assert "Kabupaten Barito Utara" in words_of(files["pengingat/62.05-surat.docx"])
    assert "'surat-ditolak.docx' tidak dapat dibuka" in step_log.text
    assert "'pesan-belum-lapor.txt' tidak dapat diisi: 'namanya' is undefined" in step_log.text


def test_the_settings_as_delivered_say_the_days_and_invent_nobody(home: Path) -> None:
    site = settings().of_province("62")
    assert site.reminder_days == DAYS
    assert site.letter.nama == "(nama pejabat)"


def test_a_province_changes_what_its_letters_say(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("[province.62]\nreminder_days = [3]\n[province.62.letter]\ntempat = 'Sampit'\n")
    site = settings().of_province("62")
    assert (site.reminder_days, site.letter.tempat, site.letter.nama) == ((3,), "Sampit", "(nama pejabat)")


@pytest.mark.office
def test_on_paper_a_letter_of_the_longest_names_is_one_page_and_a_longer_one_turns_over_with_its_signature(
    tmp_path: Path,
) -> None:
    made = consolidated("31", missing=("31.75",), rejected=("31.71",))
    quarter = dataclasses.replace(
        made, as_of=the_quarter().deadline - timedelta(days=4), own_status="belum lapor", nameless=2
    )
    found = [
        error(f"R{n:02}", "Penerima", f"F{n}", "Terlayani jauh melebihi sasaran; periksa angkanya. ") for n in range(6)
    ]
    own = (
        settings().of_province("31").letter.model_copy(update={"narahubung": "Tim SPM Biro Pemerintahan, telepon 021"})
    )
    for stem, message in (("usual", ""), ("long", "Periksa kembali angkanya pada sel itu. " * 9)):
        wrong = [dataclasses.replace(one, message=one.message + message) for one in found]
        copies = [dataclasses.replace(answer("31.71", *wrong), name="31.71", file_name="Jakarta Pusat.xlsx")]
        for name, content in reminder_files(reminders(quarter, copies, DAYS, own), NOTHING).items():
            if name.endswith(".docx"):
                (tmp_path / f"{stem}-{Path(name).name}").write_bytes(content)
    letters = {path.name: pages(path) for path in printed(tmp_path, *sorted(tmp_path.glob("*.docx")))}
    assert [len(letter) for name, letter in letters.items() if name.startswith("usual")] == [1, 1, 1]
    assert len(letters["long-31.71-surat.pdf"]) == 2
    ends = ("Demikian", "a.n. Gubernur", "(nama pejabat)", "Tembusan")
    for letter in letters.values():
        assert [{end in page for end in ends} for page in letter] == [*[{False}] * (len(letter) - 1), {True}]
        assert re.search(r"\(sebagai laporan\) +NIP ", letter[-1])  # at the foot, in every letter
