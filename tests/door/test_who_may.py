"""Nobody sees or sends anything without a link that opens, and by a link only what is its regency's and office's."""

import logging
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from config.settings import settings
from schemas.ledger import links, submissions
from schemas.period import Period
from tasks.door.desk import Desk
from tasks.door.door import Door
from tasks.door.guard import HEADERS
from tasks.door.links import all_links, link_of, make_link, revoke
from tasks.door.replies import ASSETS
from tests.door_visitors import NOW, PERIOD, Clock, Visitor, negative, open_door, workbook

pytestmark = pytest.mark.whole

OPEN = {"/", "/masuk", *ASSETS}
"""What is there for everybody: the page that asks for the code, and what it looks like."""


def routes(desk: Desk) -> list[tuple[str, str]]:
    """(method, path) of everything that the door answers."""
    return [(how, route.path) for route in Door(desk).app.routes for how in sorted(route.methods - {"HEAD"})]


def of(path: str, check: str, submission: int) -> str:
    return path.replace("{check}", check).replace("{submission:int}", str(submission))


@pytest.fixture
def sent(clerk: Visitor) -> tuple[str, int]:
    """A check that waits to be sent, and a submission, of 62.01."""
    clerk.bring_and_send(workbook())
    return clerk.checked(workbook(change=negative))[0], 1


def test_every_route_is_closed_to_who_has_no_link_another_or_a_revoked_one(clerk, sent, door) -> None:
    desk, client = door
    nobody, revoked, other = (Visitor(desk, client, code="62.02") for _ in range(3))
    nobody.secret = ""
    revoked.link, revoked.secret = clerk.link, clerk.secret
    own = [(how, of(path, *sent)) for how, path in routes(desk) if path not in OPEN]
    assert len(own) == 16
    for how, path in own:
        assert nobody.ask(how, path, data={"x": "y"}).status_code == 401, path
        answer = other.ask(how, path, data={"x": "y"})
        assert "62.01" not in answer.text, path
        if sent[0] in path or "/1" in path:
            assert answer.status_code == 404, path
    assert revoke(desk.ledger, clerk.link.id, NOW)
    for how, path in own:
        assert revoked.ask(how, path, data={"x": "y"}).status_code == 401, path
    for who in (nobody, revoked):
        for how, path in routes(desk):
            if path in OPEN:
                assert "Kotawaringin" not in who.ask(how, of(path, *sent)).text
    assert len(desk.ledger.rows(submissions)) == 1


def test_every_answer_has_its_headers_and_no_script_of_elsewhere(clerk, sent, door) -> None:
    for how, path in routes(door[0]):
        answer = clerk.ask(how, of(path, *sent))
        missing = HEADERS.keys() - answer.headers.keys()
        assert not missing, path
        assert "http" not in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"] or "tanda-terima" in path
        if "text/html" in answer.headers["content-type"] and "tanda-terima" not in path:
            assert "<style" not in answer.text
            assert "//" not in answer.text.replace("http://pintu.test", "")


def test_the_icon_that_browsers_ask_for_is_there(door) -> None:
    """A 404 beside every page; without a link it was told as an attempt to come in."""
    answer = door[1].get("/favicon.ico")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")


def test_a_link_that_is_over_or_made_up_opens_nothing(door) -> None:
    desk, client = door
    clerk = Visitor(desk, client)
    id_, secret = make_link(desk.ledger, "62.01", "", NOW + timedelta(days=1), NOW)
    assert link_of(desk.ledger, secret, NOW).id == id_
    assert link_of(desk.ledger, secret, NOW + timedelta(days=2)) is None
    for wrong in ("", "x", secret[:-1], secret.swapcase(), "\udce9", "a" * 10_000):
        assert link_of(desk.ledger, wrong, NOW) is None
    clerk.secret = secret[:-1]
    assert clerk.get("/formulir.xlsx").status_code == 401


def test_the_ledger_knows_no_secret(clerk: Visitor) -> None:
    (row,) = clerk.desk.ledger.rows(links)
    assert clerk.secret not in str(row)
    assert len(clerk.secret) >= 43
    raw = b"".join(path.read_bytes() for path in clerk.desk.site.home.rglob("spm.db*"))
    assert clerk.secret.encode() not in raw


