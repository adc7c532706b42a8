"""Which submissions count: of one regency, quarter and bidang the latest accepted one that covers the bidang."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import catalogue
from config.settings import settings
from schemas.consolidated import Answers, Consolidated
from schemas.correction import Correction, CorrectionError
from schemas.layout import Layout
from schemas.period import Period
from schemas.reference import FIELDS
from schemas.submission import Checked
from tasks.answer.of_quarter import answers_of
from tasks.compute.counting import counting, latest, waiting
from tasks.compute.gather import gather
from tasks.inspect.board import board_of
from tasks.inspect.trace import TraceError, trace
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.notify.letters import reminder_files
from tasks.notify.reminders import acceptances, reminders
from tasks.notify.run_summary import summarise
from tasks.report.tables.intake import intake
from tasks.report.tables.lookups import facts_of
from tasks.report.tables.sent_figures import origins_of
from tasks.report.tables.summary import not_counted
from tests.builders import AS_OF, KABKOTA, Book, checked

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
SETTINGS = settings().of_province("62")
QUARTER = Quarter("62", PERIOD, (AS_OF + timedelta(days=20)).astimezone(Quarter("62", PERIOD, AS_OF).zone))
HEALTH = catalogue.layouts()["SPM-KES-2025.1"]
STATUS = st.sampled_from(["diterima", "diterima dengan catatan", "ditolak"])
SENT = st.lists(
    st.tuples(st.sampled_from(["62.01", "62.02"]), st.sampled_from(["KK", "KK", *FIELDS]), STATUS), max_size=16
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


def sent(book: Book, name: str, days: float = 0.0) -> Checked:
    context = Context(AS_OF + timedelta(days=30), "62", PERIOD)
    return checked(book, context, sha256=name, file_name=f"{name}.xlsx", received=AS_OF + timedelta(days=days))


def health(served: float = 900) -> Book:
    """The health office's workbook, its first service a row lower than in the form."""
    book = Book(HEALTH)
    book["Penerima", "G6"], book["Penerima", "H6"], book["Penerima", "I6"] = served, 1000 - served, served / 10
    book.insert_row("Penerima", 1, ["Dinas Kesehatan"])
    return book


def gathered(ledger: Ledger, *corrections: Correction) -> tuple[Consolidated, Answers]:
    archive = Path(ledger.engine.url.database).parent / "archive"
    return gather(ledger, QUARTER, SETTINGS, corrections), answers_of(ledger, QUARTER, archive)


def of_regency(consolidated: Consolidated, code: str = "62.01") -> pd.Series:
    return consolidated.submissions.set_index("regency_code").loc[code]


def where(consolidated: Consolidated, service_code: str) -> tuple:
    """File, sheet, cell and value of the people served, as Asal Data has them."""
    rows = origins_of(consolidated).set_index(["code", "column"])
    return tuple(rows.loc[(service_code, "served"), ["file_name", "title", "cell", "value"]])


@given(SENT)
def test_of_every_bidang_the_latest_accepted_file_that_covers_it_counts(offices, received):
    names = ["id", "regency_code", "form_version", "status", "period", "sha256"]
    rows = [(n, code, f"SPM-{form}-2025.1", status, "", f"{n}") for n, (code, form, status) in enumerate(received)]
    files = pd.DataFrame(rows, columns=names).astype({"id": "int64", **dict.fromkeys(names[1:], "str")})
    expected, partial = set(), {}
    for code in ("62.01", "62.02"):
        found = {}
        for field in FIELDS:
            for number, (whose, form, status) in reversed(list(enumerate(received))):
                if whose == code and form in ("KK", field) and status != "ditolak":
                    found[field] = number
                    break
        if len(found) == 6:
            expected |= {(code, field, number) for field, number in found.items()}
        elif found:
            partial[code] = tuple(found)
    counted = counting(files)
    assert set(zip(counted["regency_code"], counted["field_code"], counted["id"], strict=True)) == expected
    assert len(counted) == len(expected)
    assert waiting(files) == partial
    last = {(code, field): n for n, (code, form, _) in enumerate(received) for field in FIELDS if form in ("KK", field)}
    assert set(latest(files)["id"]) == set(last.values())


