"""The page on which a run that waits is answered."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from prefect.input import RunInput
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flows.approval import APPROVE, DecisionOnWarnings, decision_on
from flows.service.decide import changes_since_asked, decisions
from flows.service.people import Person
from schemas.shown import markdown_table
from tests.pages import glued
from tests.people import APPROVER, EVERYTHING, OPERATOR, READER

pytestmark = pytest.mark.whole

RUN = "0b1f4a6e-2c4b-4c39-9d3e-6f2f6f0a8f10"
PAGE = f"/putuskan/{RUN}"
SAID = {"decision": "Tolak", "reason": "Belum lengkap", "warnings": "x" * 10, "as_shown": APPROVER.signed}


class Prefect:
    """What Prefect's API says of one run."""

    def __init__(
        self, type_: str = "PAUSED", accepts: str = "ACCEPT", form: type[RunInput] = DecisionOnWarnings
    ) -> None:
        keys = {"schema": "s", "description": "d"}
        self.run = {
            "id": RUN,
            "name": "final-34 <b>",
            "state": {"type": type_, "state_details": {"run_input_keyset": keys}},
        }
        self.accepts, self.resumed, self.form = accepts, [], form
        self.told = "**Baca** <script>1</script> [x](javascript:alert(1))"

    async def __call__(self, method: str, path: str, body: dict | None) -> tuple[int, object]:
        if method == "POST":
            self.resumed.append((path, body))
            if self.accepts == "ALREADY":  # another click was quicker
                self.run["state"] = {"type": "RUNNING"}
            return 201, {"status": self.accepts}
        told = {
            "s": self.form.with_initial_data("").model_json_schema(),
            "d": self.told,
        }
        return 200, told.get(path.rpartition("/")[2], self.run)


def page(prefect: Prefect, changes: str = "", who: Person = APPROVER, besides: str = "") -> TestClient:
    """As the gate hands a request on, which knows who has come in."""
    app = Starlette(routes=[decisions(prefect, lambda run: (changes, besides) if run == RUN else ("", ""))])

    async def gate(scope: dict, receive: Callable, send: Callable) -> None:
        await app({**scope, "user": who}, receive, send)

    return TestClient(gate)


def test_the_page_shows_what_is_decided_and_its_form_and_nothing_acts_on_it() -> None:
    shown = page(Prefect()).get(PAGE).text
    assert "<strong>Baca</strong>" in shown
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    assert "final-34 <b>" not in shown
    for title in ("Keputusan", "Alasan", "Mengapa peringatan", "Siti Rahmah", "Sekretaris Daerah"):
        assert title in shown
    assert "Nama lengkap" not in shown, "it comes from who has come in"


def test_what_has_changed_since_is_told_first_and_warnings_are_a_table() -> None:
    prefect = Prefect()
    prefect.told = markdown_table([{"Aturan": "R01", "Peringatan": "Lebih | dari <b>"}])
    shown = page(prefect, "**Data berubah:** kiriman: Seruyan").get(PAGE).text
    assert shown.index("<strong>Data berubah:</strong> kiriman: Seruyan") < shown.index("<td>R01</td>")
    assert "<td>Lebih | dari &lt;b&gt;</td>" in shown


def test_what_is_not_known_of_changes_is_not_told_as_none(home: Path) -> None:
    """A server elsewhere that was given another ledger, or none, knows of no request."""
    told, _ = changes_since_asked(RUN)
    assert told.startswith("**Belum dapat diperiksa apakah data berubah")
    assert "tidak ada di buku besar" in told
    (home / "settings.toml").write_text("[schedule.62]\nsalah = 1\n")
    assert changes_since_asked(RUN)[0].startswith("**Belum dapat diperiksa apakah data berubah")


def test_what_is_filled_in_is_the_answer_under_the_name_of_who_has_come_in() -> None:
    prefect = Prefect()
    made_up = {"lain": "x", "name": "Orang Lain", "office": "Gubernur"}
    answer = page(prefect).post(PAGE, content=urlencode(SAID | made_up))
    assert (answer.status_code, "Keputusan diterima" in answer.text) == (200, True)
    decided = SAID | {"name": "Siti Rahmah", "office": "Sekretaris Daerah"}
    del decided["as_shown"]
    assert prefect.resumed == [(f"/flow_runs/{RUN}/resume", {"run_input": decided})]


def warning(rule: str, whose: str = "Kabupaten Kapuas") -> dict[str, str]:
    return {"Kabupaten/Kota": whose, "Aturan": rule, "Sel": "Penerima!G9", "Peringatan": "Lebih <b>dari."}


