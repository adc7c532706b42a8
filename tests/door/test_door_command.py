"""`spm link` and `spm door`: what an operator types."""

import os
import re
import signal
import socket
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from config.settings import settings
from flows.command.cli import main
from flows.lock import only_one
from flows.service.door import door_beside
from tests.door_visitors import XLSX, answers, door_process, eventually, free_port, workbook

pytestmark = pytest.mark.whole


def test_a_link_is_shown_once_listed_without_its_secret_and_revoked(home: Path, capsys) -> None:
    assert main(["link", "62.01", "--office", "kes", "--until", "2999-12-31"]) == 0
    made = capsys.readouterr().out
    secret = re.search(r"^http://127\.0\.0\.1:4300/#([\w-]{43})$", made, re.MULTILINE)[1]
    assert "62.01 Kabupaten Kotawaringin Barat, bidang Kesehatan, berlaku sampai 2999-12-31" in made
    assert main(["link", "--list"]) == 0
    listed = capsys.readouterr().out
    assert "1  berlaku" in listed
    assert "sampai 31/12/2999" in listed
    assert secret not in listed
    assert main(["link", "--revoke", "1"]) == 0
    assert main(["link", "--list"]) == 0
    assert "1  dicabut" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([], "Sebutkan satu"),
        (["62.01", "--list"], "Sebutkan satu"),
        (["62.99"], "'62.99' tidak dikenal"),
        (["62.01", "--office", "PU"], "yang ada: KES"),
        (["62.01", "--until", "besok"], "bukan tanggal"),
        (["62.01", "--until", "2020-01-01"], "sudah lewat"),
        (["--revoke", "7"], "Tautan 7 tidak ada"),
    ],
)
def test_a_wrong_link_is_one_sentence(home: Path, capsys, typed: list[str], told: str) -> None:
    assert main(["link", *typed]) == 2
    assert told in capsys.readouterr().err


def test_the_door_opens_for_a_link_says_no_secret_and_knows_no_prefect(home: Path) -> None:
    with door_process(home) as door:
        secret = door.link("62.01")
        with httpx.Client(base_url=door.address, timeout=60) as client:
            assert client.post("/masuk", data={"kode": secret}).status_code == 303
            assert "Kabupaten Kotawaringin Barat" in client.get("/").text
            files = {"berkas": ("laporan.xlsx", workbook(), XLSX)}
            assert "Tidak ada kesalahan" in client.post("/unggah", files=files, follow_redirects=True).text
        assert os.listdir(home / "door")
        assert (home / "inbox").is_dir(), "a run looks there too"
        assert (home / "door").stat().st_mode & 0o777 == 0o700
        door.end()
        assert secret not in door.text()
        assert "prefect: False" in door.text()


def test_a_door_that_is_closed_while_a_file_is_on_its_way_says_so_and_logs_no_error(home: Path) -> None:
    with door_process(home) as door, socket.create_connection(("127.0.0.1", door.port), 60) as upload:
        head = f"POST /unggah HTTP/1.1\r\nHost: pintu\r\nCookie: pintu={door.link('62.01')}\r\n"
        kind = "Content-Type: multipart/form-data; boundary=a\r\nContent-Length: 9000\r\n\r\n"
        body = '--a\r\nContent-Disposition: form-data; name="berkas"; filename="a.xlsx"\r\n\r\nx'
        upload.sendall(f"{head}{kind}{body}".encode())
        eventually(lambda: os.listdir(home / "door"))
        door.end()
        assert upload.recv(1000).startswith(b"HTTP/1.1 503")
        assert "Traceback" not in door.text()


def test_only_one_door_of_a_home_is_open(home: Path, capsys) -> None:
    with only_one(home / "locks" / "door.lock", "spm door"):
        assert main(["door"]) == 2
    assert "spm door untuk folder ini sedang berjalan; hentikan dulu yang itu." in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(home: Path, capsys) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["door", "--port", str(taken.getsockname()[1])]) == 2
    assert "pilih --port lain" in capsys.readouterr().err


def test_the_door_beside_the_service_is_begun_again_and_ends_with_it(home: Path, monkeypatch) -> None:
    monkeypatch.setattr("flows.service.door._AGAIN_SECONDS", 0)
    home.mkdir(parents=True)
    port = free_port()
    (home / "settings.toml").write_text(f"[door]\nport = {port}\n")
    settings.cache_clear()
    address = f"http://127.0.0.1:{port}"
    with door_beside(settings()):
        eventually(lambda: answers(address))
        os.kill(doors()[0], signal.SIGKILL)
        eventually(lambda: not answers(address))
        eventually(lambda: answers(address))
    assert not answers(address)
    with door_beside(settings().model_copy(update={"door": None})):
        assert doors() == []


def doors() -> list[int]:
    """The processes beside this one that serve a door."""
    found = []
    for one in psutil.Process().children():
        with suppress(psutil.Error):  # it ends this very moment
            found += [one.pid] * ("flows.service.door" in one.cmdline())
    return found
