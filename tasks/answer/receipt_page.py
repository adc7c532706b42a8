"""The receipt as JSON for programs and as a page to print on A4: one file, no network, JSON and a QR code inside."""

import json
import re
from datetime import datetime
from hashlib import sha256

import segno
from markupsafe import Markup

from config import catalogue
from config.provinces import provinces
from schemas.period import Period
from schemas.receipt import EDITION, TOTALS, Receipt
from schemas.reconciliation import Fate, cells_sentence
from tasks.report.echo_text import CHECK, TOTAL_LABELS, beside_total, echo_sections
from tasks.report.html import in_script, template
from tasks.report.tables.lookups import date_text, field_names, received_by

LABELS = {
    "format": "Jenis berkas",
    "number": "Nomor",
    "province_code": "Kode provinsi",
    "province_name": "Provinsi",
    "regency_code": "Kode wilayah",
    "regency_name": "Daerah",
    "period": "Triwulan",
    "revision": "Kiriman ke",
    "file_name": "Nama berkas",
    "sha256": "SHA-256 berkas",
    "received_at": "Diterima",
    "stated_at": "Tanggal berkas menurut pengirim",
    "way": "Dasar waktu terima",
    "reason": "Alasan",
    "deadline": "Batas waktu",
    "on_time": "Tepat waktu",
    "status": "Keputusan",
    "errors": "Kesalahan",
    "warnings": "Peringatan",
    "infos": "Catatan",
    "totals": "Jumlah yang terbaca",
    "cells": "Sel terisi",
    "cells.filled": "Sel terisi",
    "fields": "Bidang",
    "key": "Kunci",
    "signature": "Tanda tangan",
}
"""Field of a receipt -> what people read."""

_VERDICTS = {
    "diterima": "Laporan diterima tanpa kesalahan dan tanpa peringatan.",
    "diterima dengan catatan": "Laporan diterima. Periksa atau jelaskan peringatannya pada laporan berikutnya.",
    "ditolak": "Laporan ditolak. Perbaiki kesalahannya menurut umpan balik, lalu kirim kembali.",
}
_UNKNOWN = "tidak diketahui"
_PAGE_SIGNATURE = re.compile(r'<meta name="tanda-tangan" content="([^"]*)">')
_QUIET_ZONE = 4
"""Blank modules around a QR code, as the standard asks for."""


def receipt_json(receipt: Receipt) -> str:
    """The receipt for programs. The same receipt gives the same bytes."""
    return content_json(receipt.content)


