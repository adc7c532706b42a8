from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from config import catalogue
from config.settings import Settings, SettingsError, settings
from schemas.period import Period
from schemas.reference import TABLES
from schemas.wording import plain


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_meets_its_contract_and_says_where_it_comes_from(name):
    assert len(catalogue.table(name)) > 0
    assert set(catalogue.sources()[name]) == {"title", "as_of", "source"}


def test_every_file_of_the_reference_has_a_contract():
    files = {name.removesuffix(".csv") for name in catalogue.versions() if name.endswith(".csv")}
    assert files == set(TABLES) == set(catalogue.sources()) - {"boundaries"}


def test_every_regency_has_its_boundaries_and_no_other():
    found = {code for regencies in catalogue.boundaries().values() for code in regencies}
    assert found == set(catalogue.table("regions")["code"])
    for province, regencies in catalogue.boundaries().items():
        for code, polygons in regencies.items():
            assert code[:2] == province
            assert all(len(ring) >= 4 and ring[0] == ring[-1] for polygon in polygons for ring in polygon), code
            assert all(94 < x < 142 and -12 < y < 7 for polygon in polygons for ring in polygon for x, y in ring)


def test_a_spoiled_reference_table_is_refused():
    spoiled = catalogue.table("regions").assign(code="6201")
    with pytest.raises(Exception, match="code"):
        TABLES["regions"].validate(spoiled, lazy=True)


def test_the_country_has_its_regencies_and_the_forms_their_services():
    assert len(catalogue.table("regions")) == 514
    assert len(catalogue.regencies("62")) == 14
    assert len(catalogue.services("SPM-KK-2025.1")) == 29
    assert len(catalogue.services("SPM-P-2025.1")) == 14
    assert len(catalogue.quality_items("SPM-KK-2025.1")) == 302
    assert len(catalogue.quality_items("SPM-P-2025.1")) == 0


def test_references_fit_together():
    services = set(catalogue.table("services")["service_code"])
    assert set(catalogue.table("quality_items")["service_code"]) <= services
    assert set(catalogue.table("service_aliases")["service_code"]) <= services
    regencies = set(catalogue.table("regions")["code"])
    assert set(catalogue.table("population")["code"]) == regencies
    aliases = catalogue.table("region_aliases")
    of_province = aliases["kind"] == "province"
    assert set(aliases.loc[~of_province, "code"]) <= regencies
    assert set(aliases.loc[of_province, "code"]) <= set(catalogue.table("provinces")["code"])
    assert set(catalogue.table("regions")["province_code"]) == set(catalogue.table("provinces")["code"])


@pytest.mark.parametrize(("province", "zone"), [("62", "+07:00"), ("64", "+08:00"), ("91", "+09:00")])
def test_the_deadline_is_in_the_provinces_own_zone(province, zone):
    assert catalogue.deadline(Period(2024, 4), province).isoformat() == f"2025-01-20T23:59:59{zone}"
    assert catalogue.deadline(Period(2024, 1), province).date().isoformat() == "2024-04-20"


@pytest.mark.parametrize("version", sorted(catalogue.layouts()))
def test_the_headings_of_a_sheet_are_told_apart(version):
    for sheet in catalogue.layouts()[version].sheets:
        headings = {plain(column.heading) for column in sheet.columns}
        assert len(headings) == len(sheet.columns)
        assert all(plain(column.heading) in column.wordings for column in sheet.columns)


def test_settings_come_from_the_file_in_the_home_and_from_the_environment(tmp_path, monkeypatch):
    (tmp_path / "settings.toml").write_text("[limits]\nfile_mb = 5\n[province.62]\nquality = 'pooled'\n")
    monkeypatch.setenv("SPM_HOME", str(tmp_path))
    monkeypatch.setenv("SPM_LIMITS__SECONDS", "7")
    found = Settings()
    assert (found.limits.file_mb, found.limits.seconds, found.limits.parts) == (5, 7, 2000)
    assert found.of_province("62").quality == "pooled"
    assert found.of_province("63").quality == "mean"
    assert found.inbox == tmp_path / "inbox"


@pytest.mark.parametrize("wrong", ["[limits]\nfile_mb = -1", "[province.62]\nnihil = 'x'", "tidak = 1", "[limits"])
def test_a_wrong_setting_is_one_sentence(tmp_path, monkeypatch, wrong):
    (tmp_path / "settings.toml").write_text(wrong)
    monkeypatch.setenv("SPM_HOME", str(tmp_path))
    settings.cache_clear()
    with pytest.raises(SettingsError, match="engaturan"):
        settings()
    settings.cache_clear()


def test_what_we_ask_of_a_setting_is_said_in_our_words(tmp_path, monkeypatch):
    """A day of another year was answered with all settings of the province, in braces."""
    (tmp_path / "settings.toml").write_text("[province_defaults.penetapan]\n2026 = 2027-07-15")
    monkeypatch.setenv("SPM_HOME", str(tmp_path))
    settings.cache_clear()
    with pytest.raises(SettingsError, match="penetapan 2026 harus tanggal dalam tahun itu, contoh 2026-04-30") as told:
        settings()
    assert "{" not in str(told.value)
    settings.cache_clear()


def test_due_now_follows_the_provinces_midnight():
    just_before = datetime(2024, 12, 31, 16, 30, tzinfo=ZoneInfo("UTC"))
    jakarta, jayapura = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
    assert Period.due_on(just_before.astimezone(jakarta).date()).key == "2024-TW3"
    assert Period.due_on(just_before.astimezone(jayapura).date()).key == "2024-TW4"
