"""Loads what others have published of the regencies: every CSV file in SPM_HOME/external, and nowhere else.

Like the corrections they are read anew for every report, and a file that cannot be used stops the report, not the
intake: a figure that somebody meant to show is not left out in silence.
"""

import csv
import io
import re
from hashlib import sha256
from pathlib import Path

from config import catalogue
from schemas.external import ExternalError, ExternalIndex
from schemas.period import Period

COLUMNS = ["regency", "period", "index", "source"]
_NUMBER = re.compile(r"\d{1,3}([.,]\d{1,15})?")
_CODE = re.compile(r"(\d\d)[.,]?(\d{1,2})")
_AS_CSV = "simpan sebagai CSV UTF-8 (di Excel: Simpan Sebagai, jenis 'CSV UTF-8')"
_TABLES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".tsv", ".txt")
"""What somebody may have put there in place of a CSV file."""


def load_external(folder: Path) -> tuple[ExternalIndex, ...]:
    """Every index from outside, by file and line; none where there is no folder. Raises ExternalError."""
    found: dict[tuple[str, Period], ExternalIndex] = {}
    for path in sorted(folder.glob("[!.~]*")):
        for one in _of_file(path) if _is_csv(path) else ():
            if first := found.get((one.regency_code, one.period)):
                raise ExternalError(f"{one.origin}: {one.regency_code} {one.period} sudah ada di {first.origin}.")
            found[one.regency_code, one.period] = one
    return tuple(found.values())


def _is_csv(path: Path) -> bool:
    if path.suffix.lower() in _TABLES:
        raise ExternalError(f"Berkas '{path.name}' bukan CSV; {_AS_CSV}.")
    return path.suffix.lower() == ".csv"


def _of_file(path: Path) -> list[ExternalIndex]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExternalError(f"Berkas '{path.name}' tidak terbaca; {_AS_CSV}.") from error
    separator = ";" if ";" in text.partition("\n")[0] else ","  # as Excel writes it in Indonesian
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    digest = sha256(content).hexdigest()
    try:
        if rows.fieldnames != COLUMNS:
            raise ExternalError(f"Baris pertama '{path.name}' harus {separator.join(COLUMNS)}.")
        found = [_index(row, path.name, rows.line_num, digest) for row in rows if _is_filled(row)]
    except csv.Error as error:
        raise ExternalError(f"Berkas '{path.name}' bukan CSV yang utuh (setelah baris {rows.line_num}).") from error
    if not found:
        raise ExternalError(f"'{path.name}' tidak memuat indeks; isi, atau pindahkan berkasnya.")
    return found


def _is_filled(row: dict) -> bool:
    """Excel leaves lines of separators alone below a table."""
    return None in row or any((text or "").strip() for text in row.values())


def _index(row: dict, file: str, line: int, digest: str) -> ExternalIndex:
    try:
        if None in row or None in row.values():
            raise ValueError(f'harus ada {len(COLUMNS)} isian; angka atau teks yang memuat pemisah ditulis di antara "')
        code, period, index, source = (row[name].strip() for name in COLUMNS)
        known = set(catalogue.table("regions")["code"])
        if code not in known:
            raise ValueError(f"kode wilayah '{code}' tidak dikenal{_meant(code, known)}")
        if not source:
            raise ValueError("sumber (source) kosong")
        return ExternalIndex(code, Period.parse(period), _number(index), source, file, line, digest)
    except ValueError as error:
        raise ExternalError(f"'{file}' baris {line}: {str(error).rstrip('.')}.") from error


def _meant(code: str, known: set[str]) -> str:
    """What Excel makes of a code: 62.10 becomes 62.1, and its point a comma or nothing."""
    parts = _CODE.fullmatch(code)
    meant = f"{parts[1]}.{parts[2]:0<2}" if parts else ""
    return f"; maksudnya {meant}? Di Excel, jadikan kolom itu Teks sebelum mengisinya" if meant in known else ""


def _number(text: str) -> float:
    value = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else -1.0
    if not 0 <= value <= 100:
        raise ValueError(f"indeks '{text}' bukan angka 0 sampai 100")
    if 0 < value < 1:
        raise ValueError(f"indeks '{text}' tampaknya pecahan; tulis pada skala 0 sampai 100")
    return value
