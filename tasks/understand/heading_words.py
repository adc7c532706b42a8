"""What a heading says beside a column's own wording: of when its figures are, the whole or a part, corrected."""

import re
from functools import cache, lru_cache

from schemas.layout import Column, SheetLayout
from schemas.period import Period
from schemas.wording import IN_BRACKETS, plain
from tasks.understand.cells import unit_of
from tasks.understand.full_words import in_full, numbered_changes
from tasks.understand.named_periods import Named, named_in, spelled_out, without_period
from tasks.understand.places import names_place
from tasks.understand.resolver import EARLIER, PART, PLAIN, WHOLE
from tasks.understand.time_words import any_of
from tasks.understand.vocabulary import parts_of_rows, row_words, words_of

_FILLERS = frozenset({"yang", "yg", "dalam", "dlm"})
_OR = re.compile(r"[/,]|\b(?:dan|atau)\b")
_SECOND_NAME = re.compile(r"[/(=]")


def part_in_brackets(text: str) -> tuple[str, str]:
    """The words of a heading and what it says behind them in brackets that is neither a unit nor a time:
    `Tersedia (Sisa Stok)`; two blanks where there is no such thing."""
    before, _, said = text.partition("(")
    said = said.partition(")")[0]
    part = "" if unit_of(said) else without_period(IN_BRACKETS.sub(_without_units, f"({said})"))
    return (plain(before), part) if before and part else ("", "")


def is_part(text: str) -> bool:
    """Whether words say that figures are a part: `L`, `Perempuan`, `Jumlah P`, `Swasta`, `Kec. Kumai`."""
    bare = next((text.removeprefix(word) for word in ("jumlah ", "total ", "jml ") if text.startswith(word)), text)
    return bare in words_of("sub_part") or bare in parts_of_rows() - words_of("way_whole") or names_place(bare)


def names_part(text: str) -> bool:
    """Whether a heading has a word for a part among others: `Alokasi DAK (Rp)`, `Terlayani di Puskesmas`."""
    words = f" {plain(text)} "
    parts = parts_of_rows() | words_of("sub_part") - {"per"}
    return any(f" {part} " in words for part in parts - words_of("way_whole"))


def total_rank(text: str, named: Named, column: Column, period: Period | None) -> int:
    """What words say of the figures: WHOLE (Jumlah, s.d. this quarter, Perubahan, Keuangan), PART, EARLIER (Murni).
    Money is the whole of an amount, and none of what is counted. What ends before the report's quarter is no whole."""
    ends_before = named.up_to and named.rank(period) < 0
    bare = without_period(text)
    plainer = reduced(bare, column.type) or bare  # `Murni (Rp)` says nothing of money that its column does not
    beyond = words_around(plainer, column)[1]  # `Pagu Pergeseran II` below `Alokasi (Rp)`
    for said in dict.fromkeys((text, bare, plainer, beyond or plainer, plainer.rpartition(" ")[2])):
        if said in words_of("sub_money"):
            return WHOLE if column.type == "rupiah" else PART
        if said in words_of("sub_sum") or said in words_of("sub_final"):
            return PLAIN if ends_before else WHOLE
        if is_part(said):
            return PART
        if said in words_of("sub_choice"):
            return EARLIER
        if said in words_of("sub_former"):  # old patients beside new ones, an old budget before a new one
            return EARLIER if column.type == "rupiah" else PART
    return WHOLE if named.up_to and named.is_running and not ends_before else PLAIN


def named_bare(text: str) -> Named:
    """The period that the last word names alone, or behind words that are understood: the `IV` of `Jumlah IV`. A change
    is numbered by it, `Pergeseran II`, and so is what nobody knows: `Tahap II`, `Wilayah II`."""
    before, _, last = text.rpartition(" ")
    return named_in("" if before in numbered_changes() or not is_understood(before) else last)


def wholeness(text: str) -> int:
    """1 for a heading with a word for the whole or the last of it, -1 for one with a word for a part, by the longest:
    `Alokasi Setelah Perubahan`, `Alokasi Sebelum Perubahan`."""
    named = named_in(text)
    return _by_longest(text, "sub_final", "sub_money") or int(named.up_to and not named.before)


def says_changed(text: str) -> bool:
    """Whether a heading says that a budget is the changed one: that it is in rupiah says nothing of that."""
    return _by_longest(text, "sub_final") > 0


