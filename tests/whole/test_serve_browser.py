"""`spm serve` as an operator uses it: the forms, a run, its pages and reports, one file, the approval across a restart.

The pictures that the test takes on its way are those of docs/operasi.md.
"""

import json
import re
import signal
from pathlib import Path

import pytest

from flows.lock import is_held, only_one
from flows.service.people import Role
from tasks.forms.samples import write_samples
from tests.door_visitors import eventually
from tests.people import added
from tests.whole.test_serve import DUE_NOW, Service, settled

pytestmark = pytest.mark.browser

YOGYAKARTA = "34 Daerah Istimewa Yogyakarta"
REPORT = f"laporan-spm-34-{DUE_NOW}"


class Operator:
    """A person at the browser."""

    def __init__(self, browser: object, service: Service, pictures: Path) -> None:
        self.service, self.pictures = service, pictures
        context = browser.new_context(viewport={"width": 1360, "height": 900})
        context.set_default_timeout(120_000)
        self.page, self.elsewhere = context.new_page(), []
        self.page.on("request", lambda one: self.elsewhere.append(one.url) if self.home not in one.url else None)

    @property
    def home(self) -> str:
        return self.service.address

    def come_in(self, login: tuple[str, str]) -> None:
        """From wherever one wants to be; Prefect's interface asks for no password of its own."""
        self.page.goto(f"{self.home}/v2/dashboard")
        self.page.get_by_label("Nama untuk masuk").fill(login[0])
        self.page.get_by_label("Kata sandi").fill(login[1])
        self.page.keyboard.press("Enter")
        self.page.get_by_text("Dashboard").first.wait_for()

    def open(self, path: str, seen: str) -> None:
        self.page.goto(self.home + path)
        self.page.get_by_text(seen).first.wait_for()

    def form(self, deployment: str, seen: str) -> None:
        self.open(f"/v2/deployments/deployment/{self.service.deployment(deployment)['id']}/run", seen)

    def submit(self, deployment: str, until: tuple[str, ...] = ("COMPLETED", "FAILED")) -> dict:
        """Presses Submit and waits until the new run is in one of these states; the run."""
        id_, before = self.service.deployment(deployment)["id"], {run["id"] for run in self.service.runs()}
        self.page.get_by_role("button", name="Submit").click()

        def ended() -> list[dict]:
            new = [run for run in self.service.runs() if run["deployment_id"] == id_ and run["id"] not in before]
            return [run for run in new if run["state"]["type"] in until]

        eventually(ended, 300)
        return ended()[-1]

    def drop_down(self, within: object, option: str) -> object:
        """Opens the first drop-down inside; the option whose text begins so."""
        within.locator(
            "button[aria-haspopup=dialog], button[role=combobox], button[aria-haspopup=listbox]"
        ).first.click()
        found = self.page.get_by_role("option", name=re.compile(f"^{re.escape(option)}")).first
        found.wait_for()
        return found

    def artifact(self, key: str, seen: str) -> None:
        found = next(one for one in self.service.ask("artifacts/filter") if one["key"] == key)
        self.open(f"/v2/artifacts/artifact/{found['id']}", seen)

    def picture(self, name: str, whole: bool = False) -> None:
        self.page.wait_for_timeout(1500)
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=whole)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    (tmp_path / "gambar").mkdir()
    return tmp_path / "gambar"


def test_an_operator_runs_looks_checks_and_approves(home: Path, pictures: Path, browser: object) -> None:
    settled(home, "[schedule.34]\n")
    write_samples("34", DUE_NOW, home / "inbox")
    service = Service(home).wait()
    try:
        operator = Operator(browser, service, pictures)
        operator.come_in(service.login)
        operator.open("/v2/deployments", "setujui-laporan")
        operator.picture("daftar")
        a_wrong_moment_is_refused_by_the_form(operator)
        a_run_is_cancelled(operator)
        a_report_is_made_and_opened(operator)
        one_file_is_checked(operator)
        waiting = approval_is_asked_for(operator)
        assert operator.elsewhere == [], "nothing may be asked of any other host"
        assert service.end(signal.SIGTERM) == 0
        operator.service = service = Service(home).wait()
        operator.come_in(added(home, "siti", "Siti Rahmah", "Sekretaris Daerah", Role.APPROVER))
        it_is_approved(operator, waiting)
    finally:
        if service.process.poll() is None:
            service.end(signal.SIGTERM)
    final = json.loads((home / "outbox" / "34" / f"{DUE_NOW}-final" / "manifest.json").read_text())
    assert (final["approval"]["name"], final["approval"]["office"]) == ("Siti Rahmah", "Sekretaris Daerah")


