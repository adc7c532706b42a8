"""The front page of the province: what each role sees, a run in one click, how far it is, receipts."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from config.settings import settings
from flows.service.front_page import front_pages
from flows.service.people import Person
from schemas.ledger import approvals, messages, publications
from schemas.period import Period
from tasks.inspect.final_reports import Finals
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.fingerprint import basis
from tests.builders import Book
from tests.pages import glued
from tests.people import APPROVER, OPERATOR, READER
from tests.receipt_sites import Site
from tests.site_builders import NOW, faulty, sent, site_at

pytestmark = pytest.mark.whole

RUN, OTHER = "0b1f4a6e-2c4b-4c39-9d3e-6f2f6f0a8f10", "1b1f4a6e-2c4b-4c39-9d3e-6f2f6f0a8f11"
KALTENG = "62 Kalimantan Tengah"
QUARTERS = {"properties": {"period": {"title": "Triwulan", "enum": ["2024-TW4"]}}}
FORM = {"properties": {"request": {"$ref": "#/definitions/Request"}}, "definitions": {"Request": QUARTERS}}
OURS = {"parameters": {}, "parameter_openapi_schema": FORM}
DEPLOYMENTS = {
    "jalankan-sekarang": OURS | {"id": "d1", "flow_id": "report", "entrypoint": "flows.nightly.nightly_report"},
    "setujui-laporan": OURS | {"id": "d2", "flow_id": "approval", "entrypoint": "flows.approval.publish_final"},
}
ASKED = {"provinsi": "62", "triwulan": "2024-TW4"}


def run(id_: str = RUN, type_: str = "COMPLETED", name: str = "Selesai", **more: object) -> dict:
    state = {"type": type_, "name": name, "message": more.pop("told", "")}
    request = {"province": more.pop("province", KALTENG), "period": more.pop("period", "2024-TW4")}
    request |= {"what": more.pop("what")} if "what" in more else {}
    request |= more.pop("request", {})
    run = {"id": id_, "name": "Laporan <b>62</b>", "state": state, "parameters": {"request": request}}
    flow = "approval" if type_ == "PAUSED" else "report"
    return run | {"expected_start_time": "2025-01-14T01:00:00Z", "flow_id": flow} | more


class Prefect:
    """What Prefect's API says, and what it is asked to begin."""

    def __init__(self, *runs: dict, tasks: tuple[dict, ...] = ()) -> None:
        self.runs, self.tasks, self.begun = list(runs), list(tasks), []
        self.deployments = {name: dict(one) for name, one in DEPLOYMENTS.items()}

    async def __call__(self, method: str, path: str, body: dict | None) -> tuple[int, object]:
        if path == "/deployments/filter":
            (name,) = body["deployments"]["name"]["any_"]
            return 200, [self.deployments[name]] if name in self.deployments else []
        if path == "/flow_runs/filter":
            wanted = body["flow_runs"].get("state", {}).get("type", {}).get("any_")
            return 200, [one for one in self.runs if not wanted or one["state"]["type"] in wanted]
        if path == "/task_runs/filter":
            return 200, self.tasks
        if method == "GET":
            found = [one for one in self.runs if path == f"/flow_runs/{one['id']}"]
            return (200, found[0]) if found else (404, {})
        self.begun.append((path, body))
        return 201, {"id": OTHER}


@pytest.fixture
def served(home: Path) -> Path:
    home.mkdir()
    (home / "settings.toml").write_text("[schedule.62]\n")
    return home


def asked_for(home: Path, holds: bool = False, run: str = RUN, period: str = "2024-TW4") -> None:
    """A request for the final report; where it `holds`, of the report that lies there."""
    ledger, now = Ledger(f"sqlite:///{home / 'spm.db'}"), datetime.now(UTC)
    of, data = {"province_code": "62", "period": period}, "d"
    if holds:
        data = basis(ledger, Quarter("62", Period.parse(period), now), settings().of_province("62")).data
        row = {"as_of": now, "published_at": now, "final": False, "circumstances": "c"}
        ledger.append(publications, **of, **row, data=data, manifest="m")
    nobody = dict.fromkeys(("name", "office", "reason", "warnings"), "")
    ledger.append(approvals, **of, run=run, event="diminta", at=now, as_of=now, data=data, manifest="m", **nobody)


def visit(prefect: Prefect, who: Person = OPERATOR) -> TestClient:
    """As the gate hands a request on, which knows who has come in."""
    app = Starlette(routes=front_pages(prefect))

    async def gate(scope: dict, receive: Callable, send: Callable) -> None:
        await app({**scope, "user": who}, receive, send)

    return TestClient(gate, follow_redirects=False)