def _by_longest(text: str, *kinds: str) -> int:
    """1 where the longest word is of these kinds, -1 where it is one for a budget before its change, else 0."""
    words = f" {plain(text)} "
    said = dict.fromkeys(frozenset().union(*map(words_of, kinds)), 1) | dict.fromkeys(words_of("sub_choice"), -1)
    longest = max((word for word in said if f" {word} " in words), key=len, default="")
    return said.get(longest, 0)


def says_corrected(text: str) -> bool:
    """Whether a name or heading says that it is the corrected one: `Penerima Revisi`, `Mutu Rev1`, `Pagu (Final)`."""
    return not words_of("revised").isdisjoint(word.rstrip("0123456789") for word in plain(text).split())


def tells_correction(text: str) -> bool:
    """Whether a heading of its own has words of one that came after another: `Hasil Audit BPK`, `Jumlah Seharusnya`."""
    words = f" {plain(text)} "
    return says_later(text) or any(f" {one} " in words for one in words_of("revised") | words_of("revised_alone"))


def says_later(text: str) -> bool:
    """Whether a heading says that it came after others: corrected, or changed."""
    return says_corrected(text) or is_change(text) or says_changed(text)


def says_former(name: str) -> bool:
    """Whether a sheet's name says that another one came after it: `Penerima lama`, `Penerima (draft)`."""
    return not words_of("sheet_former").isdisjoint(plain(name).split())


def is_change(text: str) -> bool:
    """Whether a heading says nothing but that what is before it is corrected or added to: `Revisi`, `Penambahan`."""
    return plain(text) in words_of("revised") | words_of("revised_alone") or is_addition(text)


def is_addition(text: str) -> bool:
    """Whether a heading says first that its figures are to be added: `Penambahan`, `Tambahan RS`."""
    return plain(text).partition(" ")[0] in words_of("sub_added")


def names_addition(text: str) -> bool:
    """Whether a heading says anywhere that its figures are to be added: `Alokasi (Rp) Bertambah/(Berkurang)`."""
    return not words_of("sub_added").isdisjoint(plain(text).split())


def ends_in_sum(text: str) -> bool:
    """Whether a heading ends in a word for a sum, but for when its figures are: `Jumlah Terlayani Total TW IV`."""
    words = f" {without_period(text)}"
    return any(words.endswith(f" {one}") for one in words_of("sub_sum"))


def names_budget(text: str) -> bool:
    """Whether a heading names the document that a budget stands in, whatever else it says: `DPPA Dinas Kesehatan`."""
    words = f" {plain(text)} "
    return any(f" {one} " in words for one in words_of("budget_final") | words_of("budget_first"))


def says_shifted(text: str) -> bool:
    """Whether a heading says that amounts were shifted within the budget, which is before it is changed."""
    return not words_of("sub_shifted").isdisjoint(plain(text).split())


def says_indicative(text: str) -> bool:
    """Whether a heading says that amounts are those of a ceiling before there was a budget: `Pagu Indikatif`."""
    return not words_of("sub_indicative").isdisjoint(plain(text).split())


def says_planned(text: str) -> bool:
    """Whether words say that figures are of what is to be done, not of what was: `Rencana`."""
    return without_period(text) in words_of("sub_planned")


def says_of_the_year(text: str) -> bool:
    """Whether a heading says that its figures are those of a whole year: `Target 1 Tahun`, `Sasaran Tahunan`."""
    return named_in(text).of_years or any(f" {word} " in f" {plain(text)} " for word in words_of("sub_year"))


def counts_otherwise(text: str) -> bool:
    """Whether words say that the same is counted in another way, of which nobody knows that it is not the report's:
    `Terlayani Sesuai Standar`, `Realisasi SPJ`, `Pagu Efektif`."""
    words = f" {plain(text)} "
    for part in words_of("sub_part"):
        words = words.replace(f" {part} ", " ")
    return any(f" {way} " in words for way in _ways())


@cache
def _ways() -> frozenset[str]:
    return words_of("way_done") | words_of("way_whole")


def says_beyond(text: str) -> bool:
    """Whether a heading says that its figures are none of the report's services: `Alokasi Non SPM`."""
    words = f" {plain(text)} "
    return any(f" {one} " in words for one in row_words("beyond"))


def says_of_the_report(text: str) -> bool:
    """Whether a heading says that its figures are of the report's services alone: `Alokasi SPM`."""
    return "spm" in plain(text).split() and not says_beyond(text)


def says_example(text: str) -> bool:
    """Whether words say that what stands there only shows how to fill in: `Contoh Pengisian`."""
    return not {"contoh", "cth"}.isdisjoint(plain(text).split())


