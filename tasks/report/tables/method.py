"""The sheets "Metodologi dan Sumber" and "Data Acuan": how the figures come about, and by which rules and data."""

import pandas as pd

from config import catalogue
from schemas.correction import Correction, Figure
from tasks.report.tables.lookups import Facts, approval_text, date_text
from tasks.report.tables.table import Column, ReportTable

SHEET = "Metodologi dan Sumber"

STEPS = (
    ("Persentase penerima", "100 × terlayani ÷ harus dilayani, terlayani dibatasi sebesar yang harus dilayani."),
    ("Persentase mutu", "Tiap butir: 100 × tersedia ÷ dibutuhkan, dibatasi 100. Mutu layanan: {quality}."),
    ("Indeks layanan", "Bobot penerima × persentase penerima + bobot mutu × persentase mutu. Tanpa butir mutu yang "
     "dibutuhkan, indeks layanan sama dengan persentase penerima."),
    ("Layanan nihil", "Layanan yang dinyatakan nihil (sasaran 0): {nihil}."),
    ("Indeks bidang", "Rata-rata biasa indeks layanan yang ikut dihitung dalam bidang itu."),
    ("Indeks SPM daerah", "Rata-rata biasa indeks bidang yang mempunyai nilai; setiap bidang berbobot sama."),
    ("Rata-rata daerah yang melapor", "Rata-rata indeks SPM kabupaten/kota yang laporannya diterima. Ini angka utama."),
    ("Rata-rata seluruh daerah", "Rata-rata yang sama, tetapi kabupaten/kota tanpa laporan yang diterima dihitung 0."),
    ("Indeks gabungan provinsi", "Terlayani (dibatasi sasaran), sasaran dan butir mutu seluruh daerah yang melapor "
     "dijumlahkan dahulu, lalu dihitung seperti satu daerah."),
    ("Pemerintah provinsi", "Pelayanan dasar yang menjadi urusan provinsi sendiri, dengan indeks sendiri."),
    ("Pembulatan", "Dua angka di belakang koma, setengah ke atas, tetapi tidak pernah menaikkan angka melewati batas "
     "kategori: 89,995 ditulis 89,99. Kategori ditentukan dari nilai pasti."),
    ("Keterisian", "100 × sel terisi ÷ sel yang diwajibkan formulir (kolom wajib × layanan, butir mutu atau bidang), "
     "per bidang dan dari jumlah seluruhnya. Sel layanan yang dinyatakan nihil dihitung terisi."),
    ("Peringkat", "Menurut nilai pasti; nilai yang sama berbagi peringkat (1, 2, 2, 4)."),
)  # fmt: skip
"""Rules.md part 1, in the words of the reader."""

SETTINGS = {
    "quality": (
        "Mutu layanan",
        {"mean": "rata-rata persentase butir mutu", "pooled": "jumlah tersedia ÷ jumlah dibutuhkan"},
    ),
    "nihil": (
        "Layanan nihil",
        {"exclude": "tidak ikut rata-rata", "full": "dihitung 100", "zero": "dihitung 0"},
    ),
    "recipient_weight": ("Bobot penerima", {}),
    "quality_weight": ("Bobot mutu", {}),
    "served_limit": ("Batas terlayani terhadap sasaran (kelipatan) sebelum laporan ditolak", {}),
}
"""Setting -> what it is called, and its values in words."""

GLOSSARY = (
    ("SPM", "Standar Pelayanan Minimal: jenis dan mutu pelayanan dasar yang berhak diperoleh setiap warga negara."),
    ("Bidang", "Salah satu dari enam urusan wajib pelayanan dasar."),
    ("Harus dilayani (sasaran)", "Jumlah warga, rumah tangga atau rumah yang berhak atas layanan sampai akhir tahun."),
    ("Terlayani", "Jumlah yang sudah dilayani sejak 1 Januari sampai akhir triwulan."),
    ("Butir mutu", "Barang, jasa atau tenaga yang disyaratkan standar mutu suatu layanan."),
    ("Nihil", "Pernyataan daerah bahwa tidak ada yang harus dilayani; berbeda dari kosong dan dari nol."),
    ("Belum lapor", "Belum ada berkas yang diterima untuk triwulan ini."),
    ("Ditolak", "Berkas sudah diterima tetapi memuat kesalahan yang harus diperbaiki dulu."),
    ("Diterima dengan catatan", "Laporan dihitung; ada peringatan yang perlu ditinjau."),
    ("Temuan", "Satu hal yang perlu diperbaiki atau diketahui pada satu sel, lembar atau berkas."),
)