def test_the_code_is_exchanged_for_a_cookie_and_stands_in_no_address_and_no_log(clerk: Visitor, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    secret, clerk.secret = clerk.secret, ""
    link = f"https://spm.provinsi.go.id/#{secret}"
    for typed in (secret, link, f" {secret} ", f"Tautannya {link}.", f"{link} .", f"<{link}>"):
        answer = clerk.client.post("/masuk", data={"kode": typed}, follow_redirects=False)
        assert answer.headers["location"] == "/"
        cookie = answer.headers["set-cookie"]
        assert f"pintu={secret}" in cookie
        assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"))
    assert clerk.client.post("/masuk", data={"kode": "salah"}).status_code == 403
    assert secret not in caplog.text
    over_tls = clerk.client.post("https://pintu.test/masuk", data={"kode": secret}, follow_redirects=False)
    assert "Secure" in over_tls.headers["set-cookie"]
    assert "strict-transport-security" in over_tls.headers


@pytest.mark.parametrize(
    "headers", [{"origin": "https://jahat.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_no_other_website_sends_in_a_clerks_name(clerk: Visitor, headers: dict) -> None:
    check, digest = clerk.checked(workbook())
    answer = clerk.ask("POST", f"/kirim/{check}", data={"sha256": digest}, headers=headers)
    assert answer.status_code == 403
    assert clerk.desk.ledger.rows(submissions) == []


def test_a_link_takes_only_the_workbooks_of_its_regency_and_office(door) -> None:
    whole, health = Visitor(*door), Visitor(*door, field="KES")
    cases = [
        (whole, workbook("62.02"), "Berkas ini milik Kabupaten Kotawaringin Timur (62.02)"),
        (whole, workbook("64.01"), "Berkas ini milik Kabupaten Paser (64.01)"),
        (whole, b"bukan buku kerja", "Berkas ini tidak dapat dibaca"),
        (health, workbook(), "Tautan Anda hanya untuk formulir bidang Kesehatan"),
    ]
    for visitor, content, why in cases:
        page = visitor.bring(content)
        assert why in page.text, why
        assert "/kirim/" not in page.text
        check = str(page.url).rsplit("/", 1)[-1]
        kept = visitor.desk.find(visitor.link, check)
        assert visitor.send(check, kept.sha256).status_code == 422
    assert health.desk.ledger.rows(submissions) == []
    assert "Laporan diterima" in health.bring_and_send(workbook(form="SPM-KES-2025.1")).text
    assert "Laporan diterima" in whole.bring_and_send(workbook(), reason="Ada angka yang keliru").text
    assert "/kiriman/2" not in health.get("/").text, "the whole report is the regency's"
    assert health.get("/kiriman/2").status_code == 404


def test_nothing_of_what_others_sent_is_told_by_a_workbook_in_their_name(door) -> None:
    """Not that it was sent, not what it differs in, not what counted before."""
    theirs, mine, office = Visitor(*door, code="62.02"), Visitor(*door), Visitor(*door, field="KES")
    for period in (Period(2024, 3), PERIOD):
        theirs.bring_and_send(workbook("62.02", period=period), "rahasia mereka.xlsx")
    Visitor(*door).bring_and_send(workbook(), "laporan kabupaten.xlsx")
    with_their_name = [(workbook("62.02"), "62.02.xlsx"), (workbook("62.02", change=half), "62.02 baru.xlsx")]
    for visitor, content, name in [
        *((mine, *one) for one in with_their_name),
        (office, workbook(change=half), "a.xlsx"),
    ]:
        page = visitor.bring(content, name).text
        assert "belum dapat dikirim" in page
        for told in ("Dibanding", "rahasia mereka", "laporan kabupaten", "Triwulan III", "15/01/2025"):
            assert told not in page
    assert "Dibanding" in theirs.bring(workbook("62.02", change=half)).text


def test_a_browser_that_has_opened_another_link_since_is_told_so(door) -> None:
    mine, theirs = Visitor(*door), Visitor(*door, code="62.02")
    errand = mine.checked(workbook())
    answer = theirs.send(*errand)
    assert (answer.status_code, "diperiksa dengan tautan lain" in answer.text) == (404, True)
    assert "diperiksa dengan tautan lain" not in theirs.send("tidak-ada", errand[1]).text
    assert "Laporan diterima" in mine.send(*errand).text


def test_a_workbook_whose_code_is_wrong_is_not_called_one_without_a_code(clerk: Visitor) -> None:
    def provinces_form(code: str) -> bytes:
        book, kept = openpyxl.load_workbook(BytesIO(workbook("62"))), BytesIO()
        book["Identitas"]["C5"], book["Identitas"]["C6"] = code, None
        book.save(kept)
        return kept.getvalue()

    told = {code: clerk.bring(provinces_form(code)).text for code in ("62.02", "99.99", "")}
    assert ["belum menyebut daerahnya" in text for text in told.values()] == [False, False, True]
    assert ["daerahnya belum pasti" in text for text in told.values()] == [True, True, False]


def half(content: dict[str, list[dict]]) -> None:
    """Every figure differs from what was sent."""
    for row in content["recipients"]:
        row["target"], row["served"] = row["target"] // 2, row["served"] // 2


def test_who_is_let_in_no_more_is_told_so_and_that_nothing_was_sent(clerk: Visitor) -> None:
    errand = clerk.checked(workbook())
    assert "tidak berlaku lagi" not in clerk.client.get("/").text, "who never came in has lost nothing"
    revoke(clerk.desk.ledger, clerk.link.id, NOW)
    for answer in (clerk.send(*errand), clerk.bring(workbook()), clerk.get("/")):
        assert "Tautan Anda tidak berlaku lagi" in answer.text
        assert "yang belum, tidak terkirim" in answer.text
    assert clerk.desk.ledger.rows(submissions) == []
    clerk.secret = ""
    assert "Buka lagi tautan Anda" in clerk.send(*errand).text


def test_links_are_listed_and_revoked_once(door) -> None:
    ledger = door[0].ledger
    id_, _ = make_link(ledger, "62.01", "KES", None, NOW)
    assert revoke(ledger, id_, NOW)
    assert not revoke(ledger, id_, NOW)
    assert not revoke(ledger, 99, NOW)
    (one,) = all_links(ledger)
    assert (one.regency_code, one.field, one.office, bool(one.revoked_at)) == ("62.01", "KES", "Kesehatan", True)


@pytest.mark.parametrize(
    ("many", "said"), [("files_per_minute", "dalam satu menit"), ("requests_per_minute", "alamat")]
)
def test_who_comes_too_often_waits(home, many: str, said: str) -> None:
    small(home, f"[door]\n{many} = 3")
    with open_door(Clock()) as opened:
        clerk = Visitor(*opened)
        answers = [clerk.ask("POST", "/unggah") for _ in range(4)]
    assert [one.status_code for one in answers] == [400, 400, 400, 429]
    assert said in answers[-1].text


def test_what_a_page_looks_like_is_no_request_of_its_reader(home: Path) -> None:
    """Four came with each page, and who came too often read the answer without its style."""
    small(home, "[door]\nrequests_per_minute = 3")
    with open_door(Clock()) as opened:
        clerk = Visitor(*opened)
        for asset in ASSETS:
            assert [clerk.get(asset).status_code for _ in range(4)] == [200] * 4
        assert [clerk.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]


def small(home: Path, more: str) -> None:
    home.mkdir(parents=True)
    (home / "settings.toml").write_text(f"{more}\n")
    settings.cache_clear()


def test_what_is_too_large_is_refused_while_it_comes_and_leaves_nothing(home: Path) -> None:
    small(home, "[limits]\nfile_mb = 0.1")
    with open_door(Clock()) as (desk, client):
        clerk = Visitor(desk, client)
        for size in (150_000, 250_000, 5_000_000):
            answer = clerk.bring(b"x" * size)
            assert answer.status_code in (400, 413)
        assert "lebih besar dari 0,1 MB" in clerk.bring(b"x" * 150_000).text
        assert list((home / "door").iterdir()) == []
        assert desk.spool.held == 0


def test_what_waits_together_is_bounded(home: Path) -> None:
    small(home, "[door]\nspool_mb = 0.1")
    with open_door(Clock()) as (desk, client):
        clerk = Visitor(desk, client)
        assert clerk.bring(workbook()).status_code == 200
        answer = clerk.bring(workbook())
        assert answer.status_code == 429
        assert "terlalu banyak berkas yang menunggu" in answer.text
        assert len(list((home / "door").iterdir())) == 1


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-type": "text/plain"}, b"x"),
        ({"content-type": "multipart/form-data"}, b"x"),
        ({"content-type": "multipart/form-data; boundary=a"}, b"nonsense"),
        ({"content-type": "multipart/form-data; boundary=a"}, b"--a\r\n"),
        (
            {"content-type": "multipart/form-data; boundary=a"},
            b'--a\r\nContent-Disposition: form-data; name="berkas"; filename="a.xlsx"\r\n\r\ncut off',
        ),
        (
            {"content-type": "multipart/form-data; boundary=a"},
            b'--a\r\nContent-Disposition: form-data; name="berkas"; filename="a"\r\n\r\nx\r\n'
            b'--a\r\nContent-Disposition: form-data; name="berkas"; filename="b"\r\n\r\ny\r\n--a--\r\n',
        ),
        ({"content-type": "multipart/form-data; boundary=a"}, b"--a\r\n" + b"X: y\r\n" * 1000),
    ],
)
def test_what_is_no_whole_file_is_told_and_leaves_nothing(clerk: Visitor, headers: dict, body: bytes) -> None:
    answer = clerk.ask("POST", "/unggah", headers=headers, content=body)
    assert answer.status_code == 400
    assert list((clerk.desk.site.home / "door").iterdir()) == []
    assert clerk.desk.spool.held == 0


def test_names_and_texts_of_files_never_become_markup(clerk: Visitor) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e.xlsx"

    def change(content: dict[str, list[dict]]) -> None:
        content["recipients"][0]["served"] = "<b onmouseover=alert(1)>"
        content["recipients"][0]["note"] = "</q><script>alert(2)</script>"

    page = clerk.bring(workbook(change=change), evil)
    sent = clerk.send(
        str(page.url).rsplit("/", 1)[-1], clerk.desk.ledger and page.text.split('"sha256" value="')[1][:64]
    )
    for told in (page, sent, clerk.get("/")):
        for markup in ("<script>alert", "<img src=x", "<b onmouseover", "\u202e"):
            assert markup not in told.text
    assert "&lt;b onmouseover" in page.text
