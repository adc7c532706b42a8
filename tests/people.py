"""People of a home for the tests of its pages: one of each role, and who may everything."""

from pathlib import Path

from flows.service.logins import COOKIE, Logins
from flows.service.people import People, Person, Role, keep, new_password, with_password

SERVICE, WORKERS = "layanan:rahasia", "pekerja:rahasia yang panjang"
ADDRESS = "1.2.3.4"
READER = Person("rina", "Rina Wati", "Analis", (Role.READER,), "a")
OPERATOR = Person("oki", "Oki Saputra", "Operator", (Role.OPERATOR,), "b")
APPROVER = Person("siti", "Siti Rahmah", "Sekretaris Daerah", (Role.APPROVER,), "c")
EVERYTHING = Person("semua", "", "", tuple(Role), "d")
ALL = (READER, OPERATOR, APPROVER, EVERYTHING)
"""Their hashes are none, so nobody comes in by a password."""


def logins_at(home: Path, people: tuple[Person, ...] = ALL) -> Logins:
    keep(home, people)
    return Logins(People(home), SERVICE, WORKERS)


def session_of(logins: Logins, person: Person) -> dict[str, str]:
    """The headers of who has come in."""
    return {"Cookie": f"{COOKIE}={logins.begin(person, ADDRESS)}"}


def added(home: Path, login: str, name: str, office: str, *roles: Role) -> tuple[str, str]:
    """Name and password of a person more, who can come in."""
    password = new_password()
    one = with_password(Person(login, name, office, roles, ""), password)
    keep(home, (People(home).all() | {login: one}).values())
    return login, password
