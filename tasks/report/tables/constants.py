"""The sheet "Tetapan Hitung": the settings, limits and categories that the formulas of the workbook use by name."""

import pandas as pd

from schemas.category import NOISE
from tasks.report.tables import derivations
from tasks.report.tables.lookups import Facts
from tasks.report.tables.table import Column, ReportTable

SHEET = "Tetapan Hitung"
_NIHIL = {"exclude": "tidak ikut", "full": 100, "zero": 0}
_NO_LIMIT = 1e9


def constants(facts: Facts) -> list[ReportTable]:
    return [_settings(facts), _categories(facts)]


def _settings(facts: Facts) -> ReportTable:
    method = facts.consolidated.method
    recipient, quality = (float(method[f"{part}_weight"]) for part in ("recipient", "quality"))
    rows = [
        (derivations.RECIPIENT_WEIGHT, recipient, "Bagian persen penerima dalam indeks layanan"),
        (derivations.QUALITY_WEIGHT, quality, "Bagian persen mutu dalam indeks layanan"),
        (derivations.NIHIL_INDEX, _NIHIL[method["nihil"]], "Indeks layanan yang dinyatakan nihil"),
        (derivations.NOISE, NOISE, "Selisih sekecil ini hanya galat hitung komputer: kedua nilai dianggap sama"),
    ]
    return ReportTable(
        sheet=SHEET,
        title="Tetapan untuk menghitung",
        notes=(
            "Rumus dalam buku kerja ini memakai nama tetapan di bawah. Lembar Hitung memuat nilai pasti, lembar lain "
            "angka yang ditulis (dua desimal). Angka yang diubah langsung terhitung; urutan baris tetap.",
        ),
        columns=(
            Column("word", "Nama dalam rumus", width=24),
            Column("value", "Nilai", "setting", 18),
            Column("meaning", "Artinya", "overflow", 60),
        ),
        frame=pd.DataFrame(rows, columns=["word", "value", "meaning"]).astype({"value": object}),
        name="tetapan",
        names=tuple((word, f"{{value[word={word}]}}") for word, _, _ in rows),
    )


def _categories(facts: Facts) -> ReportTable:
    """A row a category, lowest first, as LOOKUP wants it."""
    frame = pd.DataFrame(facts.categories)[::-1].reset_index(drop=True)
    above = frame["min_index"].shift(-1)
    following = frame["name"].shift(-1)
    return ReportTable(
        sheet=SHEET,
        title="Kategori indeks",
        notes=("Angka yang ditulis tidak pernah naik ke kategori berikutnya karena pembulatan.",),
        columns=(
            Column("name", "Kategori", width=24),
            Column("min_index", "Mulai dari", "setting", 18),
            Column("highest", "Angka tertinggi yang ditulis", "setting", 24, own_formula="from_next"),
        ),
        frame=frame.assign(
            highest=(above - 0.01).fillna(_NO_LIMIT),
            from_next=[f"{{min_index[name={name}]}}-0.01" if isinstance(name, str) else "" for name in following],
        ),
        name="kategori",
        names=(
            (derivations.NAMES, "{name:}"),
            (derivations.LEAST, "{min_index:}"),
            (derivations.HIGHEST, "{highest:}"),
        ),
    )
