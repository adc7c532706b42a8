"""Headings in shortened words."""

from random import Random

from tests.layout_changes import Draw, Layout, Must, all_of, headed

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


ABBREVIATIONS: tuple[Draw, ...] = (abbreviated,)