def content_json(content: dict[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def receipt_html(receipt: Receipt) -> str:
    """The receipt to look at and to print, with its JSON inside and room for its signature. The same receipt gives the
    same bytes."""
    return template(__package__, f"{EDITION}.html.j2").render(
        receipt=receipt,
        title=f"Tanda terima {receipt.number}",
        verdict=_verdict(receipt),
        labels=LABELS,
        rows=_rows(receipt),
        counts=[(key, LABELS[key], number_text(getattr(receipt, key))) for key in ("errors", "warnings", "infos")],
        sheets=_sheets(receipt),
        cells=cells_sentence(receipt.cells),
        echo=[(title, title == CHECK, lines) for title, lines in echo_sections(receipt.echo)],
        qr=Markup(qr_image(receipt.qr)),  # noqa: S704 drawn by us: squares
        embedded=Markup(in_script(receipt_json(receipt))),  # noqa: S704 nothing in it can end the script
    )


def with_signature(page: str, signature: str) -> str:
    return _PAGE_SIGNATURE.sub(f'<meta name="tanda-tangan" content="{signature}">', page, count=1)


def page_signature(page: str) -> str:
    """The signature of its own that a page states; '' where it states none."""
    found = _PAGE_SIGNATURE.search(page)
    return found[1] if found else ""


def page_statement(page: str) -> bytes:
    """What is signed of a page: the digest of all of it but the place where its signature stands."""
    return f"{EDITION} {sha256(with_signature(page, '').encode()).hexdigest()}".encode()


def qr_image(text: str) -> str:
    # any mask reads; trying all eight for the prettiest took nine tenths of the time
    code = segno.make_qr(text, error="m", encoding="utf-8", mask=2)
    return code.svg_inline(border=_QUIET_ZONE, omitsize=True, light="#fff", title="Kode QR tanda terima")


def _verdict(receipt: Receipt) -> str:
    """Of an office's file also what it is about: nobody may take it for the whole report."""
    about = f" Keputusan ini untuk bidang {_field_names(receipt)} saja." if receipt.fields else ""
    return _VERDICTS[receipt.status] + about


def _field_names(receipt: Receipt) -> str:
    return field_names(receipt.fields.split(", "))


def number_text(value: int | float) -> str:
    """1234567 -> 1.234.567; a fraction after a comma, as far as it is known."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def sheet_name(key: str) -> str:
    """The name of a sheet of the form."""
    return catalogue.layout_for("kabkota").by_key[key].name


def field_label(field: str) -> str:
    """`totals.budget.allocation` -> `Alokasi (Rp), lembar Anggaran`."""
    first, *rest = field.split(".")
    if first == "totals" and len(rest) == 2 and rest[1] in TOTAL_LABELS and rest[0] in TOTALS:
        return f"{TOTAL_LABELS[rest[1]]}, lembar {sheet_name(rest[0])}"
    if first == "cells" and rest and rest[0].upper() in Fate.__members__:
        return f"Sel {Fate[rest[0].upper()]}"
    return LABELS.get(field) or TOTAL_LABELS.get(field) or f"isian {field!r}"


def _rows(receipt: Receipt) -> list[tuple[str, str, str]]:
    """Field, label and text of what stands in the upper table."""
    whose = f"{receipt.regency_name or _UNKNOWN} ({receipt.regency_code or 'tanpa kode'})"
    shown = {
        "number": receipt.number,
        "regency_name": whose,
        "province_name": f"{receipt.province_name} ({receipt.province_code})",
        "period": f"{Period.parse(receipt.period).label} ({receipt.period})",
        "revision": str(receipt.revision),
        "received_at": moment_text(receipt.received_at, receipt.province_code),
        **_how_it_came(receipt),
        "deadline": moment_text(receipt.deadline, receipt.province_code),
        "on_time": "Ya" if receipt.on_time else "Tidak, terlambat",
        "file_name": receipt.file_name,
        "sha256": receipt.sha256,
    }
    if receipt.fields:
        shown["fields"] = f"{_field_names(receipt)} ({receipt.fields})"
    return [(key, LABELS[key], text) for key, text in shown.items()]


def _how_it_came(receipt: Receipt) -> dict[str, str]:
    """What is known of it: older receipts and submissions say nothing."""
    found = {"way": received_by(receipt.way, receipt.reason)} if receipt.way else {}
    stated = moment_text(receipt.stated_at, receipt.province_code) if receipt.stated_at else ""
    return found | ({"stated_at": f"{stated} (tidak menentukan)"} if stated else {})


def moment_text(text: str, province_code: str) -> str:
    return date_text(datetime.fromisoformat(text).astimezone(provinces()[province_code].zone))


def _sheets(receipt: Receipt) -> list[tuple[str, str, str, list[tuple[str, str, str, list[tuple[str, bool]]]]]]:
    """Key, name and number of rows of each sheet, with (field, label, text) of what was added up and what was before,
    by `beside_total`."""
    found = []
    for key, names in TOTALS.items():
        read = {name: number_text(value) for name, value in receipt.totals[key].items()}
        sums = [(name, TOTAL_LABELS[name], read[name], beside_total(receipt.echo, key, name)) for name in names]
        found.append((key, sheet_name(key), read["rows"], sums))
    return found
