"""The first person of a site, who may everything, made where nobody is known yet: so that whoever has started the
service can come in."""

import os
from pathlib import Path

from flows.service.logins import PASSWORD
from flows.service.people import LOGIN, People, PeopleError, Person, Role, changing, keep, new_password, with_password
from tasks.home.modes import PEOPLE_FILE

FIRST = "operator"
_LEAST = 8
"""Letters of a password that somebody chose."""
_FORMER = "sandi"
"""Where an earlier program kept the one password of all people, as it was."""


def ensure_somebody(home: Path) -> list[str]:
    """Lines on how to come in; a password that was made just now is told, this once. Whoever is added meanwhile stays.
    Raises PeopleError, AlreadyRunning."""
    with changing(home):
        lines = _ways_in(home, People(home), os.environ.get(PASSWORD, ""), home / _FORMER)
        (home / _FORMER).unlink(missing_ok=True)  # what it held is a person's password now, and stands nowhere
    return [f"{'' if number else 'Masuk':<12}{line}" for number, line in enumerate(lines)]


def _ways_in(home: Path, people: People, named: str, former: Path) -> list[str]:
    if people.all():
        lines = ["nama dan kata sandi Anda; siapa saja yang boleh masuk: spm people"]
        if named and not people.who_knows(*_login(named)):
            lines.append(f"{PASSWORD} tidak dipakai: siapa yang boleh masuk sudah diatur dengan spm people")
        return lines
    if named:
        login = _keep_first(home, *_chosen(named, PASSWORD))
        return [f"nama {login} dan kata sandi dari {PASSWORD}, dengan semua peran"]
    if former.exists():
        login = _keep_first(home, *_chosen(former.read_text(encoding="utf-8").strip(), f"'{former}'"))
        return [
            f"nama {login} dan kata sandi yang lama, dengan semua peran",
            f"{former} dihapus: kini hanya hashnya yang tersimpan",
        ]
    password = new_password()
    return [
        f"nama {_keep_first(home, FIRST, password)}, kata sandi {password}",
        f"(hanya ditampilkan kali ini; yang tersimpan di {home / PEOPLE_FILE} hanya hashnya)",
        f'lengkapi: spm people {FIRST} --name "Nama Lengkap" --office "Jabatan"',
    ]


def _login(text: str) -> tuple[str, str]:
    login, _, password = text.partition(":")
    return login, password


def _chosen(text: str, where: str) -> tuple[str, str]:
    """Raises PeopleError for what would let in who knows no password."""
    login, password = _login(text)
    if not LOGIN.fullmatch(login) or len(password) < _LEAST:
        raise PeopleError(
            f"{where} harus berbentuk nama:sandi: nama dari huruf kecil, angka, titik atau garis, dan sandi paling "
            f"sedikit {_LEAST} huruf. Tidak ada orang yang dibuat."
        )
    return login, password


def _keep_first(home: Path, login: str, password: str) -> str:
    keep(home, [with_password(Person(login, "", "", tuple(Role), ""), password)])
    return login
