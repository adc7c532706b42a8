"""`spm link`: who may send through the door."""

from datetime import datetime, time

from config.settings import settings
from flows.command.arguments import WrongUse, regency_of, zone_of
from flows.command.screen import out


def new_link(regency: str, office: str, until: str) -> None:
    """Makes a link and shows it, this once. Raises WrongUse."""
    from tasks.door.links import all_links, make_link
    from tasks.home.site import ledger_of

    code = regency_of(regency)
    field, end = _field_of(office, code), _end_of(until, code)
    site = settings()
    ledger = ledger_of(site)
    id_, secret = make_link(ledger, code, field, end, datetime.now().astimezone())
    made = next(one for one in all_links(ledger) if one.id == id_)
    console = out()
    console.print(f"Tautan {id_} untuk {_whose(made)}{f', berlaku sampai {until}' if until else ''}:")
    console.print(f"{site.of_door.address.rstrip('/')}/#{secret}")
    console.print("Hanya ditampilkan kali ini. Berikan kepada pengirimnya saja; cabut dengan spm link --revoke.")


def list_links() -> None:
    from tasks.door.links import all_links
    from tasks.home.site import ledger_of

    console, now = out(), datetime.now().astimezone()
    found = all_links(ledger_of(settings()))
    for one in found:
        made, until = (_day_of(moment, one.province_code) for moment in (one.made_at, one.until))
        state = "dicabut" if one.revoked_at else "berlaku" if one.opens(now) else "sudah lewat"
        console.print(f"{one.id:>4}  {state:<11}  {_whose(one)}, dibuat {made}{f', sampai {until}' if until else ''}")
    if not found:
        console.print("Belum ada tautan; buat dengan spm link 62.01.")


def _day_of(moment: str, province: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(zone_of(province)):%d/%m/%Y}" if moment else ""


def revoke_link(id_: int) -> None:
    """Raises WrongUse where there is none to revoke."""
    from tasks.door.links import revoke
    from tasks.home.site import ledger_of

    if not revoke(ledger_of(settings()), id_, datetime.now().astimezone()):
        raise WrongUse(f"Tautan {id_} tidak ada atau sudah dicabut; lihat spm link --list.")
    out().print(f"Tautan {id_} dicabut dan tidak membuka apa pun lagi.")


def _whose(link) -> str:
    office = f", bidang {link.office}" if link.office else ""
    return f"{link.regency_code} {link.regency_name}{office}"


def _field_of(office: str, code: str) -> str:
    from config import catalogue

    known = {one.fields[0] for one in catalogue.forms("kabkota") if len(one.fields) == 1} if len(code) > 2 else set()
    if office and office.strip().upper() not in known:
        raise WrongUse(
            f"Tidak ada formulir bidang '{office}' untuk {code}; yang ada: {', '.join(sorted(known)) or '-'}."
        )
    return office.strip().upper()


def _end_of(until: str, code: str) -> datetime | None:
    """The end of that day, where the province lies."""
    if not until:
        return None
    try:
        day = datetime.fromisoformat(until.strip())
    except ValueError as error:
        raise WrongUse(f"'{until}' bukan tanggal; tulis tanggal seperti 2025-12-31.") from error
    end = datetime.combine(day, time(23, 59, 59), zone_of(code[:2]))
    if end < datetime.now(end.tzinfo):
        raise WrongUse(f"Tanggal '{until}' sudah lewat; tautannya tidak akan membuka apa pun.")
    return end
