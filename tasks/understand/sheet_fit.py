"""A sheet beside the form's tables: which of them it may be, by its rows, its headings and its name."""

from schemas.layout import SheetLayout
from schemas.period import Period
from schemas.wording import plain
from schemas.workbook import RawSheet, cell_at
from tasks.understand.heading_words import says_changed, says_corrected, says_former
from tasks.understand.headings import Headings, find_headings, search
from tasks.understand.known_rows import with_known_rows
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import Candidate
from tasks.understand.sheet_pieces import code_of, place_of
from tasks.understand.table_candidates import table_candidate, title_above
from tasks.understand.vocabulary import vocabulary

NAMED, _WORDED, _CONTAINED = 3, 2, 1


def name_rank(sheet: RawSheet, name: str, wordings: frozenset[str]) -> int:
    """How well a sheet's name fits: the form's own, one as good, one that contains it, 0 for none of these."""
    said = plain(sheet.name)
    if said == plain(name):
        return NAMED
    if said in wordings:
        return _WORDED
    return _CONTAINED if any(f" {one} " in f" {said} " for one in {plain(name), *wordings}) else 0


class Fit:
    """A sheet and the table of the form that its rows, its headings and among equals its name fit best; `key` '' for
    none."""

    def __init__(self, sheet: RawSheet, wanted: list[SheetLayout], form: str, period: Period | None) -> None:
        self.sheet, self.key, self.rank, self.headings = sheet, "", 0, None
        best: tuple = ()
        searched = search(sheet)
        named = [one for one in wanted if plain(one.name) == plain(sheet.name)]
        for layout in [*named, *(one for one in wanted if one not in named)]:
            if best and best[1:3] == (True, NAMED):
                break  # its own name and all it needs: no other can be better
            headings = find_headings(sheet, layout, period=period, searched=searched)
            rank = name_rank(sheet, layout.name, layout.wordings)
            headings = headings and with_known_rows(sheet, layout, headings, form)
            known = bool(headings) and not rank and _knows_rows(sheet, layout, headings, form)
            if headings and (rank or _has_all_inputs(headings, layout) or (known and _has_figures(headings, layout))):
                score = (
                    bool(rank or known),
                    _has_all_inputs(headings, layout),
                    rank,
                    _exact(headings, layout),
                    len(headings.columns),
                )
                if score > best:
                    best, self.key, self.rank, self.layout, self.headings = score, layout.key, rank, layout, headings

    def candidate(self, period: Period | None, *, by_name: bool) -> Candidate[RawSheet]:
        exact = self.rank if by_name else 0
        rank, when = self._period(period)
        ranks = {"period": rank, "exact": exact, "visible": int(self.sheet.visible)}
        ranks["own"] = self.rank == NAMED
        at, said = place_of(self.sheet), self.sheet.name
        return table_candidate(self.sheet, self.sheet, self.layout, self.headings, at=at, said=said, when=when, **ranks)

    @property
    def is_complete(self) -> bool:
        """Whether it has the table's name or all that people fill in, and not just some columns and rows."""
        return bool(self.rank) or _has_all_inputs(self.headings, self.layout)

    @property
    def is_named_as_good(self) -> bool:
        """Whether its name is as good as the form's own: it says that it is corrected or changed, or of the year."""
        name = self.sheet.name
        return says_corrected(name) or says_changed(name) or named_in(name).says_when

    @property
    def is_under_a_correction(self) -> bool:
        above = self.sheet.rows[: self.headings.first_row - 1]
        return any(type(cell) is str and says_corrected(cell) for cells in above for cell in cells)

    def _period(self, period: Period | None) -> tuple[int, str]:
        """What its name says counts double: the line above a table is copied with it and left as it was."""
        said = -1 if says_former(self.sheet.name) else named_in(self.sheet.name).table_rank(period)
        return (2 * said, self.sheet.name) if said else title_above(self.sheet, self.headings.first_row, period)


def _has_all_inputs(headings: Headings, layout: SheetLayout) -> bool:
    return all(headings.with_sums(layout, 4).readable(one.key) for one in layout.columns if one.role == "input")


def _has_figures(headings: Headings, layout: SheetLayout) -> bool:
    """Whether it has all that is counted, or what it has under the form's own headings."""
    there = [one for one in layout.filled_in if headings.readable(one.key)]
    own = [one for one in there if plain(headings.texts.get(headings.columns.get(one.key), "")) == plain(one.heading)]
    return bool(there) and (len(there) == len(layout.filled_in) or own == there)


def _knows_rows(sheet: RawSheet, layout: SheetLayout, headings: Headings, form: str) -> bool:
    """Whether most rows are about something of the form, and each about another."""
    words, columns = vocabulary(form, layout.rows), headings.columns
    at = columns.get(layout.key_column.key, columns.get(layout.name_key, 0))
    cells = (cell_at(cells, at) for cells in sheet.rows[headings.last_row :] if at)
    texts = [cell for cell in cells if type(cell) is str and cell.strip()]
    known = {code_of(text, words) for text in texts} - {""}
    return 2 * len(known) > len(texts)


def _exact(headings: Headings, layout: SheetLayout) -> int:
    return sum(plain(headings.texts[at]) == plain(layout.by_key[key].heading) for key, at in headings.columns.items())