def method_tables(facts: Facts) -> list[ReportTable]:
    """Everything a reader needs to recompute a figure or to find where it comes from."""
    c = facts.consolidated
    basis = (
        ("Dasar hukum", catalogue.layout_for("kabkota").legal_basis),
        ("Status laporan", approval_text(c)),
        ("Keadaan data", date_text(c.as_of)),
        ("Batas waktu laporan", date_text(c.deadline)),
        ("Formulir kabupaten/kota", catalogue.layout_for("kabkota").version),
        ("Formulir provinsi", catalogue.layout_for("provinsi").version),
    )
    return [
        _pairs("Metodologi dan sumber", "Laporan ini", basis),
        _pairs("Cara menghitung", "Angka", steps(c.method)),
        _pairs("Pengaturan yang berlaku", "Pengaturan", _settings(c.method)),
        _corrections(facts),
        _pairs("Kategori indeks", "Kategori", _categories(facts)),
        _pairs("Dasar hukum per pelayanan", "Bidang", _legal_bases(facts)),
        _pairs("Istilah", "Istilah", GLOSSARY),
    ]


def _pairs(title: str, label: str, rows: tuple[tuple[str, str], ...]) -> ReportTable:
    columns = (Column("name", label, width=36), Column("text", "Penjelasan", width=92))
    return ReportTable(sheet=SHEET, title=title, columns=columns, frame=pd.DataFrame(rows, columns=["name", "text"]))


def steps(method: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """With the province's own way in the place of a reference to it: not every rendering shows the settings."""
    told = {key: words.get(method[key], method[key]) for key, (_, words) in SETTINGS.items()}
    return tuple((name, text.format(**told)) for name, text in STEPS)


def _settings(method: dict[str, str]) -> tuple[tuple[str, str], ...]:
    rows = []
    for key, value in method.items():
        name, words = SETTINGS.get(key, (key, {}))
        rows.append((name, words.get(value, value.replace(".", ","))))
    return tuple(rows)


def _corrections(facts: Facts) -> ReportTable:
    """A row a figure that the province changed, so that nobody takes it for the sender's."""
    rows = [
        (
            f"{one.regency_code} {facts.all_names[one.regency_code]}",
            f"{_place(one)}. {one.reason.rstrip('.')}. Dasar: {one.source} ({one.by}).",
            _figure_cell(one.expected),
            _figure_cell(one.value),
        )
        for one in facts.consolidated.corrections
    ]
    return ReportTable(
        sheet=SHEET,
        title="Angka yang dikoreksi provinsi",
        notes=(
            "Koreksi hanya mengubah angka yang dihitung dalam laporan ini; berkas kiriman daerah tetap seperti semula.",
        ),
        columns=(
            Column("name", "Daerah", width=36),
            Column("text", "Lembar, kode, kolom; alasan dan dasar koreksi", width=92),
            Column("was", "Nilai lama", "count", 19),
            Column("becomes", "Nilai baru", "count", 19),
        ),
        frame=pd.DataFrame(rows, columns=["name", "text", "was", "becomes"]).astype(object),
    )


def _place(one: Correction) -> str:
    sheet = catalogue.layout_for("kabkota").by_key[one.sheet]
    return f"{sheet.name}, {one.code}, {sheet.by_key[one.column].heading}"


def _figure_cell(value: Figure) -> float | str:
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    return value


def _categories(facts: Facts) -> tuple[tuple[str, str], ...]:
    rows, above = [], None
    for name, bound in zip(facts.categories["name"], facts.categories["min_index"], strict=True):
        least = f"{bound:g}"
        text = f"indeks tepat {least}" if above is None else f"indeks {least} sampai di bawah {above}"
        rows.append((name, text))
        above = least
    return tuple(rows)


def _legal_bases(facts: Facts) -> tuple[tuple[str, str], ...]:
    services = facts.services
    found = {code: services.loc[services["field_code"] == code, "legal_basis"].unique() for code in facts.fields}
    return tuple((facts.fields[code], "; ".join(texts)) for code, texts in found.items())


def references() -> ReportTable:
    """A row a file that decides a result, with the fingerprint the manifest names too."""
    sources = {f"{name}.csv": one for name, one in catalogue.sources().items()}
    sources["boundaries.json"] = sources.pop("boundaries.csv")
    titles = {"rules.toml": "Aturan pemeriksaan", "sources.toml": "Daftar sumber"}
    rows = []
    for name, version in catalogue.versions().items():
        one = sources.get(name, {})
        title = one.get("title", titles.get(name, "Tata letak formulir"))
        text = f"{title}. {one['source']} (per {one['as_of']})" if one else title
        rows.append((name, text, version))
    return ReportTable(
        sheet="Data Acuan",
        title="Data acuan, aturan dan formulir",
        notes=("Sidik berkas: 16 huruf pertama SHA-256, sama dengan yang tertulis pada manifest.json.",),
        columns=(
            Column("name", "Berkas", width=36),
            Column("text", "Isi dan sumber", width=92),
            Column("version", "Sidik berkas", width=19),
        ),
        frame=pd.DataFrame(rows, columns=["name", "text", "version"]),
    )
