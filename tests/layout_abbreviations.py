"""Headings and labels in shortened words, bidang by their usual names."""

from random import Random

from schemas.period import ROMAN
from tests.builders import Book
from tests.layout_changes import TOP, Draw, Layout, Must, all_of, headed

SHORT = {
    "Penerima": {
        "B": ("Kd. Lay.", "Kd Layanan"),
        "F": ("Jml yg Hrs Dilayani", "Sas.", "Tgt"),
        "G": ("Jlh Terl.", "Real."),
    },
    "Mutu": {"C": ("Kd. Mutu",), "G": ("Jml Dibutuhkan", "Keb.", "Jum. Keb."), "H": ("Jml Tersedia", "Jlh. Ters.")},
    "Anggaran": {"D": ("Alok. (Rp)", "Pagu Angg.", "Jml Angg."), "E": ("Real. (Rp)", "Real. Angg.", "Jml. Real.")},
    "Tahapan": {"D": ("Pengump. Data",), "E": ("Penghit. Keb.",), "F": ("Penyus. Renc.",), "G": ("Pelaks.",)},
}
"""Sheet -> column -> what its heading may be."""


def abbreviated(chance: Random, quarter: int) -> Layout:
    sheet = chance.choice(list(SHORT))
    change = all_of(*(headed(sheet, letter, chance.choice(some)) for letter, some in SHORT[sheet].items()))
    return Layout("abbreviated", sheet, Must.BE_READ, change, ("L04",))


def bidang_by_usual_names(chance: Random, quarter: int) -> Layout:
    """The bidang by what people call them, and no codes."""
    usual = {"PU": "PUPR", "PR": "Perkim", "TRA": "Trantibumlinmas"}
    name = chance.choice(("{}", "Urusan {}", "Bidang {}", "II. {}"))

    def change(book: Book) -> None:
        for cells in book.sheets["Tahapan"][TOP:]:
            cells[2] = name.format(usual.get(cells[1], cells[2]))
        book.drop_column("Tahapan", "B")

    return Layout("bidang by usual names", "Tahapan", Must.BE_READ, change)


def year_beside_the_quarter(chance: Random, quarter: int) -> Layout:
    """The year under no label of its own, and labels in shortened words."""
    said = chance.choice(("Triwulan {} Tahun 2024", "TW {} 2024", "{} / 2024")).format(ROMAN[quarter - 1])
    labels = {"Kode Wilayah": "Kd. Wilayah", "Nama Daerah": "Nama Kab."}

    def change(book: Book) -> None:
        rows = [cells for cells in book.sheets["Identitas"] if cells[1:2] != ["Tahun"]]
        for cells in rows:
            cells[2:3] = [said] if cells[1:2] == ["Triwulan"] else cells[2:3]
            cells[1:2] = [labels.get(label, label) for label in cells[1:2]]
        book.sheets["Identitas"] = rows

    return Layout("year beside the quarter", "Identitas", Must.BE_READ, change)


ABBREVIATIONS: tuple[Draw, ...] = (abbreviated, bidang_by_usual_names, year_beside_the_quarter)
