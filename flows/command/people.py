"""`spm people`: who may come in at the interface, and what each may do there."""

from dataclasses import replace

from config.settings import settings
from flows.command.arguments import WrongUse
from flows.command.screen import out
from flows.forms import seen_on_a_line
from flows.service.people import LOGIN, People, Person, Role, changing, keep, new_password, with_password
from tasks.home.modes import PEOPLE_FILE

_LEAST, _MOST = 3, 200
"""Letters of a name or an office, as the form of a decision takes them."""


def list_people() -> None:
    people = People(settings().home).all()
    for one in people.values():
        roles = ", ".join(role.value for role in one.roles) or Role.READER.value
        out().print(f"{one.login:<16}{roles:<32}{', '.join(filter(None, (one.name, one.office)))}".rstrip())
    if not people:
        out().print('Belum ada orang; contoh: spm people siti --name "Siti Rahmah" --office "Sekretaris Daerah"')


def set_person(login: str, name: str, office: str, roles: tuple[str, ...], password: bool) -> None:
    """Adds a person, or changes what is said of one; a new password is shown, this once. Raises WrongUse."""
    home = settings().home
    with changing(home):
        people = People(home).all()
        known = people.get(login)
        if not known and not LOGIN.fullmatch(login):
            raise WrongUse(
                f"'{login}' bukan nama untuk masuk; tulis huruf kecil, angka, titik atau garis: siti.rahmah."
            )
        if not known and password and not (name or office or roles):
            raise WrongUse(f"'{login}' tidak ada; lihat spm people.")
        person = known or Person(login, "", "", (Role.READER,), "")
        said = {"name": seen_on_a_line(name), "office": seen_on_a_line(office)}
        person = replace(person, **{field: text for field, text in said.items() if text})
        person = replace(person, roles=tuple(map(Role, dict.fromkeys(roles)))) if roles else person
        if not known or name or office or roles:
            _refuse_unknown(person, new=not known)
        made = new_password() if password or not known else ""
        keep(home, (people | {login: with_password(person, made) if made else person}).values())
    out().print(f"{login}: {', '.join(filter(None, (person.name, person.office)))} ({', '.join(person.roles)}).")
    if made:
        out().print(f"Kata sandi  {made}")
        out().print(f"            (hanya ditampilkan kali ini; yang tersimpan di {home / PEOPLE_FILE} hanya hashnya)")


def _refuse_unknown(person: Person, new: bool) -> None:
    """Who decides is named on the final report; the first person, who came with the home, has no name yet. Raises
    WrongUse."""
    decides = person.may(Role.APPROVER)
    wanted = {"--name": person.name} if new or person.name or decides else {}
    wanted |= {"--office": person.office} if decides else {}
    for option, text in wanted.items():
        if not _LEAST <= len(text) <= _MOST:
            what = "nama lengkap" if option == "--name" else "jabatan"
            raise WrongUse(f"Sebutkan {what} dengan {option}, {_LEAST} sampai {_MOST} huruf.")


def remove_person(login: str) -> None:
    """Raises WrongUse for somebody who is not there, and for the last one."""
    home = settings().home
    with changing(home):
        people = dict(People(home).all())
        if people.pop(login, None) is None:
            raise WrongUse(f"'{login}' tidak ada; lihat spm people.")
        if not people:
            raise WrongUse(f"'{login}' orang terakhir; tambahkan yang lain dulu.")
        keep(home, people.values())
    out().print(f"{login} dihapus, dan sesinya berakhir.")
