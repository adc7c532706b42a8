"""Who may come in: kept as hashes for the own user alone, changed by `spm people`, made at the first start."""

import json
import re
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from flows.command.cli import main
from flows.service.first_person import ensure_somebody
from flows.service.people import People, PeopleError, Person, Role, changing, hash_of, is_password, keep
from tasks.home.modes import PEOPLE_FILE

SITI = ["people", "siti", "--name", "Siti Rahmah", "--office", "Sekretaris Daerah"]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out + said.err


def password_in(said: str) -> str:
    return re.search(r"[Kk]ata sandi +(\S+)", said)[1]


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time, where it is not they that are looked at."""
    monkeypatch.setattr("flows.service.people.COST", {"n": 2, "r": 1, "p": 1})


@pytest.mark.slow
def test_a_hash_keeps_its_parameters_and_opens_to_its_password_alone() -> None:
    kept = hash_of("rahasia")
    assert re.fullmatch(r"scrypt\$16384\$8\$5\$[\w+/=]+\$[\w+/=]+", kept)
    assert kept != hash_of("rahasia"), "each has a salt of its own"
    assert [is_password(one, kept) for one in ("rahasia", "Rahasia", "", "\ud800", "r" * 2000)] == [True] + [False] * 4
    cheaper = kept.replace("$16384$8$5$", "$1024$8$1$")
    assert not is_password("rahasia", cheaper), "it is looked at by the parameters that stand in it"


@pytest.mark.parametrize("damaged", ["", "rahasia", "scrypt$2$1$1$a$b$c", "scrypt$3$1$1$YQ==$YQ==", "scrypt$2$1$1$%$%"])
def test_a_hash_that_is_none_is_told_and_lets_nobody_in(home: Path, damaged: str) -> None:
    keep(home, [Person("siti", "Siti Rahmah", "Sekda", (Role.READER,), damaged)])
    with pytest.raises(PeopleError, match="tidak dapat dibaca"):
        People(home).who_knows("siti", damaged)


@pytest.mark.usefixtures("cheap")
def test_a_person_is_added_changed_listed_and_removed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Belum ada orang" in told(capsys, "people")[1]
    code, said = told(capsys, *SITI, "--role", "operator", "--role", "penyetuju")
    people, password = People(home), password_in(said)
    kept = home / PEOPLE_FILE
    assert (code, kept.stat().st_mode & 0o777, password in kept.read_text()) == (0, 0o600, False)
    siti = people.who_knows("siti", password)
    assert (siti.name, siti.office, siti.roles) == (
        "Siti Rahmah",
        "Sekretaris Daerah",
        (Role.OPERATOR, Role.APPROVER),
    )
    told(capsys, "people", "rina", "--name", "Rina Wati")
    assert told(capsys, "people")[1].splitlines() == [
        "siti            operator, penyetuju             Siti Rahmah, Sekretaris Daerah",
        "rina            pembaca                         Rina Wati",
    ]
    changed = told(capsys, "people", "siti", "--new-password")[1]
    assert people.who_knows("siti", password) is None
    assert people.who_knows("siti", password_in(changed)).roles == siti.roles
    assert told(capsys, "people", "siti", "--remove")[0] == 0
    assert people["siti"] is None
    code, said = told(capsys, "people", "rina", "--remove")
    assert (code, "orang terakhir" in said, people["rina"].name) == (2, True, "Rina Wati")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (["people", "siti"], "Sebutkan nama lengkap dengan --name"),
        (["people", "tidakada", "--new-password"], "'tidakada' tidak ada; lihat spm people."),
        (["people", "siti", "--name", "\u3164\u3164\u3164\u3164"], "huruf yang terlihat"),
        (["people", "siti", "--name", "Siti Rahmah", "--role", "penyetuju"], "Sebutkan jabatan dengan --office"),
        (["people", "Siti R", "--name", "Siti Rahmah"], "bukan nama untuk masuk"),
        (["people", "a:b", "--name", "Siti Rahmah"], "bukan nama untuk masuk"),
        (["people", "siti", "--role", "raja"], "tidak dapat dipakai. Pilihannya: pembaca, operator, penyetuju."),
        (["people", "--name", "Siti Rahmah"], "Sebutkan satu orang"),
        (["people", "siti", "--remove", "--new-password"], "Sebutkan satu orang"),
        (["people", "siti", "--remove"], "'siti' tidak ada"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], wrong: list[str], sentence: str
) -> None:
    code, said = told(capsys, *wrong)
    assert (code, sentence in said, (home / PEOPLE_FILE).exists()) == (2, True, False)


@pytest.mark.usefixtures("cheap")
def test_who_has_no_name_yet_gets_another_role_but_does_not_decide_without_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(home, [Person("operator", "", "", (Role.OPERATOR,), hash_of("x"))])
    assert told(capsys, "people", "operator", "--role", "pembaca")[0] == 0
    code, said = told(capsys, "people", "operator", "--role", "penyetuju")
    assert (code, "Sebutkan nama lengkap dengan --name" in said) == (2, True)
    code, said = told(capsys, "people", "operator", "--role", "penyetuju", "--name", "Siti Rahmah")
    assert (code, "Sebutkan jabatan dengan --office" in said) == (2, True)


@pytest.mark.usefixtures("cheap")
def test_the_first_start_makes_a_person_who_may_everything_and_shows_the_password_once(
    home: Path, no_server: None
) -> None:
    first = "\n".join(ensure_somebody(home))
    operator = People(home).who_knows("operator", password_in(first))
    assert operator.roles == tuple(Role)
    again = "\n".join(ensure_somebody(home))
    assert (password_in(first) in again, "spm people" in again) == (False, True)


@pytest.mark.usefixtures("cheap")
def test_who_is_added_while_the_first_person_is_being_made_stays(home: Path, no_server: None) -> None:
    """A service began that knew nobody, and somebody was added before it had written its first person."""
    with ThreadPoolExecutor() as beside:
        with changing(home):
            starting = beside.submit(ensure_somebody, home)
            wait([starting], timeout=0.3)
            keep(home, [Person("siti", "Siti Rahmah", "Sekda", (Role.READER,), hash_of("x"))])
        assert ([*People(home).all()], "spm people" in starting.result()[0]) == (["siti"], True)


@pytest.mark.usefixtures("cheap")
def test_the_one_password_of_an_earlier_program_becomes_a_persons_and_lies_nowhere(home: Path, no_server: None) -> None:
    home.mkdir()
    (home / "sandi").write_text("spm:sandi:lama\n")
    said = "\n".join(ensure_somebody(home))
    assert People(home).who_knows("spm", "sandi:lama").roles == tuple(Role)
    assert ((home / "sandi").exists(), "sandi:lama" in said + (home / PEOPLE_FILE).read_text()) == (False, False)


@pytest.mark.usefixtures("cheap")
def test_a_password_in_the_environment_is_the_first_persons_and_later_no_second_way(
    home: Path, no_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "dinas:sandi sendiri")
    ensure_somebody(home)
    assert People(home).who_knows("dinas", "sandi sendiri").roles == tuple(Role)
    assert "tidak dipakai" not in "\n".join(ensure_somebody(home)), "it is the same person's"
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "dinas:sandi lain")
    assert "tidak dipakai" in "\n".join(ensure_somebody(home))
    assert People(home).who_knows("dinas", "sandi lain") is None


@pytest.mark.parametrize(
    "login", ["admin:", "tanpatitikdua", "admin", ":", ":sandi panjang", "Admin Prov:sandi panjang", "a:1234567"]
)
def test_a_login_that_lets_in_who_knows_nothing_is_refused_and_nobody_is_made(
    home: Path, no_server: None, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    home.mkdir()
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", login)
    with pytest.raises(PeopleError, match="harus berbentuk nama:sandi"):
        ensure_somebody(home)
    monkeypatch.delenv("PREFECT_SERVER_API_AUTH_STRING")
    (home / "sandi").write_text(login)
    with pytest.raises(PeopleError, match="harus berbentuk nama:sandi"):
        ensure_somebody(home)
    assert ((home / PEOPLE_FILE).exists(), (home / "sandi").read_text()) == (False, login)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"siti": {}}', json.dumps({"siti": {"roles": ["raja"]}}), "\xff"])
def test_a_list_that_cannot_be_read_is_told_and_nobody_is_made(home: Path, no_server: None, content: str) -> None:
    home.mkdir()
    (home / PEOPLE_FILE).write_text(content, encoding="latin-1")
    with pytest.raises(PeopleError, match="tidak dapat dibaca"):
        ensure_somebody(home)
    assert (home / PEOPLE_FILE).read_text(encoding="latin-1") == content