def test_an_office_replaces_the_figures_of_its_bidang_only(ledger):
    ledger.record("62", [sent(Book(), "seluruh")])
    before, _ = gathered(ledger)
    ledger.record("62", [sent(health(), "dinkes", days=1)])
    after, answers = gathered(ledger)
    services = before.service.merge(after.service, on="service_code", validate="1:1")
    differ = services.loc[services["service_index_x"] != services["service_index_y"], "service_code"]
    assert list(differ) == ["K-KES-01"]
    for key in ("recipients", "quality", "budget", "stages"):
        assert len(getattr(after, key)) == len(getattr(before, key))
    assert set(after.quality.loc[after.quality["revision"] == 2, "service_code"].str[:5]) == {"K-KES"}
    assert list(after.stages.loc[after.stages["revision"] == 2, "field_code"]) == ["KES"]
    assert list(after.intake["counts"]) == [True, True]
    row = of_regency(after)
    assert tuple(row[["status", "revision", "file_name"]]) == ("diterima dengan catatan", 2, "dinkes.xlsx")
    assert answers.copies == []


def test_every_figure_leads_to_the_file_it_came_from(ledger):
    ledger.record("62", [sent(Book(), "seluruh"), sent(health(), "dinkes", days=1)])
    report, _ = gathered(ledger)
    assert where(report, "K-DIK-01") == ("seluruh.xlsx", "Penerima", "G6", 1000)
    assert where(report, "K-KES-01") == ("dinkes.xlsx", "Penerima", "G7", 900)
    for service, file_name, cell in (("K-DIK-01", "seluruh.xlsx", "G6"), ("K-KES-01", "dinkes.xlsx", "G7")):
        found = trace(ledger, QUARTER, "62.01", service, SETTINGS)
        served = next(one for one in found.figures if one.column == "served")
        assert (found.file_name, served.title, served.cell) == (file_name, "Penerima", cell)
    assert trace(ledger, QUARTER, "62.01", "K-KES-01", SETTINGS).achieved.recipient_pct == 90


def of_health_alone(keep: bool = False) -> Book:
    """The whole form, as the health office alone fills it in: `keep`s the empty rows of the others."""
    book = Book()
    for name, figures in (("Penerima", [5, 6]), ("Mutu", [6, 7]), ("Anggaran", [3, 4]), ("Tahapan", [])):
        rows = book.sheets[name]
        for row in rows[5:]:
            for at in figures if "KES" not in row[1] else ():
                row[at] = ""
        rows[5:] = [row for row in rows[5:] if keep or "KES" in row[1]]
    return book


@pytest.mark.parametrize("keep", [True, False])
def test_what_an_office_was_rejected_for_is_told_nowhere_once_its_own_form_was_accepted(ledger, keep):
    """Board, run, reminders and front page went on saying "ditolak" and asked to mend a file that nobody needs."""
    ledger.record("62", [sent(of_health_alone(keep), "dinkes"), sent(Book(HEALTH), "dinkes baru", days=1)])
    report, answers = gathered(ledger)
    assert of_regency(report)["status"] == "belum lapor"
    assert report.waiting == {"62.01": ("KES",)}
    assert list(report.intake["last"]) == [False, True]
    summary, board = summarise(report), board_of(ledger, QUARTER, QUARTER.as_of)
    assert (summary.to_mend, board.rejected, board.kept) == ((), (), ())
    assert "ditolak" not in summary.outcome
    assert answers.copies == []
    told = [one for one in reminders(report, answers.copies, [-20], SETTINGS.letter) if one.regency_code == "62.01"]
    assert [one.kind for one in told if one.kind == "ditolak"] == []


def test_a_rejected_report_of_which_an_office_mended_only_its_own_bidang_stays_open(ledger):
    faulty = Book()
    faulty["Penerima", "G6"] = "banyak"
    ledger.record("62", [sent(faulty, "seluruh"), sent(Book(HEALTH), "dinkes", days=1)])
    report, answers = gathered(ledger)
    assert of_regency(report)["status"] == "ditolak"
    assert [one.file_name for one in answers.copies] == ["seluruh.xlsx"]


def test_what_was_rejected_after_it_is_not_mended_by_what_was_accepted_before(ledger):
    ledger.record("62", [sent(Book(HEALTH), "dinkes"), sent(of_health_alone(), "dinkes lagi", days=1)])
    report, _ = gathered(ledger)
    assert of_regency(report)["status"] == "ditolak"


