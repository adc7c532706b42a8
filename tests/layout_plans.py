"""What people plan, on Rencana Aksi, and in which stage they are, on Tahapan."""

from random import Random

from schemas.period import ROMAN
from tests.builders import Book
from tests.layout_changes import TOP, Change, Draw, Figures, Layout, Must, all_of, all_sub_columns, headed, sub_columns


def plan_of_a_year(chance: Random, quarter: int) -> Layout:
    """The headings name the year that all actions are of; where one is of another, nobody knows which is meant."""
    year, other = chance.choice((2024, 2025)), chance.random() < 0.3
    target = chance.choice(("Target {}", "Target Tahun {}", "Target")).format(year)
    budget = chance.choice(("Anggaran TA {} (Rp)", "Pagu TA {}", "Anggaran Tahun {}")).format(year)
    years = [year, year + 1] if other else [year, ""]

    def actions(book: Book) -> None:
        for number, of in enumerate(years, 1):
            action = [number, "K-DIK-01", "Pelatihan", of, 60 + number, "orang", 10**7 * number, "Dinas", "I"]
            book.sheets["Rencana Aksi"].append(action)

    change = all_of(headed("Rencana Aksi", "E", target), headed("Rencana Aksi", "G", budget), actions)
    refused = other and year > 2024  # of this year is what a heading says, unless it says another
    return Layout("plan of a year", "Rencana Aksi", Must.BE_MISSED if refused else Must.BE_READ, change)


STAGES = ("Belum", "Proses", "Sudah")


def answers_apart(sheet: str, letters: str, heads: tuple[str, ...], sign: object, *, merged: bool = True) -> Change:
    """A choice becomes a column for each answer, with a sign under the one that is given."""
    lay_out = all_sub_columns(sheet, {one: dict.fromkeys(heads, float) for one in letters}, merged=merged)
    first = ord(letters[0]) - ord("A")

    def change(book: Book) -> None:
        lay_out(book)
        for cells in book.sheets[sheet][TOP + 1 :]:
            for at in range(first, min(first + len(letters) * len(heads), len(cells))):
                head = heads[(at - first) % len(heads)]
                cells[at] = sign if cells[at] in (head, head.rpartition(" ")[2]) else ""

    return change


def stages_ticked(chance: Random, quarter: int) -> Layout:
    """Each stage with a column for every answer, in whatever order, or for those alone that are given."""
    heads = tuple(chance.sample(STAGES, 3)) if chance.random() < 0.7 else ("Proses", "Sudah")
    sign = chance.choice(("√", "v", "V", "x", "X", "✓", "●", "1", 1.0, "Ya"))
    change = answers_apart("Tahapan", "DEFG", heads, sign, merged=chance.random() < 0.5)
    return Layout("stages ticked", "Tahapan", Must.BE_READ, change, ("C02", "L04"))


def yes_ticked_for_stages(chance: Random, quarter: int) -> Layout:
    """Ticks under words that are no answers: nobody knows what is done."""
    heads = chance.choice((("Ya", "Tidak"), ("Ada", "Tidak Ada"), ("Lengkap", "Belum Lengkap")))

    def change(book: Book) -> None:
        answers_apart("Tahapan", "DEFG", STAGES[1:], "√")(book)
        row = book.sheets["Tahapan"][TOP]
        row[3:11] = heads * 4

    return Layout("yes ticked for stages", "Tahapan", Must.BE_CHOSEN, change)


def lines_between_actions(chance: Random, quarter: int) -> Layout:
    """Titles and totals between the actions, and one without a code: of the service that stands over it, or of
    nobody."""
    service, bidang, subtotal = chance.choice((True, False)), chance.random() < 0.5, chance.random() < 0.5
    title = "Pelayanan Kesehatan Ibu Bersalin" if service else chance.choice(("BIDANG KES", "URUSAN KESEHATAN"))
    total = chance.choice(("JUMLAH", "Total Anggaran", "Jumlah seluruh pemenuhan", "Semuanya"))

    def actions(book: Book) -> None:
        rows = book.sheets["Rencana Aksi"]
        rows += [["", "", "URUSAN PENDIDIKAN", "", "", "", 3 * 10**7]] if bidang else []
        rows += [[at, "K-DIK-01", "Pelatihan", 2025, 60, "orang", at * 10**7, "Dinas", "I"] for at in (1, 2)]
        rows += [["", "", "Sub Total Dinas Pendidikan", "", "", "", 3 * 10**7]] if subtotal else []
        rows += [["", "", title], [3, "", "Kunjungan", 2025, 30, "orang", 10**7, "Dinas", "II"]]
        rows.append(["", "", total, "", "", "", 4 * 10**7])

    return Layout("lines between actions", "Rencana Aksi", Must.BE_READ if service else Must.BE_FILLED, actions)


def plan_over_years(chance: Random, quarter: int) -> Layout:
    """Sub-columns of years below a figure: meant is that of the year in the rows, and where these say none or several
    nobody knows."""
    letter, year = chance.choice(("E", "G")), chance.choice((2025, 2026))
    rows = chance.choice(([year, year], ["", ""], [2025, 2026]))
    word, decided = chance.choice(("{}", "Tahun {}", "TA {}")), rows == [year, year]
    return Layout(
        "plan over years",
        "Rencana Aksi",
        Must.BE_READ if decided else Must.BE_IN_DOUBT,
        all_of(_actions(rows), sub_columns("Rencana Aksi", letter, _rising([word.format(2024 + n) for n in range(3)]))),
    )


def plan_over_quarters(chance: Random, quarter: int) -> Layout:
    """Of quarters of a plan none is the report's: their sum is meant, if it is there."""
    letter, total = chance.choice(("E", "G")), chance.random() < 0.5
    parts = _rising([f"TW {roman}" for roman in ROMAN])
    parts |= {"Jumlah": lambda value: 10 * value} if total else {}
    return Layout(
        "plan over quarters",
        "Rencana Aksi",
        Must.BE_READ if total else Must.BE_IN_DOUBT,
        all_of(_actions([2025, 2025]), sub_columns("Rencana Aksi", letter, parts)),
    )


def _rising(names: list[str]) -> dict[str, Figures]:
    return {name: lambda value, times=times: times * value for times, name in enumerate(names, 1)}


def _actions(years: list) -> Change:
    """An action of each year."""
    rows = [
        [at, "K-DIK-01", "Pelatihan", year, 60 + at, "orang", at * 10**7, "Dinas", "I"]
        for at, year in enumerate(years, 1)
    ]
    return lambda book: book.sheets["Rencana Aksi"].extend(list(cells) for cells in rows)


PLANS: tuple[Draw, ...] = (
    plan_of_a_year,
    plan_over_years,
    plan_over_quarters,
    lines_between_actions,
    stages_ticked,
    yes_ticked_for_stages,
)