def test_one_warning_of_a_kind_may_have_a_reason_of_its_own() -> None:
    """An approver had one box for 14 regencies, of which one was another matter."""
    prefect = Prefect(form=decision_on([warning("R04", whose) for whose in ("Kota A", "Kota B", "Kota C")]))
    shown = page(prefect).get(PAGE).text
    assert re.findall(r'<label for="(warnings\.R04\.\d)"><b>([^<]*)</b>', shown) == [
        (f"warnings.R04.{at}", f"{whose} Penerima!G9") for at, whose in enumerate(("Kota A", "Kota B", "Kota C"))
    ]
    assert ("Lebih &lt;b&gt;dari." in shown, glued(shown)) == (True, [])
    of_all, single = "warnings.R04", "warnings.R04.1"
    approves = SAID | {"decision": APPROVE, of_all: "Sudah dijelaskan", single: "Salah ketik, dibetulkan"}
    page(prefect).post(PAGE, content=urlencode(approves))
    kept = "R04: Sudah dijelaskan. R04 Kota B Penerima!G9: Salah ketik, dibetulkan."
    assert prefect.resumed.pop()[1]["run_input"]["warnings"] == kept
    for short, told in (
        ({single: "singkat"}, "alasan R04 Kota B Penerima!G9 terlalu"),
        ({of_all: ""}, "alasan R04 ter"),
    ):
        refused = page(prefect).post(PAGE, content=urlencode(approves | short))
        assert (told in refused.text, "<details open>" in refused.text, prefect.resumed) == (True, True, [])
    each = {f"warnings.R04.{at}": "Masing-masing lain" for at in range(3)}
    page(prefect).post(PAGE, content=urlencode(approves | {of_all: ""} | each))
    assert prefect.resumed.pop()[1]["run_input"]["warnings"].count("R04 Kota") == 3


def test_each_kind_of_warning_is_answered_by_itself() -> None:
    """One text of ten letters stood for all of them."""
    prefect = Prefect(form=decision_on([warning(rule) for rule in ("R04", "H04", "R04")]))
    shown = page(prefect).get(PAGE).text
    boxes = re.findall(r'<label for="(warnings[^"]*)">([^<]*)<span class="kecil">\(sedikitnya 10 huruf', shown)
    assert boxes == [
        ("warnings.H04", "Peringatan H04 (1): setuju dibiarkan karena "),
        ("warnings.R04", "Peringatan R04 (2): setuju dibiarkan karena "),
    ]
    approves = SAID | {"decision": APPROVE, "warnings.H04": "Sudah dijelaskan", "warnings.R04": "singkat"}
    refused = page(prefect).post(PAGE, content=urlencode(approves))
    assert (refused.status_code, "alasan R04 terlalu pendek" in refused.text, prefect.resumed) == (422, True, [])
    assert ">Sudah dijelaskan</textarea>" in refused.text
    same = page(prefect).post(PAGE, content=urlencode(approves | {"warnings.R04": "", "sama": "1"}))
    assert (same.text.count(">Sudah dijelaskan</textarea>"), prefect.resumed) == (2, [])
    for reason, kept in (
        ("Sudah dijelaskan", "H04, R04: Sudah dijelaskan."),
        ("Memang begitu.", "H04: Sudah dijelaskan. R04: Memang begitu."),
    ):
        page(prefect).post(PAGE, content=urlencode(approves | {"warnings.R04": reason}))
        assert prefect.resumed.pop()[1]["run_input"]["warnings"] == kept
    page(prefect).post(PAGE, content=urlencode(SAID))
    assert prefect.resumed.pop()[1]["run_input"]["warnings"] == "", "who refuses need not explain them"


def test_a_second_click_is_not_told_that_the_decision_was_not_taken() -> None:
    """It is its answer that the browser shows."""
    for late in (Prefect(accepts="ALREADY"), Prefect("RUNNING")):
        answer = page(late).post(PAGE, content=urlencode(SAID))
        assert (answer.status_code, "Kirim lagi" in answer.text) == (404, False)
        assert "sudah disampaikan lebih dulu, itu yang berlaku" in answer.text
        assert f"/proses/{RUN}" in answer.text


def test_nobody_decides_under_a_name_that_the_page_did_not_show() -> None:
    """In another tab of the same browser somebody else has come in meanwhile."""
    prefect, other = Prefect(), replace(APPROVER, login="budi", name="Budi Santoso")
    opened = page(prefect, who=APPROVER).get(PAGE).text
    assert f'value="{APPROVER.signed}"' in opened
    for said in (SAID, {name: text for name, text in SAID.items() if name != "as_shown"}):
        answer = page(prefect, who=other).post(PAGE, content=urlencode(said))
        assert (answer.status_code, prefect.resumed) == (422, [])
        assert "kini yang masuk Budi Santoso, Sekretaris Daerah. Periksa, lalu kirim lagi." in answer.text