def test_errors_and_warnings_of_all_that_count_are_added_up(ledger):
    book = Book()
    book["Penerima", "G6"], book["Penerima", "H6"], book["Penerima", "I6"] = 900, 100, 90
    ledger.record("62", [sent(book, "seluruh"), sent(Book(HEALTH), "dinkes", days=1)])
    row = of_regency(gathered(ledger)[0])
    assert (row["status"], row["warnings"], row["file_name"]) == ("diterima dengan catatan", 1, "dinkes.xlsx")


def test_a_later_whole_report_replaces_everything_and_a_rejected_file_nothing(ledger):
    faulty = health()
    faulty["Penerima", "G7"] = "banyak"
    ledger.record("62", [sent(health(), "dinkes"), sent(Book(), "seluruh", days=1), sent(faulty, "rusak", days=2)])
    report, answers = gathered(ledger)
    (answer,) = answers.copies
    assert where(report, "K-KES-01") == ("seluruh.xlsx", "Penerima", "G9", 1000)
    assert tuple(of_regency(report)[["status", "revision"]]) == ("diterima", 2)
    assert (answer.name, answer.file_name, answer.status) == ("62.01", "rusak.xlsx", "ditolak")
    (told,) = [one for one in reminders(report, [answer], [], SETTINGS.letter) if one.kind == "ditolak"]
    assert (told.state, told.values["berlaku"], told.values["bidang"]) == ("ditolak/3", 2, "Kesehatan")


def test_a_correction_is_checked_against_the_file_that_counts(ledger):
    ledger.record("62", [sent(Book(), "seluruh"), sent(health(), "dinkes", days=1)])
    cell, origin = ("62.01", PERIOD, "recipients", "K-KES-01", "served"), ("r", "s", "b", "a.toml", 1, "")
    with pytest.raises(CorrectionError, match="tertulis 900"):
        gathered(ledger, Correction(*cell, 1000, 950, *origin))
    with pytest.raises(CorrectionError) as broken:
        gathered(ledger, Correction(*cell, 900, 5000, *origin))
    assert str(broken.value).count("membuat 62.01 Penerima!G7 melanggar R14") == str(broken.value).count("membuat") == 1
    report, _ = gathered(ledger, Correction(*cell, 900, 950, *origin))
    assert report.service.set_index("service_code").loc["K-KES-01", "recipient_pct"] == 95


def test_a_regency_of_which_bidang_are_missing_is_in_no_mean_and_everybody_is_told_which(ledger):
    ledger.record("62", [sent(health(), "dinkes")])
    report, _ = gathered(ledger)
    told = "baru Kesehatan; menunggu Pendidikan, Pekerjaan Umum, Perumahan Rakyat, Trantibumlinmas, Sosial"
    assert tuple(of_regency(report)[["status", "file_name", "errors"]]) == ("belum lapor", "", 0)
    assert len(report.regency) == len(report.field) == len(report.recipients) == 0
    assert report.waiting == {"62.01": ("KES",)}
    rows = intake(facts_of(report)).frame.set_index("code").loc["62.01"]
    assert list(rows["status"]) == ["belum lapor", "diterima dengan catatan, hanya Kesehatan"]
    assert list(rows["counts"]) == ["Tidak", "Tidak"]
    assert list(rows["file_name"]) == [told, "dinkes.xlsx"]
    assert told in not_counted(facts_of(report)).frame.set_index("code").loc["62.01", "why"]
    assert board_of(ledger, QUARTER, QUARTER.as_of).lines["Baru sebagian"] == f"Kabupaten Kotawaringin Barat {told}"
    assert f"Kabupaten Kotawaringin Barat ({told})" in summarise(report).missing
    mine = [one for one in reminders(report, [], [0], SETTINGS.letter) if one.regency_code == "62.01"]
    assert [one.kind for one in mine] == ["belum-lapor"]
    texts = reminder_files(mine, Path("tidak-ada"))
    assert "sudah diterima: bidang Kesehatan" in texts["pengingat/62.01-surel.txt"].decode()
    assert "ditunggu: bidang Pendidikan" in texts["pengingat/62.01-pesan.txt"].decode()
    with pytest.raises(TraceError, match="diterima: baru Kesehatan"):
        trace(ledger, QUARTER, "62.01", "K-KES-01", SETTINGS)


