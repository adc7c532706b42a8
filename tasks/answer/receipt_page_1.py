"""The first edition of receipts, as it was issued: never changed, so that every receipt of it verifies for ever.

Nothing here is shared with the edition of today or read from tables that may change: names of sheets, bidang and zones
are those of the receipts that lie with their senders. `tanda-terima-1.html.j2` belongs to it and stays byte for byte.
"""

import hmac
import json
from base64 import b32encode
from datetime import datetime, timedelta

from markupsafe import Markup

from tasks.report.html import in_script, template

EDITION = "tanda-terima-1"
_CODE_BYTES = 10

_LABELS = {
    "number": "Nomor",
    "province_name": "Provinsi",
    "regency_name": "Daerah",
    "period": "Triwulan",
    "revision": "Kiriman ke",
    "file_name": "Nama berkas",
    "sha256": "SHA-256 berkas",
    "received_at": "Diterima",
    "deadline": "Batas waktu",
    "on_time": "Tepat waktu",
    "status": "Keputusan",
    "errors": "Kesalahan",
    "warnings": "Peringatan",
    "infos": "Informasi",
    "totals": "Jumlah yang terbaca",
    "code": "Kode verifikasi",
    "fields": "Bidang",
}
_VERDICTS = {
    "diterima": "Laporan diterima tanpa kesalahan dan tanpa peringatan.",
    "diterima dengan catatan": "Laporan diterima. Periksa atau jelaskan peringatannya pada laporan berikutnya.",
    "ditolak": "Laporan ditolak. Perbaiki kesalahannya menurut umpan balik, lalu kirim kembali.",
}
_SHEETS = {
    "recipients": ("Penerima", {"target": "Harus dilayani", "served": "Terlayani"}),
    "quality": ("Mutu", {"required": "Dibutuhkan", "available": "Tersedia"}),
    "budget": ("Anggaran", {"allocation": "Alokasi (Rp)", "realised": "Realisasi (Rp)"}),
    "problems": ("Permasalahan", {}),
    "stages": ("Tahapan", {}),
    "actions": ("Rencana Aksi", {}),
}
_FIELDS = {
    "DIK": "Pendidikan",
    "KES": "Kesehatan",
    "PU": "Pekerjaan Umum",
    "PR": "Perumahan Rakyat",
    "TRA": "Trantibumlinmas",
    "SOS": "Sosial",
}
_FATES = {
    "used": "dipakai",
    "label": "judul atau label",
    "recomputed": "dihitung ulang",
    "left_out": "tidak dipakai",
    "unaccounted": "terlewat oleh program",
}
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
_QUARTERS = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def code_of(content: dict, key: bytes) -> str:
    """Sixteen characters in groups of four: 80 bits of the HMAC-SHA256 of everything else in the receipt."""
    rest = {name: value for name, value in content.items() if name != "code"}
    canonical = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text = b32encode(hmac.digest(key, canonical.encode(), "sha256")[:_CODE_BYTES]).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def json_as_issued(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def page_as_issued(content: dict) -> str:
    """Raises KeyError, TypeError or ValueError for a content that we never issued."""
    return template(__package__, f"{EDITION}.html.j2").render(
        receipt=content,
        title=f"Tanda terima {content['number']}",
        verdict=_verdict(content),
        labels=_LABELS,
        rows=_rows(content),
        counts=[(key, _LABELS[key], _number(content[key])) for key in ("errors", "warnings", "infos")],
        sheets=_sheets(content["totals"]),
        cells=f"{_cells(content['cells'])}.",
        embedded=Markup(in_script(json_as_issued(content))),  # noqa: S704 nothing in it can end the script
    )


def _verdict(content: dict) -> str:
    about = f" Keputusan ini untuk bidang {_fields(content['fields'])} saja." if "fields" in content else ""
    return _VERDICTS[content["status"]] + about


def _fields(codes: str) -> str:
    return ", ".join(_FIELDS[code] for code in codes.split(", "))


def _rows(content: dict) -> list[tuple[str, str, str]]:
    """Field, label and text of what stands in the upper table."""
    year, quarter = content["period"].split("-TW")
    shown = {
        "number": content["number"],
        "regency_name": f"{content['regency_name'] or 'tidak diketahui'} ({content['regency_code'] or 'tanpa kode'})",
        "province_name": f"{content['province_name']} ({content['province_code']})",
        "period": f"Triwulan {_QUARTERS[quarter]} Tahun {year} ({content['period']})",
        "revision": str(content["revision"]),
        "received_at": _moment(content["received_at"]),
        "deadline": _moment(content["deadline"]),
        "on_time": "Ya" if content["on_time"] else "Tidak, terlambat",
        "file_name": content["file_name"],
        "sha256": content["sha256"],
    }
    if "fields" in content:
        shown["fields"] = f"{_fields(content['fields'])} ({content['fields']})"
    return [(key, _LABELS[key], text) for key, text in shown.items()]


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    zone = _ZONES[moment.utcoffset() // timedelta(hours=1)]
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year} pukul {moment:%H.%M} {zone}"


def _sheets(totals: dict) -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    """Key, name and number of rows of each sheet, with (field, label, text) of what was added up."""
    return [
        (
            key,
            name,
            _number(totals[key]["rows"]),
            [(one, label, _number(totals[key][one])) for one, label in sums.items()],
        )
        for key, (name, sums) in _SHEETS.items()
    ]


def _cells(numbers: dict) -> str:
    told = [
        f"{_rounded(numbers[fate])} {name}" for fate, name in _FATES.items() if numbers[fate] or fate != "unaccounted"
    ]
    return f"{_rounded(numbers['filled'])} sel terisi: {', '.join(told)}"


def _number(value: int | float) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def _rounded(value: int) -> str:
    return _number(int(value))
