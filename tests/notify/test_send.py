"""Sending: by mail and by HTTP to servers on this machine, once for each state, and never with a secret in a record."""

import dataclasses
import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.contacts import load_contacts
from config.settings import settings
from flows.command.cli import main
from schemas.consolidated import Answers
from schemas.ledger import messages as attempts
from schemas.message import Contact, ContactsError, Message
from schemas.period import Period
from tasks.forms.samples import write_samples
from tasks.job import Job
from tasks.ledger.ledger import Ledger
from tasks.notify.reminders import current, reminders
from tasks.notify.send import Channels, send
from tests.notify.test_reminders import DAYS, LETTER, answer, on, the_quarter
from tests.sinks import Sink, enclosures_of, http_sink, smtp_sink, text_of
from tests.whole.test_empty_quarter import of, save

DINAS = Contact("62.07", "surel", "spm@seruyankab.example")
GRUP = Contact("62.07", "obrolan", "-100")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


@pytest.fixture
def mail() -> Iterator[Sink]:
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def chat() -> Iterator[Sink]:
    with http_sink() as sink:
        yield sink


def channels(mail: Sink, chat: Sink) -> Channels:
    surel = f"mailto://127.0.0.1:{mail.port}?mode=insecure&from=spm%40provinsi.example&to={{address}}"
    return Channels({"surel": SecretStr(surel), "obrolan": SecretStr(f"json://127.0.0.1:{chat.port}/{{address}}")})


def message(state: str = "2024-TW4/belum-lapor/H-5", **changes: object) -> Message:
    told = {"subject": "Laporan SPM ditunggu", "mail": "Baris <satu> & dua", "chat": "Pesan singkat"} | changes
    return Message("62", "62.07", state, **told)


def test_each_channel_gets_the_text_that_suits_it(mail: Sink, chat: Sink, ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "62.07.xlsx").write_bytes(b"salinan")
    told = message(enclosed=(tmp_path / "62.07.xlsx", tmp_path / "tidak-ada.html"))
    assert [one.step for one in send([told], [DINAS, GRUP], channels(mail, chat), ledger)] == ["terkirim"] * 2
    (letter,), (post,) = mail.received, chat.received
    assert (letter["To"], letter["Subject"]) == ("spm@seruyankab.example", "Laporan SPM ditunggu")
    assert text_of(letter).strip() == "Baris <satu> & dua"
    assert enclosures_of(letter) == {"62.07.xlsx": b"salinan"}
    assert post["message"] == "Pesan singkat"


def test_a_service_that_carries_no_files_says_where_they_are_and_answers_nobody(
    chat: Sink, ledger: Ledger, tmp_path: Path
) -> None:
    """apprise's services for WhatsApp drop what is enclosed and report success; so does this one."""
    (tmp_path / "62.07.xlsx").write_bytes(b"salinan")
    told = message("2024-TW4/ditolak/2", enclosed=(tmp_path / "62.07.xlsx",), bare="Ambil salinannya di dinas")
    both = Channels(
        {
            "wa": SecretStr(f"gotify://127.0.0.1:{chat.port}/token-{{address}}"),
            "obrolan": SecretStr(f"json://127.0.0.1:{chat.port}/{{address}}"),
        }
    )
    sent = send([told], [Contact("62.07", "wa", "62812"), GRUP], both, ledger)
    assert [(one.step, one.carried, one.answers) for one in sent] == [
        ("terkirim", False, ""),
        ("terkirim", True, "62.07-kiriman-2"),
    ]
    assert [one["message"] for one in chat.received] == ["Ambil salinannya di dinas", "Pesan singkat"]


def test_nobody_is_told_the_same_state_twice(mail: Sink, chat: Sink, ledger: Ledger) -> None:
    for _ in range(3):
        send([message()], [DINAS], channels(mail, chat), ledger)
    assert len(mail.received) == 1
    send([message("2024-TW4/belum-lapor/H-1")], [DINAS], channels(mail, chat), ledger)
    assert len(mail.received) == 2


def test_a_new_address_is_told_and_the_old_one_is_not_told_again(mail: Sink, chat: Sink, ledger: Ledger) -> None:
    send([message()], [DINAS], channels(mail, chat), ledger)
    other = Contact("62.07", "surel", "sekda@seruyankab.example")
    send([message()], [DINAS, other], channels(mail, chat), ledger)
    assert [one["To"] for one in mail.received] == [DINAS.address, other.address]


def test_the_office_that_is_late_is_told_and_its_regency_with_it(mail: Sink, chat: Sink, ledger: Ledger) -> None:
    """Whoever coordinates and keeps an office too is told once."""
    health, works = Contact("62.07/KES", "surel", "dinkes@x.example"), Contact("62.07/PU", "surel", "pu@x.example")
    both, elsewhere = Contact("62.07/KES", "surel", DINAS.address), Contact("62.05/KES", "surel", "lain@x.example")
    told = message(fields=("KES",))
    send([told], [health, works, DINAS, both, elsewhere], channels(mail, chat), ledger)
    assert sorted(one["To"] for one in mail.received) == ["dinkes@x.example", DINAS.address]
    assert {row.recipient for row in ledger.rows(attempts)} == {"62.07"}