def a_wrong_moment_is_refused_by_the_form(operator: Operator) -> None:
    operator.form("jalankan-sekarang", "Yang dikerjakan")
    assert operator.page.get_by_text(YOGYAKARTA).count(), "the site's own province is chosen already"
    operator.picture("formulir", whole=True)
    before = len(operator.service.runs())
    operator.page.locator("textarea").last.fill("kemarin")
    operator.page.get_by_role("button", name="Submit").click()
    beside_the_field = operator.page.locator("form").get_by_text("'kemarin' bukan tanggal; tulis tanggal seperti")
    beside_the_field.wait_for()
    operator.page.locator("textarea").last.fill("2025" * 11)
    operator.page.get_by_role("button", name="Submit").click()
    operator.page.get_by_text("Terlalu panjang: paling banyak 40 huruf.").first.wait_for()
    assert len(operator.service.runs()) == before


def a_run_is_cancelled(operator: Operator) -> None:
    """While it waits for its province, which it must not keep."""
    lock = operator.service.home / "locks" / "34.lock"
    with only_one(lock, ""):
        run = operator.service.start("jalankan-sekarang", province=YOGYAKARTA)
        eventually(lambda: operator.service.is_at_work(run))
        operator.open(f"/v2/runs/flow-run/{run['id']}", "Logs")
        operator.page.get_by_role("button", name="Open menu").click()
        operator.page.get_by_role("menuitem", name="Cancel").click()
        operator.page.get_by_role("button", name="Cancel Flow Run").click()
        assert operator.service.ended(run)["type"] == "CANCELLED"
    assert not is_held(lock)


def a_report_is_made_and_opened(operator: Operator) -> None:
    operator.form("jalankan-sekarang", "Yang dikerjakan")
    run = operator.submit("jalankan-sekarang")
    assert (run["state"]["name"], run["name"]) == (
        "Perlu tindakan",
        f"Perlu tindakan: Laporan {YOGYAKARTA} {DUE_NOW}",
    )
    operator.open(f"/v2/runs/flow-run/{run['id']}?tab=Artifacts", "Artifacts")
    operator.picture("proses")
    operator.artifact(f"daerah-34-{DUE_NOW}".lower(), "belum lapor")
    operator.artifact(f"temuan-34-{DUE_NOW}".lower(), "Penerima!")
    operator.artifact(f"laporan-34-{DUE_NOW}".lower(), "Yang perlu dilakukan")
    operator.picture("hasil")
    link = operator.page.get_by_role("link", name=f"{REPORT}.html").get_attribute("href")
    with operator.service.client(operator.service.login) as client:
        workbook = client.get(link.replace(".html", ".xlsx"))
    assert workbook.content[:2] == b"PK"
    operator.page.goto(operator.home + link)
    operator.page.get_by_text("SEMENTARA").first.wait_for()


def one_file_is_checked(operator: Operator) -> None:
    operator.form("periksa-satu-berkas", "Berkas di folder kiriman")
    rejected = operator.drop_down(operator.page, f"34.02 Bantul {DUE_NOW}")
    operator.picture("berkas")
    rejected.click()
    run = operator.submit("periksa-satu-berkas")
    assert run["state"]["name"] == "Ditolak"
    operator.artifact("hasil-periksa", "Salinan bertanda")


def approval_is_asked_for(operator: Operator) -> dict:
    operator.form("setujui-laporan", "Provinsi")
    return operator.submit("setujui-laporan", ("PAUSED", "FAILED", "COMPLETED"))


def it_is_approved(operator: Operator, waiting: dict) -> None:
    """From the link beside the run, not from a menu."""
    assert waiting["state"]["name"] == "Suspended"
    page = operator.page
    operator.artifact(f"putuskan-34-{DUE_NOW}".lower(), "Baca dan putuskan")
    page.goto(operator.home + page.get_by_role("link", name="Baca dan putuskan").get_attribute("href"))
    page.get_by_text("Baca dulu").wait_for()
    send = page.get_by_role("button", name="Kirim keputusan")
    send.click()  # a reason is missing: the browser says so
    page.locator(":invalid").first.wait_for()
    assert operator.service.state(waiting)["type"] == "PAUSED"
    said = ["Sudah dibahas bersama semua OPD.", "Sudah dijelaskan pengirimnya."]
    for number, text in enumerate(said):
        page.locator("textarea").nth(number).fill(text)
    page.locator("select").select_option("Setujui dan terbitkan")
    operator.picture("putuskan")
    send.click()
    page.get_by_text("Keputusan diterima").wait_for()
    assert operator.service.ended(waiting, 300)["name"] == "Terbit"
