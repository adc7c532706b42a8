"""The people of a site: who they are, what they may do, and by what they are known again. They stand in
`SPM_HOME/people.json`, for the service's user alone; of a password its scrypt hash is kept, with the parameters."""

import hashlib
import hmac
import json
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from flows.lock import only_one
from schemas.failure import Failure
from tasks.home.modes import PEOPLE_FILE, close_to_others, write_whole

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
COST = {"n": 2**14, "r": 8, "p": 5}
"""What OWASP recommends where 16 MiB are to be enough; some 0.2 s."""
_SALT, _HASH = 16, 32
_MOST_MEMORY = 2**26
UNREADABLE = "Daftar orang tidak dapat dibaca, jadi belum ada yang dapat masuk. Beri tahu pengelola server."
"""What is said to who has not come in: where the list lies is for the log."""
LONGEST = 1_000
"""Letters of a password: nobody is made to compute on more."""


class Role(StrEnum):
    """What a person may do. Whoever is here at all may read."""

    READER = "pembaca"
    OPERATOR = "operator"
    APPROVER = "penyetuju"


class PeopleError(Failure, RuntimeError):
    """The list of people cannot be read or changed."""


@dataclass(frozen=True)
class Person:
    """`login` is what is typed to come in, `name` and `office` what stands on a final report."""

    login: str
    name: str
    office: str
    roles: tuple[Role, ...]
    password: str

    def may(self, role: Role) -> bool:
        return role is Role.READER or role in self.roles

    @property
    def shown(self) -> str:
        return self.name or self.login

    @property
    def recorded(self) -> str:
        """Who has done something, for people to read; a login stays what it is, and two may have one name."""
        return f"{self.name} ({self.login})" if self.name else self.login

    @property
    def signed(self) -> str:
        """As it stands on a final report."""
        return f"{self.name}, {self.office}"


class People:
    """Those of a home, as its file stands now: somebody who is removed is gone at once."""

    def __init__(self, home: Path) -> None:
        self.home, self._path = home, home / PEOPLE_FILE
        self._known: tuple[object, dict[str, Person]] = (None, {})

    def __getitem__(self, login: str) -> Person | None:
        return self.all().get(login)

    def all(self) -> dict[str, Person]:
        """By login. Raises PeopleError for a file that cannot be read."""
        try:
            found = self._path.stat()
            version = found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode
            if self._known[0] != version:
                close_to_others(self.home, None)  # a copy that was put back may be open to all
                self._known = version, _read(self._path)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._unreadable() from error
        return self._known[1]

    def who_knows(self, login: str, password: str) -> Person | None:
        """The person with this password. Takes as long for a login that nobody has. Raises PeopleError."""
        person = self[login]
        try:
            known = is_password(password, person.password if person else _NOBODYS)
        except ValueError as error:
            raise self._unreadable() from error
        return person if known else None

    def _unreadable(self) -> PeopleError:
        return PeopleError(
            f"Daftar orang '{self._path}' tidak dapat dibaca; pulihkan, atau hapus berkasnya dan jalankan spm serve "
            "lagi untuk membuat orang pertama."
        )


def _read(path: Path) -> dict[str, Person]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return {
        login: Person(login, one["name"], one["office"], tuple(map(Role, one["roles"])), one["password"])
        for login, one in content.items()
    }


def keep(home: Path, people: Iterable[Person]) -> None:
    """Writes the whole list anew."""
    content = {one.login: {name: value for name, value in asdict(one).items() if name != "login"} for one in people}
    write_whole(home / PEOPLE_FILE, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def changing(home: Path) -> AbstractContextManager[None]:
    """Nobody else changes the list meanwhile: it is read and written within this. Raises AlreadyRunning."""
    return only_one(home / "locks" / "people.lock", "Perubahan daftar orang", patience=5)


def change_password(home: Path, person: Person, password: str) -> Person:
    """Whoever has come in as `person` gets another password. Raises PeopleError where that is somebody else by now,
    AlreadyRunning."""
    made = with_password(person, password)
    with changing(home):
        people = People(home).all()
        if people.get(person.login) != person:
            raise PeopleError("Data Anda baru saja diubah oleh pengelola server. Kirim lagi isian ini.")
        keep(home, (people | {person.login: made}).values())
    return made


def with_password(person: Person, password: str) -> Person:
    return replace(person, password=hash_of(password))


def new_password() -> str:
    return secrets.token_urlsafe(12)


def hash_of(password: str) -> str:
    """`scrypt$16384$8$5$<salt>$<hash>`."""
    salt = secrets.token_bytes(_SALT)
    digest = hashlib.scrypt(password.encode(), salt=salt, **COST, dklen=_HASH, maxmem=_MOST_MEMORY)
    return _kept(salt, digest)


def is_password(password: str, kept: str) -> bool:
    """Whether it is the password of a hash, by the parameters that the hash was made with."""
    _, n, r, p, salt, digest = kept.split("$")
    if len(password) > LONGEST:
        return False
    known, cost = b64decode(digest), {"n": int(n), "r": int(r), "p": int(p)}
    typed = password.encode(errors="surrogatepass")
    stated = hashlib.scrypt(typed, salt=b64decode(salt), **cost, dklen=len(known), maxmem=_MOST_MEMORY)
    return hmac.compare_digest(stated, known)


def _kept(salt: bytes, digest: bytes) -> str:
    return "$".join(["scrypt", *map(str, COST.values()), *(b64encode(one).decode() for one in (salt, digest))])


_NOBODYS = _kept(bytes(_SALT), bytes(_HASH))