def test_what_failed_is_tried_again_by_the_next_run(mail: Sink, chat: Sink, ledger: Ledger) -> None:
    chat.broken = True
    (failed,) = send([message()], [GRUP], channels(mail, chat), ledger)
    assert failed.step == "gagal"
    assert failed.reason
    chat.broken = False
    (sent,) = send([message()], [GRUP], channels(mail, chat), ledger)
    assert sent.step == "terkirim"
    steps = [(one.attempt, one.step) for one in ledger.rows(attempts, recipient="62.07")]
    assert steps == [(1, "mulai"), (1, "gagal"), (2, "mulai"), (2, "terkirim")]


def test_what_was_cut_off_while_sending_may_have_arrived_and_is_not_repeated(
    mail: Sink, chat: Sink, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, step_log: pytest.LogCaptureFixture
) -> None:
    import apprise

    class PowerFailure(BaseException):
        pass

    def cut_off(*_: object, **__: object) -> bool:
        raise PowerFailure

    with monkeypatch.context() as until_then:
        until_then.setattr(apprise.Apprise, "notify", cut_off)
        with pytest.raises(PowerFailure):
            send([message()], [DINAS], channels(mail, chat), ledger)
    assert send([message()], [DINAS], channels(mail, chat), ledger) == []
    assert mail.received == []
    assert "pernah terputus dan tidak diulang" in step_log.text


def test_a_channel_that_fails_again_and_again_is_left_alone_and_the_others_go_on(
    mail: Sink, chat: Sink, ledger: Ledger
) -> None:
    chat.broken = True
    told = [message(f"2024-TW4/ditolak/{number}") for number in range(6)]
    done = send(told, [GRUP, DINAS], channels(mail, chat), ledger)
    assert [one.step for one in done if one.channel == "obrolan"] == ["gagal"] * 3
    assert len(mail.received) == 6


@pytest.mark.parametrize("url", ["json://127.0.0.1:9/${SPM_TOKEN}/{address}", "tgram://${SPM_TOKEN}/{address}"])
def test_no_secret_and_no_address_is_in_a_log_or_in_the_ledger(
    url: str, tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, step_log: pytest.LogCaptureFixture
) -> None:
    step_log.set_level(logging.DEBUG)
    monkeypatch.setenv("SPM_TOKEN", "rahasia:s+kali")
    channel = Channels({"obrolan": SecretStr(url)})
    (sent,) = send([message()], [Contact("62.07", "obrolan", "0812-orang")], channel, ledger)
    assert sent.step == "gagal"
    kept = step_log.text + repr(channel) + "".join(sqlite3.connect(tmp_path / "spm.db").iterdump())
    assert "62.07" in kept
    for hidden in ("rahasia", "s+kali", "s%2Bkali", "0812"):
        assert hidden not in kept


def test_a_secret_that_is_not_set_is_named(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPM_TOKEN", raising=False)
    channel = Channels({"obrolan": SecretStr("json://127.0.0.1:9/${SPM_TOKEN}")})
    (sent,) = send([message()], [GRUP], channel, ledger)
    assert sent.reason == "saluran 'obrolan' memerlukan variabel lingkungan SPM_TOKEN"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "late", "told"),
    [
        ("2025-01-23", 0, ["ditolak/1", "belum-lapor/H+1", "belum-lapor/H+1"]),
        ("2025-01-30", 0, []),  # older than a week: the site turned sending on too late for them
        ("2025-01-23", 400, []),  # a moment of the past that somebody asked for
    ],
)
def test_only_the_present_is_told(day: str, late: int, told: list[str]) -> None:
    quarter = on(day)
    found = reminders(quarter, [answer()], DAYS, LETTER)
    now = quarter.as_of + timedelta(days=late)
    assert [one.state for one in current(found, quarter.as_of, now, 7)] == told


def contacts(folder: Path, text: str) -> list[Contact]:
    (folder / "contacts.csv").write_text(text, encoding="utf-8")
    return load_contacts(folder / "contacts.csv", {"surel"})


@pytest.mark.parametrize("separator", [",", ";"])
def test_contacts_are_read_as_a_spreadsheet_writes_them(tmp_path: Path, separator: str) -> None:
    lines = [
        "\ufeffrecipient,channel,address",
        "62.07,surel, a@b.example ",
        "62.07/KES,surel,c@d.example",
        "62/DIK,surel,e@f.example",
    ]
    found = contacts(tmp_path, "\n".join(lines).replace(",", separator))
    told = {one.recipient: one.address for one in found}
    assert told == {"62.07": "a@b.example", "62.07/KES": "c@d.example", "62/DIK": "e@f.example"}
    assert load_contacts(tmp_path / "tidak-ada.csv", set()) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("62.99,surel,a@b", "baris 2: penerima '62.99' tidak dikenal"),
        ("62.07/DINKES,surel,a@b", "penerima '62.07/DINKES' tidak dikenal; .* 62.01/KES"),
        ("62.07,fax,a@b", r"baris 2: saluran 'fax' tidak ada dalam pengaturan \(surel\)"),
        ("62.07,surel,", "baris 2: alamat 62.07 kosong"),
        ("62.07", "baris 2: saluran '' tidak ada"),
    ],
)
def test_a_contact_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(ContactsError, match=told):
        contacts(tmp_path, f"recipient,channel,address\n{line}\n")


