"""The page to come in: a session for the right password, a counted refusal for a wrong one."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from flows.service.enter import entrance
from flows.service.gate import Gate
from flows.service.logins import Logins
from flows.service.origin import OwnPages
from flows.service.people import People, Person, Role, hash_of, is_password, keep
from tasks.home.modes import PEOPLE_FILE
from tests.people import logins_at

pytestmark = pytest.mark.whole

PASSWORD = "sandi & <rahasia>"  # noqa: S105 made up


@pytest.fixture
def logins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Logins:
    monkeypatch.setattr("flows.service.people.COST", {"n": 2, "r": 1, "p": 1})
    return logins_at(tmp_path, (Person("siti", "Siti Rahmah", "Sekda", (Role.READER,), hash_of(PASSWORD)),))


@pytest.fixture
def browser(logins: Logins) -> TestClient:
    """At the server as it is put together, with a page that says who has come in."""

    def hello(request: object) -> PlainTextResponse:
        return PlainTextResponse(request.scope["user"].name)

    app = Starlette(routes=[*entrance(logins), Route("/", hello), Route("/laporan", hello)])
    return TestClient(OwnPages(Gate(app, logins, None)), follow_redirects=False, headers={"Accept": "text/html"})


@pytest.fixture
def elsewhere(browser: TestClient) -> TestClient:
    """Another browser at the same server."""
    return TestClient(browser.app, follow_redirects=False, headers={"Accept": "text/html"})


def enter(browser: TestClient, password: str = PASSWORD, **more: str) -> object:
    return browser.post("/masuk", content=urlencode({"nama": "siti", "sandi": password} | more))


def choose(browser: TestClient, new: str, again: str = "", now: str = PASSWORD) -> object:
    return browser.post("/sandi", content=urlencode({"sandi": now, "baru": new, "ulang": again or new}))


def test_the_right_password_begins_a_session_that_no_script_and_no_other_site_can_use(browser: TestClient) -> None:
    assert browser.get("/").headers["location"] == "/masuk"
    entered = enter(browser)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {one.strip() for one in cookie.split(";")}
    assert "Secure" not in cookie
    assert browser.get("/").text == "Siti Rahmah"
    behind_tls = browser.post("/masuk", content=urlencode({"nama": "siti", "sandi": PASSWORD}),
                              headers={"X-Forwarded-Proto": "https"})  # fmt: skip
    assert "Secure" in behind_tls.headers["set-cookie"]


def test_leaving_ends_the_session_and_not_only_the_cookie(browser: TestClient) -> None:
    kept = enter(browser).headers["set-cookie"].partition(";")[0]
    left = browser.post("/keluar")
    assert (left.status_code, "Max-Age=0" in left.headers["set-cookie"]) == (303, True)
    browser.cookies.clear()
    assert browser.get("/", headers={"Cookie": kept}).status_code == 303


@pytest.mark.parametrize("sent", [{"password": "salah"}, {"nama": "tidak-ada"}, {"password": ""}, {"nama": "\ud83d"}])
def test_whatever_is_wrong_is_told_in_the_same_words(browser: TestClient, sent: dict[str, str]) -> None:
    sent = {name: text.encode("utf-8", "replace").decode() for name, text in sent.items()}
    refused = enter(browser, **sent)
    assert (refused.status_code, "Nama atau kata sandi salah" in refused.text) == (403, True)
    assert "set-cookie" not in refused.headers


def test_wrong_passwords_are_counted_and_right_ones_are_not(browser: TestClient) -> None:
    assert {enter(browser).status_code for _ in range(12)} == {303}
    assert [enter(browser, "salah").status_code for _ in range(11)] == [403] * 10 + [429]
    assert enter(browser).status_code == 429, "the right one is not looked at either"


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/laporan", "/laporan"),
        ("/laporan/34/a b.xlsx", "/laporan/34/a%20b.xlsx"),
        ("//jahat.example", "/"),
        ("/\\jahat.example", "/"),
        ("https://jahat.example", "/"),
        ("/a\nSet-Cookie: x=y", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_who_has_come_in_is_led_to_a_page_of_this_server_alone(browser: TestClient, asked: str, led: str) -> None:
    form = browser.get("/masuk", params={"ke": asked})
    assert f'name="ke" value="{asked if led != "/" else "/"}"' in form.text
    assert enter(browser, ke=asked).headers["location"] == led


def test_who_only_looks_at_the_page_has_said_no_password(browser: TestClient) -> None:
    enter(browser)
    assert {browser.head("/masuk").status_code for _ in range(20)} == {200}
    assert enter(browser).status_code == 303


def test_another_website_lets_nobody_in_and_out(browser: TestClient) -> None:
    enter(browser)
    elsewhere = {"Origin": "https://jahat.example"}
    for path in ("/masuk", "/keluar"):
        assert browser.post(path, headers=elsewhere).status_code == 403
    assert browser.get("/").text == "Siti Rahmah"


def test_a_list_of_people_that_cannot_be_read_is_told(
    browser: TestClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / PEOPLE_FILE).write_text("{")
    refused = enter(browser)
    assert (refused.status_code, "tidak dapat dibaca" in refused.text) == (503, True)
    assert str(tmp_path) not in refused.text
    assert str(tmp_path) in caplog.text, "where it lies is for the operator"


@pytest.mark.parametrize("content", ["{}", None])
def test_a_list_of_people_that_is_empty_or_gone_is_no_wrong_password(
    browser: TestClient, tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str | None
) -> None:
    (tmp_path / PEOPLE_FILE).unlink()
    if content:
        (tmp_path / PEOPLE_FILE).write_text(content)
    refused = enter(browser)
    assert (refused.status_code, "daftar orang kosong" in refused.text) == (503, True)
    assert "Jalankan lagi spm serve" in caplog.text


def test_a_list_of_people_that_others_may_read_is_closed(browser: TestClient, tmp_path: Path) -> None:
    assert enter(browser).status_code == 303
    (tmp_path / PEOPLE_FILE).chmod(0o644)
    assert browser.get("/").status_code == 200
    assert (tmp_path / PEOPLE_FILE).stat().st_mode & 0o777 == 0o600


def test_who_has_come_in_sees_a_page_where_the_list_of_people_cannot_be_read(
    browser: TestClient, tmp_path: Path
) -> None:
    enter(browser)
    (tmp_path / PEOPLE_FILE).write_text("{")
    told = browser.get("/")
    assert (told.status_code, "<h1>" in told.text, str(tmp_path) in told.text) == (503, True, False)


def test_a_form_without_end_is_read_to_its_bound(browser: TestClient) -> None:
    assert browser.post("/masuk", content=f"nama=siti&sandi={'x' * 100_000}").status_code == 403


def test_a_password_of_ones_own_ends_the_sessions_elsewhere_and_not_this_one(
    browser: TestClient, elsewhere: TestClient, logins: Logins, tmp_path: Path
) -> None:
    enter(browser), enter(elsewhere)
    stolen = browser.cookies["sesi"]
    assert 'action="/sandi"' in browser.get("/sandi").text
    chosen = choose(browser, "kopi hitam tanpa gula")
    assert (chosen.status_code, "Kata sandi diganti" in chosen.text) == (200, True)
    assert {"HttpOnly", "SameSite=Lax"} <= {one.strip() for one in chosen.headers["set-cookie"].split(";")}
    assert (browser.get("/").text, elsewhere.get("/").status_code) == ("Siti Rahmah", 303)
    assert elsewhere.get("/", headers={"Cookie": f"sesi={stolen}"}).status_code == 303
    assert [enter(elsewhere, one).status_code for one in (PASSWORD, "kopi hitam tanpa gula")] == [403, 303]
    assert logins.people["siti"].roles == (Role.READER,)
    assert (tmp_path / PEOPLE_FILE).stat().st_mode & 0o777 == 0o600
    assert "kopi" not in (tmp_path / PEOPLE_FILE).read_text()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"now": "salah", "new": "kopi hitam tanpa gula"}, "Kata sandi sekarang salah"),
        ({"new": "kopi hitam tanpa gula", "again": "kopi hitam"}, "tidak sama"),
        ({"new": "kopi pahit"}, "harus 12 sampai 1000 huruf"),
        ({"new": "kopi hitam" * 101}, "harus 12 sampai 1000 huruf"),
        ({"new": "kopi hitam tanpa gula "}, "diawali atau diakhiri spasi"),
        ({"new": "kopi hitam\ttanpa gula"}, "tanda yang tidak terlihat"),
        ({"new": "Siti minum kopi"}, "mudah ditebak"),
        ({"new": "123412341234"}, "mudah ditebak"),
        ({"new": PASSWORD}, "sama dengan yang sekarang"),
        ({"new": ""}, "harus 12"),
    ],
)
def test_a_password_that_is_wrong_or_easily_guessed_or_lost_changes_nothing(
    browser: TestClient, sent: dict[str, str], sentence: str
) -> None:
    enter(browser)
    refused = choose(browser, **sent)
    assert (refused.status_code, sentence in refused.text, "set-cookie" in refused.headers) == (422, True, False)
    assert (browser.get("/").text, enter(browser).status_code) == ("Siti Rahmah", 303)


def test_who_sits_at_an_open_session_cannot_try_passwords_without_end(browser: TestClient) -> None:
    enter(browser)
    tries = [choose(browser, "kopi hitam tanpa gula", now="salah").status_code for _ in range(10)]
    assert tries == [422] * 10
    assert choose(browser, "kopi hitam tanpa gula").status_code == 429


def test_nobody_chooses_a_password_without_a_session_or_for_another(browser: TestClient, logins: Logins) -> None:
    before = logins.people["siti"]
    assert [browser.get("/sandi").status_code, choose(browser, "kopi hitam tanpa gula").status_code] == [303, 303]
    enter(browser)
    foreign = {"Origin": "https://jahat.example"}
    assert browser.post("/sandi", headers=foreign).status_code == 403
    keep(logins.people.home, [before, replace(before, login="rina")])
    of_rina = {"nama": "rina", "login": "rina", "sandi": PASSWORD, "baru": "kopi hitam tanpa gula"}
    browser.post("/sandi", content=urlencode(of_rina | {"ulang": of_rina["baru"]}))
    assert (logins.people["rina"].password == before.password, logins.people["siti"] == before) == (True, False)


def test_what_the_operator_changes_in_the_same_moment_is_not_taken_back(
    browser: TestClient, logins: Logins, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(browser)
    siti = logins.people["siti"]
    looked_at = People.who_knows

    def meanwhile(people: People, login: str, password: str) -> Person | None:
        found = looked_at(people, login, password)
        keep(people.home, [replace(siti, password=hash_of("yang dari operator"))])
        return found

    monkeypatch.setattr(People, "who_knows", meanwhile)
    refused = choose(browser, "kopi hitam tanpa gula")
    assert (refused.status_code, "baru saja diubah" in refused.text) == (422, True)
    monkeypatch.undo()
    assert is_password("yang dari operator", logins.people["siti"].password)


def test_a_full_disk_leaves_the_password_as_it_was_and_is_told(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    enter(browser)
    monkeypatch.setattr("flows.service.people.write_whole", full)
    refused = choose(browser, "kopi hitam tanpa gula")
    assert (refused.status_code, "tidak diganti: ruang penyimpanan habis" in refused.text) == (422, True)
    assert enter(browser).status_code == 303