def is_as_good(text: str, column: Column) -> bool:
    """Whether a heading is as good as the form's own, although it is another: corrected, counted in another way, or a
    total where the form's own is one as well (`Total Terlayani` beside `Jumlah Terlayani`)."""
    total, own = _sum_words(text), _sum_words(column.heading)
    bare = is_nothing_but_whole(text) and reduced(text, column.type) not in words_of("budget_final")
    otherwise = counts_otherwise(text)
    return says_corrected(text) or is_addition(text) or bare or otherwise or bool(own and total - own)


def _sum_words(text: str) -> set[str]:
    return {word for word in words_of("sub_sum") if f" {word} " in f" {plain(text)} "}


@cache
def _known_words() -> tuple[str, ...]:
    kinds = ("sub_sum", "sub_final", "sub_money", "sub_choice", "sub_part", "sub_former", "revised")
    known = _ways().union(*map(words_of, kinds)) | parts_of_rows()
    return tuple(sorted(known, key=lambda one: (-len(one), one)))


@cache
def _of_each() -> re.Pattern:
    time = any_of("by_time")
    return re.compile(rf"\b(?:(?:per|tiap|setiap) (?:{time})|(?:{time})an|se(?:{time}))$|^(?:bulan|bln|hari|minggu)$")


def says_of_each(words: str) -> bool:
    """Whether what a heading says ends in a month or a day of no name, of each of which its figures are.

    >>> says_of_each("per bulan"), says_of_each("per bulan desember"), says_of_each("bulanan")
    (True, False, True)
    """
    return _of_each().search(words) is not None


@lru_cache(maxsize=5_000)
def is_understood(text: str) -> bool:
    """Whether words say nothing but when, which part, the whole, or that it is corrected. What is of each month is of
    no time."""
    if says_of_each(text):
        return False
    left = f" {without_period(text)} "
    for word in _known_words():
        left = left.replace(f" {word} ", "  ")
    return not left.strip()


def is_nothing_but_whole(text: str) -> bool:
    """Whether a heading is a word for a total or the last of several, and says not of what: `Jumlah`, `Perubahan`."""
    words = _whole_words()
    return plain(text) in words or reduced(text, "rupiah") in words


@cache
def _whole_words() -> frozenset[str]:
    return words_of("sub_sum") | words_of("sub_final") | words_of("sub_money")


@lru_cache(maxsize=20_000)
def reduced(text: str, type_: str) -> str:
    """A wording without what changes nothing: `Pagu (Rp)` is `pagu` where rupiah are meant, `orang` where people are
    counted, `yang Terlayani` is `terlayani`."""
    idle = _FILLERS | words_of(f"unit_{type_}")
    text = IN_BRACKETS.sub(_without_units, text) if type_ == "count" else text
    return " ".join(word for word in in_full(spelled_out(text)).split() if word not in idle)


def _without_units(bracket: re.Match) -> str:
    """What is left of a bracket that may say only that each row is in its own unit: `(orang/KK/unit)`."""
    units = {unit_of(word.strip()) for word in _OR.split(bracket[1].casefold()) if word.strip()}
    several = len(units) > 1 and units.isdisjoint({"", "rupiah"})
    return " " if several or plain(bracket[1]) in words_of("unit_any") else bracket[0]


@cache
def reduced_wordings(column: Column) -> tuple[str, ...]:
    """The wordings of a column, the longest first."""
    found = {reduced(wording, column.type) for wording in column.wordings} - {""}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def words_around(text: str, column: Column) -> tuple[str, str]:
    """The longest wording of a column that is in a line, and what stands around it, a second name of the column left
    out: `Jumlah Terlayani / Realisasi`, `Target (Sasaran)`; twice '' where none is."""
    line = f" {reduced(text, column.type)} "
    found = [wording for wording in reduced_wordings(column) if f" {wording} " in line]
    for wording in found if may_name_twice(text) else found[:1]:
        line = line.replace(f" {wording} ", " ", 1)
    return (found[0], " ".join(line.split())) if found else ("", "")


def may_name_twice(text: str) -> bool:
    """Whether a heading has a mark behind which a second name may stand."""
    return _SECOND_NAME.search(text) is not None


@cache
def _percentage_wordings(layout: SheetLayout) -> frozenset[str]:
    return frozenset(reduced(one, "percent") for column in layout.columns if column.derived for one in column.wordings)


def is_vague(text: str, layout: SheetLayout) -> bool:
    """Whether a heading may be that of what follows from other columns as well: `Capaian`, `Serapan`."""
    return reduced(text, "percent") in _percentage_wordings(layout)