def test_a_site_has_no_channel_until_it_sets_one_and_its_secret_is_not_shown(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings().notify.channels == {}
    settings.cache_clear()
    monkeypatch.setenv("SPM_NOTIFY__CHANNELS__SUREL", "mailtos://spm:sandi@mail.example")
    assert settings().notify.channels["surel"].get_secret_value() == "mailtos://spm:sandi@mail.example"
    assert "sandi" not in repr(settings())


def test_moments_are_noted_in_utc(mail: Sink, chat: Sink, ledger: Ledger) -> None:
    send([message()], [DINAS], channels(mail, chat), ledger)
    noted = datetime.fromisoformat(ledger.rows(attempts)[0].noted_at)
    assert abs(datetime.now(UTC) - noted) < timedelta(minutes=5)


@pytest.mark.whole
@pytest.mark.usefixtures("data_alone")
def test_a_night_sends_each_reminder_once(
    home: Path, tmp_path: Path, mail: Sink, chat: Sink, prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kulon Progo was rejected, Sleman accepted, Kota Yogyakarta has not reported and cannot be reached."""
    url = channels(mail, chat).urls["surel"].get_secret_value()
    monkeypatch.setenv("SPM_NOTIFY__CHANNELS__SUREL", url)
    monkeypatch.setenv("SPM_NOTIFY__FRESH_DAYS", "36500")
    write_samples("34", Period(2024, 4), tmp_path / "inbox")
    home.mkdir()
    (home / "contacts.csv").write_text("recipient,channel,address\n34.01,surel,a@b.example\n34.04,surel,c@d.example\n")
    night = ["run", "--province", "34", "--period", "2024-TW4", "--inbox", str(tmp_path / "inbox")]
    for _ in range(2):
        assert main(night) == 1
    rejected, accepted = mail.received
    assert rejected["Subject"].startswith("Perlu perbaikan: laporan SPM Triwulan IV Tahun 2024 Kabupaten Kulon Progo")
    assert accepted["Subject"] == "Diterima: laporan SPM Triwulan IV Tahun 2024 Kabupaten Sleman (kiriman ke-1)"
    assert list(enclosures_of(accepted)) == ["34.04-kiriman-1.html"]
    assert list(enclosures_of(rejected)) == ["34.01-kiriman-1.xlsx", "34.01-kiriman-1.html"]


@pytest.mark.whole
@pytest.mark.usefixtures("data_alone")
def test_who_sent_another_quarter_is_told_as_well_and_once_more_where_that_failed(
    home: Path, chat: Sink, prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No run of that quarter comes by, so it is this one's to try again."""
    monkeypatch.setenv("SPM_NOTIFY__CHANNELS__OBROLAN", f"json://127.0.0.1:{chat.port}/{{address}}")
    other = Period.due_on(datetime.now(UTC).date()).previous()
    (home / "inbox").mkdir(parents=True)
    (home / "contacts.csv").write_text("recipient,channel,address\n34.01,obrolan,1\n34.02,obrolan,2\n")
    for code, served in (("34.01", 1000), ("34.02", "abc")):
        book = of(code, year=other.year, quarter=other.quarter)
        book["Penerima", "G9"] = served
        save(book, home / "inbox" / f"{code}.xlsx")
    chat.broken = True
    assert main(["run", "--province", "34"]) == 0
    chat.broken = False
    chat.received.clear()
    for _ in range(2):
        assert main(["run", "--province", "34"]) == 0
    told = sorted(one["message"] for one in chat.received)
    assert len(told) == 2
    assert all(other.label in one for one in told)
    assert [sum(word in one for one in told) for word in (" diterima pada ", "belum dapat diterima")] == [1, 1]


@pytest.mark.whole
def test_contacts_that_cannot_be_read_fail_no_night(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tasks import steps
    from tasks.home.trouble import Troubles

    monkeypatch.setenv("SPM_NOTIFY__CHANNELS__SUREL", "mailto://127.0.0.1:9?to={address}")
    monkeypatch.setenv("SPM_NOTIFY__FRESH_DAYS", "36500")
    home.mkdir()
    (home / "contacts.csv").write_text("nama,alamat\n")
    quarter = dataclasses.replace(the_quarter(), as_of=datetime.now(the_quarter().deadline.tzinfo))
    job = Job("62", quarter.period, quarter.as_of, home / "inbox", home / "outbox", settings())
    told: list[tuple] = []
    monkeypatch.setattr(steps.log, "warning", lambda *said: told.append(said))
    assert steps.remind.fn(quarter, Answers(copies=[answer()]), job, Troubles()) == []
    assert [str(reason).partition(" harus")[0] for _, reason in told] == ["Baris pertama 'contacts.csv'"]
