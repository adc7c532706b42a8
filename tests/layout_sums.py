"""Totals below a heading that are not what their parts there are together."""

from collections.abc import Mapping
from random import Random

from tests.layout_changes import (
    PLACES,
    Change,
    Draw,
    Figures,
    Layout,
    Must,
    all_of,
    all_sub_columns,
    half,
    less,
    rest,
    sheet_again,
    uncomputed,
    whole,
)
from tests.layout_periods import columns_for


def beyond(value: float) -> float:
    """A fifth more than what the parts are together."""
    return value * 6 // 5


def since(value: float) -> float:
    """What came since an earlier quarter, or was added to a budget."""
    return value - less(value)


def not_its_parts(chance: Random, quarter: int) -> Layout:
    """A total of parts that is less or more than they are. What the sheet states is against it, or says nothing."""
    sheet = chance.choice(list(PLACES))
    one, other = chance.choice((("L", "P"), ("Negeri", "Swasta"), ("APBD", "DAK"), ("Puskesmas", "RSUD")))
    parts: dict[str, Figures] = {
        one: half,
        other: rest,
        chance.choice(("Jumlah", "Total")): chance.choice((less, beyond)),
    }
    change = _below(chance, sheet, PLACES[sheet][1], parts)
    return Layout("not its parts", sheet, Must.BE_IN_DOUBT, change)


def its_parts_are_others(chance: Random, quarter: int) -> Layout:
    """A total that is not what its parts are, and of which the sheet states what is left."""
    sheet = chance.choice(list(PLACES))
    parts: dict[str, Figures] = {"L": half, "P": lambda value: rest(value) + 7, "Jumlah": whole}
    change = all_sub_columns(sheet, {PLACES[sheet][1]: parts}, merged=chance.random() < 0.5)
    return Layout("its parts are others", sheet, Must.BE_READ, change, ("R09",))


def not_carried_on(chance: Random, quarter: int) -> Layout:
    """What was done up to this quarter, left as it was in the quarter before."""
    sheet = chance.choice(("Penerima", "Anggaran"))
    names = chance.choice(
        (("s.d. TW lalu", "TW ini", "s.d. TW ini"), ("s/d Triwulan Lalu", "Triwulan Ini", "s/d Triwulan Ini"))
    )
    parts: dict[str, Figures] = dict(zip(names, (less, since, less), strict=True))
    return Layout("not carried on", sheet, Must.BE_IN_DOUBT, _below(chance, sheet, PLACES[sheet][1], parts))


def not_what_was_added(chance: Random, quarter: int) -> Layout:
    """A changed budget that is not the first one with what was added to it."""
    first, added, last = chance.choice(
        (
            ("Murni", "Bertambah/(Berkurang)", "Setelah Perubahan"),
            ("Semula", "Bertambah (Berkurang)", "Menjadi"),
            ("APBD Murni", "Penambahan", "APBD Perubahan"),
        )
    )
    right = chance.random() < 0.4
    parts: dict[str, Figures] = {first: less, added: since, last: whole if right else beyond}
    if chance.random() < 0.5:
        change = _below(chance, "Anggaran", "D", parts)
    else:
        named = {f"Alokasi {name}" if name != added else name: figure for name, figure in parts.items()}
        change = all_of(uncomputed("Anggaran"), columns_for("Anggaran", "D", named))
    return Layout("not what was added", "Anggaran", Must.BE_READ if right else Must.BE_IN_DOUBT, change)


def of_the_report_and_beyond(chance: Random, quarter: int) -> Layout:
    """A budget of SPM and of what is beyond it: nobody reads the sum of both."""
    own, beyond_it, both = chance.choice(
        (("SPM", "Non SPM", "Jumlah"), ("Untuk SPM", "Di Luar SPM", "Total"), ("SPM", "Bukan SPM", "Jumlah Anggaran"))
    )
    parts: dict[str, Figures] = {own: whole, beyond_it: half, both: lambda value: value + half(value)}
    if chance.random() < 0.3:
        del parts[both]
    parts = {name: parts[name] for name in chance.sample(list(parts), len(parts))}
    letter = chance.choice(PLACES["Anggaran"])
    if chance.random() < 0.5:
        return Layout("of SPM and beyond", "Anggaran", Must.BE_READ, _below(chance, "Anggaran", letter, parts))
    word = "Anggaran" if letter == "D" else "Realisasi"
    named = {f"{word} {name.removesuffix(' Anggaran')}": figure for name, figure in parts.items()}
    change = all_of(uncomputed("Anggaran"), columns_for("Anggaran", letter, named))
    return Layout("of SPM and beyond", "Anggaran", Must.BE_READ, change)


def parts_beyond_their_sheet(chance: Random, quarter: int) -> Layout:
    """The form's own sheet beside one of a part that holds more, or two that do together: it is not the whole."""
    sheet, first, second = chance.choice(
        (("Penerima", "Negeri", "Swasta"), ("Mutu", "Negeri", "Swasta"), ("Anggaran", "APBD", "DAK"))
    )
    change = uncomputed(sheet)
    if chance.random() < 0.5:
        change = all_of(change, sheet_again(sheet, f"{sheet} {first}", beyond))
    else:
        shares = (lambda value: value * 3 // 5, lambda value: value * 2 // 3)
        again = (
            sheet_again(sheet, f"{sheet} {name}", share) for name, share in zip((first, second), shares, strict=True)
        )
        change = all_of(change, *again)
    return Layout("parts beyond their sheet", sheet, Must.BE_IN_DOUBT, change)


def _below(chance: Random, sheet: str, letter: str, parts: Mapping[str, Figures]) -> Change:
    return all_sub_columns(sheet, {letter: parts}, computed=chance.random() < 0.3, merged=chance.random() < 0.5)


SUMS: tuple[Draw, ...] = (
    not_its_parts,
    its_parts_are_others,
    not_carried_on,
    not_what_was_added,
    of_the_report_and_beyond,
    parts_beyond_their_sheet,
)