def test_a_regency_is_rejected_where_its_last_whole_report_was(ledger):
    faulty = Book()
    faulty["Penerima", "G6"] = "banyak"
    ledger.record("62", [sent(faulty, "rusak"), sent(health(), "dinkes", days=1)])
    report, answers = gathered(ledger)
    (answer,) = answers.copies
    assert tuple(of_regency(report)[["status", "file_name", "errors"]]) == ("ditolak", "rusak.xlsx", 1)
    assert (answer.name, answer.file_name) == ("62.01-kiriman-1", "rusak.xlsx")
    assert sorted(answers.receipts) == ["62.01", "62.01-kiriman-1"]


def test_six_offices_together_make_a_complete_report(ledger, offices: dict[str, Layout], tmp_path):
    books = [sent(Book(layout), code, days) for days, (code, layout) in enumerate(offices.items())]
    ledger.record("62", books[:5])
    assert gathered(ledger)[0].waiting == {"62.01": FIELDS[:5]}
    ledger.record("62", books[5:])
    report, _ = gathered(ledger)
    other = Ledger(f"sqlite:///{tmp_path / 'other' / 'spm.db'}")
    other.record("62", [sent(Book(), "seluruh")])
    whole, _ = gathered(other)
    pd.testing.assert_frame_equal(report.service, whole.service)
    pd.testing.assert_frame_equal(report.regency, whole.regency)
    pd.testing.assert_frame_equal(report.sheet_fill, whole.sheet_fill)
    assert report.waiting == {}
    assert tuple(of_regency(report)[["status", "revision", "file_name"]]) == ("diterima", 6, "SOS.xlsx")
    assert where(report, "K-TRA-01") == ("TRA.xlsx", "Penerima", "G6", 1000)
    assert list(report.stages["field_code"]) == list(FIELDS)


def test_every_office_is_told_of_its_own_file(ledger, offices: dict[str, Layout]):
    books = {code: Book(offices[code]) for code in ("KES", "SOS", "DIK")}
    for code in ("KES", "SOS"):
        books[code]["Penerima", "G6"] = "banyak"
    ledger.record("62", [sent(book, code, days) for days, (code, book) in enumerate(books.items())])
    report, answers = gathered(ledger)
    assert {one.name: one.file_name for one in answers.copies} == {
        "62.01-kiriman-1": "KES.xlsx",
        "62.01-kiriman-2": "SOS.xlsx",
    }
    mine = [one for one in reminders(report, answers.copies, [0], SETTINGS.letter) if one.regency_code == "62.01"]
    assert [one.state for one in mine] == ["ditolak/1", "ditolak/2", "belum-lapor/H+0"]
    assert [one.values.get("bidang") for one in mine] == ["Kesehatan", "Sosial", None]
    assert len(reminder_files(mine, Path("tidak-ada"))) == 10  # three each, and the page to send them by hand
    (accepted,) = acceptances(report, answers.receipts, SETTINGS.letter)
    assert (accepted.state, accepted.values["bidang"]) == ("diterima/3", "Pendidikan")
    assert answers.receipts["62.01"].fields == "DIK"


def test_a_rejected_office_is_told_which_submission_counts_for_its_bidang(ledger, offices: dict[str, Layout]):
    faulty = health()
    faulty["Penerima", "G7"] = "banyak"
    books = {"seluruh": Book(), "dinsos": Book(offices["SOS"]), "dinkes": faulty}
    ledger.record("62", [sent(book, name, days) for days, (name, book) in enumerate(books.items())])
    report, answers = gathered(ledger)
    (told,) = [one for one in reminders(report, answers.copies, [], SETTINGS.letter) if one.regency_code == "62.01"]
    assert (told.state, told.values["berlaku"]) == ("ditolak/3", 1)


def test_how_full_the_sheets_are_is_counted_by_bidang(ledger):
    whole, office = Book(), health()
    whole["Penerima", "F6"] = ""
    office["Penerima", "F7"] = ""
    ledger.record("62", [sent(whole, "seluruh"), sent(office, "dinkes", days=1)])
    fill = gathered(ledger)[0].sheet_fill.set_index("sheet")
    assert tuple(fill.loc["recipients", ["required_cells", "filled_cells"]]) == (58, 56)
    assert KABKOTA.whole