def test_an_empty_quarter_says_so_and_offers_the_report_to_whoever_may_make_it(served: Path) -> None:
    shown = {who: visit(Prefect(), who).get("/").text for who in (READER, OPERATOR, APPROVER)}
    due = Period.due_on(datetime.now(UTC).date()).label
    for text in shown.values():
        assert glued(text) == []
        assert f"Kalimantan Tengah, {due}" in text
        assert "0 dari 14" in text
        assert "Belum ada laporan triwulan ini" in text
    assert {who for who, text in shown.items() if "Susun laporan</button>" in text} == {OPERATOR}


def test_no_page_of_ours_runs_what_stands_in_it(served: Path) -> None:
    page = visit(Prefect()).get("/")
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert " style=" not in page.text


def test_where_no_province_is_served_it_says_what_to_do(home: Path) -> None:
    assert "Belum ada provinsi yang dilayani" in visit(Prefect()).get("/").text


def test_settings_that_cannot_be_read_are_a_sentence(served: Path) -> None:
    (served / "settings.toml").write_text("[schedule.62]\nsalah = 1\n")
    answer = visit(Prefect()).get("/")
    assert (answer.status_code, "Pengaturan" in answer.text) == (503, True)


def test_a_run_that_failed_is_the_first_to_be_told_until_another_has_ended_well(served: Path) -> None:
    failed = run(type_="FAILED", name="Failed", told="Folder <kiriman> tidak ada")
    assert glued(visit(Prefect(failed)).get("/").text) == []
    going_on = run(OTHER, "RUNNING", "Running")

    def is_told(*runs: dict) -> bool:
        return "gagal: Folder &lt;kiriman&gt; tidak ada" in visit(Prefect(*runs)).get("/").text

    assert is_told(going_on, failed)
    assert "<b>62" not in visit(Prefect(failed)).get("/").text
    assert not is_told(run(), failed)
    assert not is_told(run(province="34 Daerah Istimewa Yogyakarta", type_="FAILED", told="Folder <kiriman> tidak ada"))
    looked = run(OTHER, name="Tidak ada yang baru", what="Hanya ambil kiriman baru dan jawab pengirimnya")
    assert is_told(looked, looked, failed), "a look for new files is no night"
    assert is_told(run(flow_id="other"), failed), "nor is another kind of run"


def test_a_run_that_failed_names_no_place_on_the_server(served: Path) -> None:
    told = "Folder '/srv/data spm/kotak masuk' tidak ada; lihat /srv/data/spm.log, https://spm.go.id/a/b dan/atau 3/4."
    page = visit(Prefect(run(type_="FAILED", name="Failed", told=told)), READER).get("/").text
    shown = "Folder &#39;kotak masuk&#39; tidak ada; lihat spm.log, https://spm.go.id/a/b dan/atau 3/4."
    assert (shown in page, "/srv" in page) == (True, False)


@time_machine.travel(NOW)
def test_an_accepted_report_that_is_in_no_report_of_the_province_yet_is_not_called_none(answered: Ledger) -> None:
    page = visit(Prefect(), READER).get("/").text
    assert ("1 dari 14" in page, "belum ada laporan yang diterima" in page) == (True, False)
    assert "laporan yang diterima belum masuk laporan provinsi" in page
    assert "belum lapor, keadaan 23 Januari 2025 pukul 09.00 WIB" in page, "the index beside it is of another moment"


