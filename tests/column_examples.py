"""Examples of the sentences about whole columns: figures in another's place, or divided, and near misses that pass."""

from tests.builders import Book, after
from tests.layout_changes import (
    PLACES,
    TOP,
    Change,
    a_row_lower,
    all_of,
    divided,
    done_alike,
    left,
    sorted_alone,
    uncomputed,
)
from tests.layout_plans import answers_apart
from tests.rule_examples import Example, untouched


def filled(book: Book) -> None:
    """Figures of its own in each row, of which nearly all is done."""
    for sheet, letters in PLACES.items():
        at, scale = ord(letters[0]) - ord("A"), 10**6 if sheet == "Anggaran" else 1
        for number, cells in enumerate(book.sheets[sheet][TOP:]):
            whole = scale * (1000 + 10 * number)
            part = whole - scale * (100 + number * number % 97)
            derived = [whole - part, 100 * part / whole][sheet == "Anggaran" :]
            cells[at : at + 2 + len(derived)] = [whole, part, *derived]


def planned(book: Book) -> None:
    """One action, for the second quarter."""
    book.sheets["Rencana Aksi"].append([1, "K-DIK-01", "Pelatihan", 2025, 20, "orang", 10**7, "Dinas", "II"])


ticked = all_of(planned, answers_apart("Rencana Aksi", "I", ("I", "II"), "√"))


def ticked_under(head: str) -> Change:
    return all_of(ticked, lambda book: book.__setitem__(("Rencana Aksi", "J6"), head))


def ticked_twice(book: Book) -> None:
    ticked(book)
    book["Rencana Aksi", "I7"] = "√"


FILLED_TW3 = after(filled)


def _filled(*changes: Change) -> Change:
    return all_of(filled, *changes)


def _shares_of_items(book: Book) -> None:
    """Of each item its share of one, and everything else as it follows from all that is there."""
    for number, cells in enumerate(book.sheets["Mutu"][TOP:]):
        share = (1, 0.5)[number % 2]
        cells[7:10] = [share, cells[6] * (1 - share), 100 * share]


def _unstated(sheet: str, *changes: Change) -> Change:
    """Nothing says what is done of a whole."""
    return _filled(*changes, uncomputed(sheet))


COLUMN_EXAMPLES = [
    Example(
        "C10", "stated", "Mutu!H5", _filled(_shares_of_items), filled, also=("C04", "L06", "L06", "R09", "R09", "R10")
    ),
    Example("L05", "left", "Penerima!G5", _filled(left("Penerima")), filled, also=("R09", "R09", "R10", "R13", "R13")),
    Example("L05", "moved", "Anggaran!E5", _filled(a_row_lower("Anggaran")), filled, also=("R09", "R10")),
    Example(
        "L05",
        "moved_since",
        "Mutu!G5",
        _unstated("Mutu", a_row_lower("Mutu")),
        _unstated("Mutu"),
        context=FILLED_TW3,
        passing_context=FILLED_TW3,
        also=("R10", "H03"),
    ),
    Example(
        "L05",
        "left_since",
        "Penerima!G5",
        _unstated("Penerima", left("Penerima")),
        _unstated("Penerima"),
        context=FILLED_TW3,
        passing_context=FILLED_TW3,
        also=("R10", "H01", "R13", "R13"),
    ),
    Example(
        "C11",
        "divided",
        "Anggaran!D5",
        _unstated("Anggaran", divided("Anggaran", 1000)),
        _unstated("Anggaran"),
        context=FILLED_TW3,
        passing_context=FILLED_TW3,
        also=("R10", "H01", "R15"),
    ),
    Example(
        "H02",
        "sorted",
        "Mutu!G5",
        _unstated("Mutu", sorted_alone("Mutu", last=6)),
        _unstated("Mutu", sorted_alone("Mutu", last=5)),
        context=FILLED_TW3,
        passing_context=FILLED_TW3,
        also=("R10", "H03"),
    ),
    Example("H05", "small", "Penerima!F5", divided("Penerima", 5), untouched),
    Example("R13", "column", "Penerima!G6", _unstated("Penerima", left("Penerima")), filled, also=("R10", "R13")),
    Example(
        "L06",
        "alike",
        "Penerima!G6",
        _filled(done_alike("Penerima", 100, 10)),
        _filled(done_alike("Penerima", 100, 9)),
        also=("R10", *["R13"] * 4),
    ),
    Example("L06", "column", "Mutu!H6", _unstated("Mutu", left("Mutu")), filled, also=("R10",)),
    Example("C02", "tick", "Rencana Aksi!J7", ticked, planned, also=("L04",)),
    Example("L04", "chosen_ticks", "Rencana Aksi!I6", ticked, planned, also=("C02",)),
    Example("C08", "ticks", "Rencana Aksi!I7", ticked_twice, ticked, also=("L04",)),
    Example("C08", "tick", "Rencana Aksi!J7", ticked_under("Lainnya"), ticked, also=("L04",)),
]
