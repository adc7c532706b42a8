"""Loads a site's contacts: SPM_HOME/contacts.csv, with the columns recipient, channel, address. They are personal data
and belong to the site, never into the project; the ledger keeps only a digest of an address."""

import csv
import io
from pathlib import Path

from config import catalogue
from schemas.message import OPERATOR, Contact, ContactsError, office_of
from schemas.reference import FIELDS

COLUMNS = ["recipient", "channel", "address"]


def load_contacts(path: Path, channels: set[str]) -> list[Contact]:
    """Every contact, in the order of the file; none where there is no file. Raises ContactsError."""
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContactsError(f"Berkas '{path.name}' tidak terbaca; simpan sebagai CSV UTF-8.") from error
    separator = ";" if ";" in text.partition("\n")[0] else ","  # as Excel writes it in Indonesian
    rows = csv.DictReader(io.StringIO(text), delimiter=separator)
    if rows.fieldnames != COLUMNS:
        raise ContactsError(f"Baris pertama '{path.name}' harus {','.join(COLUMNS)}.")
    codes = {*catalogue.table("regions")["code"], *catalogue.table("provinces")["code"]}
    recipients = {OPERATOR, *codes, *(office_of(code, field) for code in codes for field in FIELDS)}
    return [_contact(path.name, rows.line_num, row, recipients, channels) for row in rows]


def _contact(file: str, line: int, row: dict, recipients: set[str], channels: set[str]) -> Contact:
    one = Contact(*((row[name] or "").strip() for name in COLUMNS))
    if one.recipient not in recipients:
        raise ContactsError(
            f"'{file}' baris {line}: penerima '{one.recipient}' tidak dikenal; tulis kode wilayah seperti 62.01, "
            f"perangkat daerah seperti 62.01/KES, 62 untuk provinsi sendiri, atau {OPERATOR}."
        )
    if one.channel not in channels:
        known = ", ".join(sorted(channels)) or "belum ada"
        raise ContactsError(f"'{file}' baris {line}: saluran '{one.channel}' tidak ada dalam pengaturan ({known}).")
    if not one.address:
        raise ContactsError(f"'{file}' baris {line}: alamat {one.recipient} kosong.")
    return one