@time_machine.travel(NOW)
def test_a_final_report_that_another_is_about_to_replace_is_nobodys_work(
    served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was asked for while the new one was being made, or waited for its decision."""
    told = "Laporan final Triwulan III Tahun 2024 tidak memuat yang datang sesudahnya."
    monkeypatch.setattr("tasks.inspect.standing.finals_of", lambda *_: {Period(2024, 3): Finals(outdated=told)})
    replacing = [run(type_="RUNNING", period="2024-TW3", flow_id=flow) for flow in ("report", "approval")]
    is_told = [told in visit(Prefect(*runs)).get("/").text for runs in ([], replacing[:1], replacing[1:], [run()])]
    assert is_told == [True, False, False, True]


def test_what_the_name_of_a_run_says_stands_beside_it_once(served: Path) -> None:
    ended = run(name="Perlu tindakan") | {"name": "Perlu tindakan: Laporan 62"}
    assert visit(Prefect(ended)).get("/").text.count("Perlu tindakan") == 1


@pytest.mark.parametrize(
    ("runs", "told", "offered"),
    [
        ([run(type_="PAUSED")], "Menunggu keputusan: laporan final Triwulan IV Tahun 2024, paling lambat", True),
        (
            [run(type_="CANCELLED")],
            "tidak dapat diputuskan lagi, prosesnya dibatalkan. Operator dapat memintanya",
            False,
        ),
        ([], "tidak dapat diputuskan lagi, prosesnya tidak ada di server ini. Operator dapat", False),
    ],
)
def test_what_nobody_can_decide_any_more_is_not_offered(served: Path, runs: list, told: str, offered: bool) -> None:
    asked_for(served, holds=True)
    page = visit(Prefect(*runs)).get("/").text
    assert (told in page, f"/putuskan/{RUN}" in page) == (True, offered)


@time_machine.travel(NOW)
@pytest.mark.usefixtures("answered")
def test_a_request_is_told_once_and_not_asked_for_again_while_it_waits(
    served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for(served, holds=True)
    monkeypatch.setattr("tasks.inspect.standing.manifest_digest", lambda _: "m")
    about_to = run(OTHER, type_="RUNNING", flow_id="approval")
    void = run(type_="CANCELLED")
    for runs, offered in (([run(type_="PAUSED")], False), ([void], True), ([void, about_to], False)):
        page = visit(Prefect(*runs)).get("/").text
        assert "Permintaan terakhir" not in page, "it stands in what has to be done"
        assert page.count("laporan final Triwulan IV Tahun 2024") == 1
        assert ("Minta persetujuan</button>" in page) == offered
        assert ("Persetujuannya sedang dimintakan." in page) == (about_to in runs)


def test_looks_that_found_nothing_crowd_out_no_run(served: Path) -> None:
    looked = [run(OTHER, name="Tidak ada yang baru") for _ in range(9)]
    shown = visit(Prefect(*looked, run())).get("/").text
    assert (f"/proses/{RUN}" in shown, f"/proses/{OTHER}" in shown) == (True, False)


@pytest.mark.parametrize(("path", "deployment"), [("/susun", "d1"), ("/minta-persetujuan", "d2")])
def test_one_click_begins_a_run_of_ours_and_leads_to_its_progress(served: Path, path: str, deployment: str) -> None:
    prefect = Prefect(run(), run(province="34 Daerah Istimewa Yogyakarta", type_="RUNNING"))
    answer = visit(prefect).post(path, content=urlencode(ASKED | {"what": "lain"}))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/proses/{OTHER}")
    request = {"province": KALTENG, "period": "2024-TW4"}
    begun = {"parameters": {"request": request}, "state": {"type": "SCHEDULED"}}
    assert prefect.begun == [(f"/deployments/{deployment}/create_flow_run", begun)]


@pytest.mark.parametrize("type_", ["SCHEDULED", "PENDING", "RUNNING", "PAUSED"])
def test_a_second_click_leads_to_the_run_that_goes_on(served: Path, type_: str) -> None:
    path = "/minta-persetujuan" if type_ == "PAUSED" else "/susun"
    for period in ("2024-TW4", "yang sedang jatuh tempo"):
        prefect = Prefect(run(type_=type_, period=period))
        there = visit(prefect).post(path, content=urlencode(ASKED)).headers["location"]
        assert (there, prefect.begun) == (f"/proses/{RUN}?sudah", [])
        told = [f"{path}: tidak dijalankan dua kali" for path in (there, f"/proses/{RUN}")
                if "tidak dijalankan dua kali" in visit(prefect).get(path).text]  # fmt: skip
        assert told == [f"{there}: tidak dijalankan dua kali"]


@pytest.mark.parametrize("other", [{"what": "Hanya ambil kiriman baru dan jawab pengirimnya"}, {"as_of": "2025-01-22"}])
def test_a_run_that_makes_another_thing_is_another_run(served: Path, other: dict) -> None:
    prefect = Prefect(run(type_="RUNNING", request=other))
    answer = visit(prefect).post("/susun", content=urlencode(ASKED))
    assert (answer.headers["location"], len(prefect.begun)) == (f"/proses/{OTHER}", 1)


MAKING = "Laporan Triwulan IV Tahun 2024 sedang disusun."


@time_machine.travel(NOW)
@pytest.mark.parametrize("type_", ["SCHEDULED", "PENDING", "RUNNING"])
@pytest.mark.parametrize("period", ["2024-TW4", "yang sedang jatuh tempo"])
def test_a_report_that_is_being_made_is_called_so_and_no_work(served: Path, type_: str, period: str) -> None:
    """By a night as by a click."""
    for who in (READER, OPERATOR, APPROVER):
        page = visit(Prefect(run(type_=type_, period=period)), who).get("/").text
        assert (page.count(MAKING), "usun laporan" in page, "Belum ada laporan triwulan" in page) == (1, False, False)
        assert page.count(f'href="/proses/{RUN}">Lihat kemajuannya</a>') == (2 if who is OPERATOR else 1)


@time_machine.travel(NOW)
@pytest.mark.parametrize(
    "other",
    [
        run(type_="COMPLETED"),
        run(type_="RUNNING", period="2024-TW3"),
        run(type_="RUNNING", province="34 Daerah Istimewa Yogyakarta"),
        run(type_="RUNNING", request={"as_of": "2025-01-22"}),
        run(type_="RUNNING", what="Hanya ambil kiriman baru dan jawab pengirimnya"),
        run(type_="RUNNING", flow_id="approval"),
    ],
)
def test_what_goes_on_besides_makes_no_report_of_the_quarter(served: Path, other: dict) -> None:
    page = visit(Prefect(other)).get("/").text
    assert (MAKING in page, "Susun laporan</button>" in page, "triwulan ini. Tekan tombol Susun laporan." in page) == (
        *(False, True, True),
    )


def test_where_the_service_has_just_begun_the_page_is_there(served: Path) -> None:
    prefect = Prefect()
    prefect.deployments.clear()
    assert "Susun laporan</button>" in visit(prefect).get("/").text


@time_machine.travel(NOW)
def test_nobody_is_told_of_work_that_is_anothers(answered: Ledger, served: Path) -> None:
    asked_for(served, holds=True)
    prefect = Prefect(run(type_="PAUSED"), run(OTHER, type_="FAILED", name="Failed"))
    work = {who: re.findall(r'<li class="(?:salah|hati)"><b>\w+</b> <span>(\w+)', visit(prefect, who).get("/").text)
            for who in (READER, OPERATOR, APPROVER)}  # fmt: skip
    assert work == {READER: [], OPERATOR: ["Laporan", "Minta", "Tagih", "Laporan"], APPROVER: ["Menunggu"]}
    for who, told in ((READER, "Keadaan sekarang"), (APPROVER, "Yang perlu dilakukan sekarang")):
        page = visit(prefect, who).get("/").text
        assert told in page
        assert "Laporan yang terbit tidak ada lagi di folder laporan, atau berubah sejak terbit.</span>" in page
        assert [words in page for words in ("usun laporan", "Minta perbaikan", "serahkan")] == [False] * 3


def test_a_request_whose_report_has_changed_stands_in_nobodys_way(served: Path) -> None:
    asked_for(served)
    prefect = Prefect(run(type_="PAUSED"))
    shown = visit(prefect).get("/").text
    assert "batal: data atau laporannya berubah sejak diminta. Operator dapat meminta" in shown
    answer = visit(prefect).post("/minta-persetujuan", content=urlencode(ASKED))
    assert (answer.headers["location"], len(prefect.begun)) == (f"/proses/{OTHER}", 1)


def test_a_run_of_another_quarter_is_another_run(served: Path) -> None:
    """Else the approval of one quarter that waits would stand in the way of the next."""
    prefect = Prefect(run(type_="PAUSED", period="2024-TW3"))
    answer = visit(prefect).post("/minta-persetujuan", content=urlencode(ASKED))
    assert (answer.headers["location"], len(prefect.begun)) == (f"/proses/{OTHER}", 1)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"provinsi": "34"}, "tidak dilayani di sini"),
        ({"provinsi": ""}, "tidak dilayani di sini"),
        ({"provinsi": "../62<b>"}, "&#39;../62&lt;b&gt;&#39; tidak dilayani di sini"),
        ({"triwulan": ""}, "harus dipilih dari daftar"),
        ({"triwulan": "2024-TW5"}, "harus dipilih dari daftar"),
        ({"triwulan": "../2024-TW4"}, "harus dipilih dari daftar"),
        ({"triwulan": "2010-TW4"}, "pilih dari daftar"),
        ({"lain": "x" * 200_000}, "terlalu panjang"),
    ],
)
def test_what_is_not_offered_begins_nothing(served: Path, asked: dict, told: str) -> None:
    prefect = Prefect()
    answer = visit(prefect).post("/susun", content=urlencode(ASKED | asked))
    assert (answer.status_code, told in answer.text) == (409, True)
    assert prefect.begun == []


def test_settings_that_break_while_it_serves_are_a_sentence_at_a_click_too(served: Path) -> None:
    (served / "settings.toml").write_text("[schedule.62]\nlain lagi\n")
    settings.cache_clear()
    answer = visit(Prefect()).post("/susun", content=urlencode(ASKED))
    assert answer.status_code == 409
    assert "tidak dapat dibaca: tulisan settings.toml salah pada baris 2, kolom 6." in answer.text


@pytest.fixture
def answered(served: Path) -> Ledger:
    """One regency accepted, another rejected; nothing has carried their answers to them."""
    site, wrong = site_at(served), faulty()
    wrong["Identitas", "C5"], wrong["Identitas", "C6"] = "62.02", "Kabupaten Kotawaringin Timur"
    ledger = Ledger(site.ledger_url)
    ledger.record("62", [sent(site, Book(), b"satu"), sent(site, wrong, b"dua")])
    folder = site.outbox / "62" / "jawaban" / "2024-TW4"
    folder.mkdir(parents=True)
    for name in ("62.01-kiriman-1.html", "62.02-kiriman-1.html", "62.02-kiriman-1.xlsx"):
        (folder / name).touch()
    return ledger


@time_machine.travel(NOW)
def test_an_answer_that_was_handed_over_is_noted_by_a_click_and_the_rejected_stand_first(answered: Ledger) -> None:
    names = (
        '62.02-kiriman-1.html" aria-label="Tanda terima Kabupaten Kotawaringin Timur">Tanda terima</a>',
        "62.01-kiriman-1.html",
    )
    page = visit(Prefect()).get("/").text
    assert glued(page) == []
    assert -1 < page.index(names[0]) < page.index(names[1])
    assert (page.count("Sudah diserahkan</button>"), "Sudah diserahkan" in visit(Prefect(), READER).get("/").text) == (
        *(2, False),
    )
    mine = {"provinsi": "62", "penerima": "62.02", "keadaan": "2024-TW4/ditolak/1"}
    for asked in (mine | {"keadaan": "2024-TW4/ditolak/2"}, mine | {"penerima": "62.09"}):
        visit(Prefect()).post("/diserahkan", content=urlencode(asked))
    assert answered.rows(messages) == [], "only what the page shows"
    for _ in range(2):
        answer = visit(Prefect()).post("/diserahkan", content=urlencode(mine))
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    noted = [(row.recipient, row.state, row.step, row.reason) for row in answered.rows(messages)]
    assert noted == [("62.02", "2024-TW4/ditolak/1", "terkirim", "diserahkan oleh Oki Saputra (oki)")]
    page = visit(Prefect()).get("/").text
    assert (names[0] in page, names[1] in page) == (False, True)
    refused = visit(Prefect()).post("/diserahkan", content=urlencode(mine | {"provinsi": "34"}))
    assert (refused.status_code, "tidak dilayani di sini" in refused.text) == (409, True)


@time_machine.travel(NOW)
def test_a_click_by_mistake_is_taken_back_and_every_note_of_it_is_kept(answered: Ledger) -> None:
    mine = {"provinsi": "62", "penerima": "62.02", "keadaan": "2024-TW4/ditolak/1"}
    steps = []
    for path in ("belum-diserahkan", "diserahkan", "belum-diserahkan", "belum-diserahkan", "diserahkan"):
        answer = visit(Prefect()).post(f"/{path}", content=urlencode(mine))
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        page = visit(Prefect()).get("/").text
        steps.append((page.count("Sudah diserahkan</button>"), page.count("Belum diserahkan</button>")))
    assert steps == [(2, 0), (1, 1), (2, 0), (2, 0), (1, 1)]
    assert [(row.attempt, row.step, row.reason) for row in answered.rows(messages)] == [
        (1, "terkirim", "diserahkan oleh Oki Saputra (oki)"),
        (1, "dicabut", "catatan diserahkan dicabut oleh Oki Saputra (oki)"),
        (2, "terkirim", "diserahkan oleh Oki Saputra (oki)"),
    ]
    noted = "diserahkan oleh Oki Saputra (oki), 23 Januari 2025 pukul 09.00 WIB"
    assert f"Kabupaten Kotawaringin Timur, ditolak: {noted}" in page
    assert "Belum diserahkan</button>" not in visit(Prefect(), READER).get("/").text


@time_machine.travel(datetime(2025, 4, 10, 2, tzinfo=UTC))
def test_a_quarter_before_can_be_made_and_approved_by_a_click_too(served: Path) -> None:
    folder = served / "outbox" / "62" / "2024-TW4"
    folder.mkdir(parents=True)
    (folder / "laporan-spm-62-2024-TW4.html").touch()
    row = {"province_code": "62", "period": "2024-TW4", "as_of": NOW, "published_at": NOW, "final": False}
    Ledger(f"sqlite:///{served / 'spm.db'}").append(publications, **row, data="d", circumstances="c", manifest="m")
    buttons = [f"{do} Triwulan IV Tahun 2024</button>" for do in ("Susun laporan", "Minta persetujuan")]
    for who, may in ((OPERATOR, True), (READER, False)):
        page = visit(Prefect(), who).get("/").text
        assert "Triwulan IV Tahun 2024" in page
        assert "/laporan/62/2024-TW4/laporan-spm-62-2024-TW4.html" in page
        assert [one in page for one in buttons] == [may, may]


@time_machine.travel(datetime(2025, 4, 10, 2, tzinfo=UTC))
def test_of_another_quarter_its_answers_finals_and_last_request_are_told(answered: Ledger, served: Path) -> None:
    """What was rejected of another quarter than the awaited one was nowhere, a refusal neither; finals of all quarters
    stood together, by the names of their folders."""
    for name in ("2024-TW4-final", "2024-TW4-final-2", "2025-TW1-final"):
        (served / "outbox" / "62" / name).mkdir()
    asked_for(served)
    (asked,) = answered.rows(approvals)
    said = {"name": "Siti Rahmah", "office": "Sekda", "reason": "Belum benar", "warnings": ""}
    answered.append(approvals, **{**asked._asdict(), **said, "event": "ditolak", "id": asked.id + 1})
    page = visit(Prefect()).get("/").text
    now, others = page.split("<summary>Triwulan lain")
    assert (": 2 jawaban belum" in others, "62.02-kiriman-1.html" in now) == (True, False)
    assert others.index("62.02-kiriman-1.html") < others.index("62.01-kiriman-1.html")
    assert re.search("Permintaan terakhir: ditolak oleh Siti Rahmah, Sekda, pada 10 April 2025", others)
    found = re.findall('-final[^"]*">([^<]*)</a> <span class="lencana[^>]*>([a-z]*)<', page)
    assert found == [
        ("Triwulan I Tahun 2025, edisi 1", "berlaku"),
        ("Triwulan IV Tahun 2024, edisi 2", "berlaku"),
        ("Triwulan IV Tahun 2024, edisi 1", "digantikan"),
    ]
    assert "2024-TW4-final" not in now
    mine = {"provinsi": "62", "penerima": "62.02", "keadaan": "2024-TW4/ditolak/1"}
    assert visit(Prefect()).post("/diserahkan", content=urlencode(mine)).status_code == 303
    assert [row.recipient for row in answered.rows(messages)] == ["62.02"]
    strange = visit(Prefect()).post("/diserahkan", content=urlencode(mine | {"keadaan": "apa saja"}))
    assert (strange.status_code, "Jawaban ini tidak dikenal" in strange.text) == (409, True)


@time_machine.travel(datetime(2025, 4, 10, 2, tzinfo=UTC))
def test_of_two_quarters_that_wait_each_is_told_once_and_neither_is_asked_for_again(
    served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What else still waits in Prefect asks about a report that is not the last one: nobody can approve it."""
    monkeypatch.setattr("tasks.inspect.standing.manifest_digest", lambda _: "m")
    runs = {"2024-TW4": RUN, "2025-TW1": OTHER}
    for period, id_ in runs.items():
        folder = served / "outbox" / "62" / period
        folder.mkdir(parents=True)
        (folder / f"laporan-spm-62-{period}.html").touch()
        asked_for(served, holds=True, run=id_, period=period)
    void = RUN.replace("0b", "2b")
    waiting = [run(id_, type_="PAUSED", period=period) for period, id_ in {**runs, "2024-TW3": void}.items()]
    for who, words in ((OPERATOR, "Baca yang akan diputuskan"), (APPROVER, "Baca dan putuskan")):
        page = visit(Prefect(*waiting), who).get("/").text
        assert page.count(f"{words}</a>") == 2
        assert [(page.count(f"/putuskan/{id_}"), page.count(f"/proses/{id_}")) for id_ in runs.values()] == [(1, 0)] * 2
        assert re.findall(r'/proses/([^"]*)".*?class="lencana hati">([^<]*)', page) == [(void, "tidak berlaku lagi")]
    assert "Minta persetujuan" not in visit(Prefect(*waiting)).get("/").text
    ended = visit(Prefect(run(type_="CANCELLED"))).get("/").text
    assert all(f"Minta persetujuan{period}</button>" in ended for period in ("", " Triwulan IV Tahun 2024"))


@pytest.mark.parametrize("path", ["/susun", "/minta-persetujuan", "/diserahkan", "/belum-diserahkan", "/keluar"])
def test_what_only_a_button_opens_says_so(path: str) -> None:
    answer = visit(Prefect()).get(path)
    assert (answer.status_code, "Tekan lagi tombolnya di beranda." in answer.text) == (405, True)


def test_a_province_that_was_added_since_the_start_is_told_so(served: Path) -> None:
    (served / "settings.toml").write_text("[schedule.62]\n[schedule.61]\n")
    prefect, form = Prefect(), {**FORM, "definitions": {**FORM["definitions"], "Province": {"enum": [KALTENG]}}}
    prefect.deployments["jalankan-sekarang"] |= {"parameter_openapi_schema": form}
    answer = visit(prefect).post("/susun", content=urlencode(ASKED | {"provinsi": "61"}))
    assert (answer.status_code, prefect.begun) == (409, [])
    assert "61 Kalimantan Barat belum dilayani sejak layanan ini dimulai: jalankan ulang spm serve." in answer.text


@pytest.mark.parametrize("changed", [{"entrypoint": "os.system"}, {"pull_steps": [{"x": 1}]}, None])
def test_a_deployment_that_is_not_ours_or_not_there_is_not_begun(served: Path, changed: dict | None) -> None:
    prefect = Prefect()
    if changed is None:
        del prefect.deployments["jalankan-sekarang"]
    else:
        prefect.deployments["jalankan-sekarang"] |= changed
    answer = visit(prefect).post("/susun", content=urlencode(ASKED))
    assert (answer.status_code, prefect.begun) == (409, [])


TASKS = tuple(
    {"name": name, "state": {"type": type_}, "start_time": f"2025-01-01T00:00:0{number}Z"}
    for number, (name, type_) in enumerate(
        [("temukan-kiriman", "COMPLETED"), ("baca-a", "COMPLETED"), ("baca-b", "RUNNING"), ("papan", "FAILED")]
    )
)


def test_how_far_a_run_is_shows_itself_until_it_has_ended() -> None:
    going_on = visit(Prefect(run(type_="RUNNING", name="Running"), tasks=TASKS)).get(f"/proses/{RUN}").text
    assert "data-berjalan" in going_on
    assert "Sedang berjalan" in going_on
    for step in ("<span>Temukan kiriman</span> <b>selesai", "1 dari 2 bagian selesai", "<span>Papan</span> <b>gagal"):
        assert step in going_on
    ended = visit(Prefect(run(told="14 <b>sudah</b>"))).get(f"/proses/{RUN}").text
    assert ("data-berjalan" in ended, "14 &lt;b&gt;sudah" in ended, "<b>62" in ended) == (False, True, False)
    waits = visit(Prefect(run(type_="PAUSED", name="Suspended"))).get(f"/proses/{RUN}").text
    assert (f'href="/putuskan/{RUN}"' in waits, "data-berjalan" in waits) == (True, False)
    assert visit(Prefect()).get(f"/proses/{RUN}").status_code == 404


def test_a_run_that_has_not_begun_is_called_by_what_it_is_for() -> None:
    for type_, begun, heading in (
        ("SCHEDULED", {}, "Proses baru, 62 Kalimantan Tengah, Triwulan IV Tahun 2024"),
        ("SCHEDULED", {"start_time": "2025-01-14T01:00:00Z"}, "tested-bandicoot"),
        ("RUNNING", {"start_time": "2025-01-14T01:00:00Z"}, "tested-bandicoot"),
    ):
        prefect = Prefect(run(type_=type_) | {"name": "tested-bandicoot"} | begun)
        assert f"<h1>{heading}</h1>" in visit(prefect).get(f"/proses/{RUN}").text


@pytest.mark.parametrize(
    ("type_", "name", "colour"),
    [
        ("COMPLETED", "Selesai", "baik"),
        ("COMPLETED", "Terbit", "baik"),
        ("COMPLETED", "Ditolak", "hati"),
        ("COMPLETED", "Perlu tindakan", "hati"),
        ("COMPLETED", "yang baru dikenal kelak", "hati"),
        ("CANCELLED", "Cancelled", "hati"),
        ("CRASHED", "Terpotong", "salah"),
    ],
)
def test_only_what_is_known_to_have_ended_well_is_green(type_: str, name: str, colour: str) -> None:
    assert f'class="kotak {colour}"' in visit(Prefect(run(type_=type_, name=name))).get(f"/proses/{RUN}").text


@pytest.fixture
def issued(served: Path) -> Site:
    return Site(served).with_one_report()


def checked(text: str) -> tuple[int, str]:
    answer = visit(Prefect(), READER).post("/tanda-terima", content=urlencode({"teks": text}))
    return answer.status_code, answer.text


def test_a_receipt_is_checked_by_the_text_of_its_code(issued: Site) -> None:
    (receipt,) = issued.receipts().values()
    text = receipt.qr
    status, genuine = checked(text.replace("\n", "\r\n"))
    assert (status, "Kode QR ini asli" in genuine, "Buku besar: sesuai" in genuine) == (200, True, True)
    for right, wrong in (("Keputusan: diterima", "Keputusan: ditolak"), ("-62.01-1", "-62.01-7")):
        assert headline(checked(text.replace(right, wrong))[1]) == ("salah", "Tidak asli")
    assert headline(genuine) == ("baik", "Kode QR ini asli")
    assert headline(checked(text.rpartition("\n")[0])[1]) == ("hati", "Belum terbukti asli")


def headline(page: str) -> tuple[str, str]:
    """Colour and words of what a check comes to."""
    return re.search('class="kotak ([a-z]+)" role="status">\\s*<h2>([^<]*)', page).groups()


def test_a_number_alone_proves_nothing_and_says_what_is_recorded(issued: Site) -> None:
    known, unknown = checked("62-2024-TW4-62.01-1")[1], checked("62-2024-TW4-62.01-9")[1]
    assert headline(known) == ("hati", "Nomor ini tercatat; keasliannya belum diperiksa")
    assert headline(unknown) == ("hati", "Nomor ini tidak tercatat")
    assert checked(" 62-2024-tw4-62.01-1 ")[1].count("nomor 62-2024-TW4-62.01-1 tercatat") == 1
    assert ("WIB" in known, "UTC" in known) == (True, False)
    assert "nomor 62-2024-TW4-62.01-1 tercatat, Kabupaten Kotawaringin Barat" in known
    assert "tidak terbukti dari nomornya saja" in known
    assert "diterima 22 Januari 2025 pukul 07.00 WIB" in known
    assert "tidak ada kiriman dengan nomor 62-2024-TW4-62.01-9" in unknown


@pytest.mark.parametrize("text", ["apa saja", "<script>alert(1)</script>", "62-2024-TW9-62.01-1", "{}", "\x00"])
def test_what_is_no_receipt_is_told_so(issued: Site, text: str) -> None:
    status, told = checked(text)
    assert (status, "bukan tanda terima" in told, "<script>alert" in told) == (422, True, False)


@time_machine.travel(NOW)
@pytest.mark.usefixtures("answered")
def test_what_is_read_on_the_page_is_words_and_no_key_or_name_of_a_file(served: Path) -> None:
    asked_for(served, holds=True)
    asked_for(served, holds=True, run=OTHER, period="2024-TW3")
    for place in ("2024-TW4", "2024-TW3", "2024-TW3-final", "2024-TW3-final-2"):
        (served / "outbox" / "62" / place).mkdir(parents=True, exist_ok=True)
        for end in ("html", "xlsx", "docx"):
            (served / "outbox" / "62" / place / f"laporan-spm-62-{place[:8]}.{end}").touch()
    runs = run(type_="PAUSED"), run(type_="FAILED", told="gagal."), run(OTHER, type_="PAUSED", period="2024-TW3")
    page = visit(Prefect(*(one | {"name": "Laporan 62 Kalimantan Tengah 2024-TW4"} for one in runs))).get("/").text
    read = re.sub(r"<[^>]*>", " ", page)
    assert re.findall(r"\S*(?:TW\d|\.html|\.xlsx|\.docx|-final|kiriman-\d)\S*", read) == []
    for told in ("Triwulan III Tahun 2024, edisi 2", "Naskah Word", "Salinan bertanda", "gagal: gagal."):
        assert told in read