def test_nobody_decides_without_having_read_what_has_changed_meanwhile() -> None:
    """The page was open when somebody sent again."""
    prefect, opened = Prefect(), page(Prefect())
    assert 'name="changed" value=""' in opened.get(PAGE).text
    later = page(prefect, "**Data berubah:** kiriman: Seruyan")
    answer = later.post(PAGE, content=urlencode(SAID))
    assert (answer.status_code, prefect.resumed) == (422, [])
    for told in ("Keadaannya berubah sejak halaman ini dibuka", "kiriman: Seruyan", "Belum lengkap"):
        assert told in answer.text
    seen = re.search(r'name="changed" value="(\w+)"', answer.text)[1]
    assert later.post(PAGE, content=urlencode(SAID | {"changed": seen})).status_code == 200
    assert len(prefect.resumed) == 1


def test_what_takes_nothing_from_what_was_read_is_told_and_stops_nobody() -> None:
    """Whoever may send could else keep a decision from ever being made."""
    later = page(prefect := Prefect(), besides="**Sejak itu:** kiriman: Seruyan")
    assert "<strong>Sejak itu:</strong> kiriman: Seruyan" in later.get(PAGE).text
    assert (later.post(PAGE, content=urlencode(SAID)).status_code, len(prefect.resumed)) == (200, 1)


def test_who_refuses_need_not_say_why_the_warnings_may_stand() -> None:
    """It would be said falsely, and kept in the ledger."""
    prefect = Prefect()
    shown = page(prefect).get(PAGE).text
    assert [
        name for name in ("decision", "reason", "warnings") if re.search(rf'name="{name}"[^>]* required', shown)
    ] == ["reason"]
    answer = page(prefect).post(PAGE, content=urlencode(SAID | {"warnings": ""}))
    ((_, resumed),) = prefect.resumed
    assert (answer.status_code, resumed["run_input"]["warnings"]) == (200, "")


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (READER, "dengan peran penyetuju"),
        (OPERATOR, "dengan peran penyetuju"),
        (EVERYTHING, "Nama dan jabatan Anda belum tercatat"),
    ],
)
def test_who_may_not_decide_reads_all_of_it_and_why_not(who: Person, why: str) -> None:
    prefect = Prefect()
    asked = page(prefect, who=who)
    shown, sent = asked.get(PAGE), asked.post(PAGE, content=urlencode(SAID))
    assert (shown.status_code, sent.status_code, prefect.resumed) == (200, 403, [])
    for answer in (shown, sent):
        assert "<strong>Baca</strong>" in answer.text
        assert why in answer.text
        assert "Kirim keputusan" not in answer.text


def test_what_is_not_accepted_stays_on_the_page() -> None:
    answer = page(Prefect(accepts="REJECT")).post(PAGE, content=urlencode(SAID | {"reason": "<i>belum"}))
    assert (answer.status_code, "Siti Rahmah" in answer.text, "&lt;i&gt;belum" in answer.text) == (422, True, True)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": "x" * 5001}, "Isian &#39;Alasan&#39;: terlalu panjang: paling banyak 5000 huruf."),
        ({"reason": "x" * 200_000}, "Isiannya terlalu panjang; persingkat, lalu kirim lagi."),
        ({"reason": "Belum\u202e lengkap"}, "Isian &#39;Alasan&#39;: tulis dengan huruf yang terlihat."),
        ({"reason": ""}, "Isian &#39;Alasan&#39;: belum diisi."),
        ({"decision": "Nanti"}, "Isian &#39;Keputusan&#39;: pilih dari daftar"),
        ({"decision": APPROVE, "warnings": ""}, "(wajib bila disetujui)&#39;: belum diisi."),
        ({"decision": APPROVE, "warnings": "ya"}, "(wajib bila disetujui)&#39;: terlalu pendek: sedikitnya 10 huruf."),
    ],
)
def test_what_is_wrong_with_an_answer_is_told_and_the_run_hears_nothing(wrong: dict, told: str) -> None:
    prefect = Prefect()
    answer = page(prefect).post(PAGE, content=urlencode(SAID | wrong))
    assert (answer.status_code, told in answer.text) == (422, True)
    assert prefect.resumed == []


@pytest.mark.parametrize("state", ["RUNNING", "COMPLETED", "SCHEDULED"])
def test_a_run_that_does_not_wait_cannot_be_answered(state: str) -> None:
    prefect = Prefect(state)
    shown = page(prefect).get(PAGE)
    assert shown.status_code == page(prefect).post(PAGE, content=urlencode(SAID)).status_code == 404
    assert ("Muat ulang halaman ini" in shown.text) == (state != "COMPLETED"), "it may be about to wait"
    assert prefect.resumed == []


def test_no_line_of_the_form_can_press_a_button_at_enter() -> None:
    form = decision_on([warning("R04", "Kota A"), warning("R04", "Kota B"), warning("R09", "Kota B")])
    shown = page(Prefect(form=form)).get(PAGE).text
    assert "Satu per satu" in shown
    assert shown.count("<input") == shown.count('<input type="hidden"')
