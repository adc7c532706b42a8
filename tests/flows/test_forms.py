"""The forms people fill in: a wrong value is refused by the schema itself, and the drop-downs are as of today."""

import os
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from time_machine import travel

from config.settings import settings
from flows.forms import DUE, FileRequest, QuarterRequest, ReprocessRequest, Request
from flows.service.own import Refused, request_of
from schemas.period import EARLIEST_YEAR, Period

YOGYAKARTA = "34 Daerah Istimewa Yogyakarta"


def refused(form: type, **values: str) -> bool:
    """By the JSON schema alone, which is all that the form and the server look at."""
    return not jsonschema.Draft202012Validator(form.model_json_schema()).is_valid(values)


def test_a_form_needs_no_more_than_the_province() -> None:
    for form in (QuarterRequest, Request, ReprocessRequest):
        assert not refused(form, province=YOGYAKARTA)
        assert refused(form)


@pytest.mark.parametrize(
    "wrong",
    [
        {"province": "99 Negeri Dongeng"},
        {"period": "2026"},
        {"period": f"{date.today().year + 1}-TW1"},
        {"what": "Hapus semua"},
        {"inbox": "/etc"},
    ],
    ids=str,
)
def test_a_wrong_value_is_refused_by_the_schema(wrong: dict[str, str]) -> None:
    assert refused(Request, **{"province": YOGYAKARTA} | wrong)


@pytest.mark.parametrize("moment", ["", "2025-01-22", "2024-02-29", "2025-01-22T08:00", "2025-01-22T08:00:00+07:00"])
def test_a_moment_may_be_left_out_or_be_a_day_or_an_hour(moment: str) -> None:
    assert not refused(Request, province=YOGYAKARTA, as_of=moment)


def test_the_quarters_are_the_present_one_and_those_before_it() -> None:
    offered = QuarterRequest.model_json_schema()["properties"]["period"]["enum"]
    assert offered[:3] == [DUE, Period.containing(date.today()).key, Period.due_on(date.today()).key]


def test_every_field_has_a_title_of_its_own() -> None:
    for form in (QuarterRequest, Request, ReprocessRequest, FileRequest):
        for name, field in form.model_json_schema()["properties"].items():
            assert field["title"] not in (name, name.title())


@pytest.mark.parametrize(
    "wrong", ["kemarin", "22-01-2025", "2025-13-01", "2025-04-31", "2025-02-29", "2025-01-22T25:00", "  ", "0"]
)
def test_a_wrong_date_is_refused_with_a_sentence(wrong: str) -> None:
    """The form itself would answer with the pattern that its schema has for it."""
    assert not refused(Request, province=YOGYAKARTA, as_of=wrong)
    with pytest.raises(Refused, match=f"^'{wrong}' bukan tanggal; tulis tanggal seperti 2025-01-22 atau"):
        request_of("flows.nightly.nightly_report", {"province": YOGYAKARTA, "as_of": wrong})


def test_a_wrong_choice_is_refused_by_the_name_of_its_field() -> None:
    def told(**sent: str) -> str:
        with pytest.raises(Refused) as refusal:
            request_of("flows.nightly.nightly_report", sent)
        return str(refusal.value)

    assert told() == "Isian 'Provinsi' belum diisi."
    assert told(province="99 Negeri Dongeng") == "Isian 'Provinsi' harus dipilih dari daftar."
    assert told(province=YOGYAKARTA, period="2026") == "Isian 'Triwulan' harus dipilih dari daftar."
    assert told(province=YOGYAKARTA, what="Hapus semua") == "Isian 'Yang dikerjakan' harus dipilih dari daftar."
    assert told(province=YOGYAKARTA, as_of="2025-01-22" * 5) == "Isian 'Keadaan per' terlalu panjang."
    assert told(province=YOGYAKARTA, inbox="/etc") == "Isian 'inbox' tidak ada pada formulir."


def test_every_typed_field_can_be_refused_with_a_sentence() -> None:
    """None has a pattern of its own in the form; a field with a list is no typed one."""
    for form in (QuarterRequest, Request, ReprocessRequest, FileRequest):
        for name, field in form.model_json_schema()["properties"].items():
            assert "pattern" not in field or "enum" in field, (form, name)


@given(
    day=st.dates(date(EARLIEST_YEAR, 1, 1), date(2109, 12, 31)), today=st.dates(date(2020, 1, 1), date(2099, 12, 31))
)
@example(day=date(2026, 1, 1), today=date(2025, 12, 31))
@example(day=date(2025, 2, 28), today=date(2025, 3, 1))
def test_every_day_until_today_may_be_asked_for_and_none_after_it(day: date, today: date) -> None:
    with travel(datetime(today.year, today.month, today.day, 12, tzinfo=ZoneInfo("Asia/Jakarta")), tick=False):
        for typed in (day.isoformat(), f"{day}T08:00"):
            asked = {"province": YOGYAKARTA, "as_of": typed}
            if day <= today:
                assert request_of("flows.nightly.nightly_report", asked) == asked
                continue
            with pytest.raises(Refused, match="belum terjadi; pilih saat yang sudah lewat"):
                request_of("flows.nightly.nightly_report", asked)


@pytest.mark.whole
def test_a_form_offers_the_provinces_that_the_site_serves(home: Path) -> None:
    from flows.nightly import nightly_report
    from flows.service.deployments import form_of

    assert len(form_of(nightly_report).definitions["Province"]["enum"]) == 38
    home.mkdir()
    (home / "settings.toml").write_text("[schedule.34]\n[schedule.62]\n")
    settings.cache_clear()
    assert form_of(nightly_report).definitions["Province"]["enum"] == [YOGYAKARTA, "62 Kalimantan Tengah"]


@pytest.mark.whole
def test_no_form_shows_a_name_of_the_program(home: Path) -> None:
    from flows.service.deployments import deployments

    for one in deployments(settings()):
        titles = [field["title"] for field in one._parameter_openapi_schema.properties.values()]
        assert titles in ([], ["Permintaan"]), one.name


def test_the_files_to_choose_from_are_those_in_the_inbox_the_latest_first(home: Path) -> None:
    def offered() -> list[str]:
        return FileRequest.model_json_schema()["properties"]["file"]["enum"]

    assert offered() == ["(folder kiriman masih kosong)"]
    (home / "inbox" / "34").mkdir(parents=True)
    for age, name in enumerate(("baru.xlsx", "34/lama.xlsx", "~$baru.xlsx", ".tersembunyi")):
        (home / "inbox" / name).write_bytes(b"")
        os.utime(home / "inbox" / name, (1e9 - age, 1e9 - age))
    assert offered() == ["baru.xlsx", "34/lama.xlsx"]
    assert refused(FileRequest, file="lain.xlsx")
