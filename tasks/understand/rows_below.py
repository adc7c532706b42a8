"""Rows without a name right under one that has it: parts of its figures that add up, details of them, or neither."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import groupby

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.reference import PLACES
from schemas.wording import number_text, the_first
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.headings import Headings
from tasks.understand.nearest import is_near
from tasks.understand.part_rows import line_of, not_held
from tasks.understand.resolver import MANY
from tasks.understand.row_shapes import ENUMERATED, figure, is_account, is_detail, names_field, part_words, stands_aside
from tasks.understand.row_totals import Totals
from tasks.understand.service_titles import ItemServices
from tasks.understand.split_rows import Split, may_hold, split_of
from tasks.understand.stated import is_derived
from tasks.understand.vocabulary import Vocabulary

_OF_PARTS = 10
"""Within so much of its own figures a total may be that of the rows above it."""
_MOST_ROWS = 10
_SELDOM = 4
"""One in so many at most."""
WITH_FIGURES = ("services", "items")


class RowsBelow:
    """What rows below another one are to it. Each decision is said; where there is none, that is (R17)."""

    sheet: RawSheet
    layout: SheetLayout
    words: Vocabulary
    services: Vocabulary
    headings: Headings
    totals: Totals
    items: ItemServices
    key_at: int
    name_at: int
    service_at: int
    _is_of_form: Callable[[list[Cell]], bool]

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.passed: dict[int, str] = {}
        self.sums: dict[int, tuple[int, ...]] = {}
        self._alone: dict[int, str] = {}  # rows whose figures are those of one part below alone, and what that says

    def _look_below(self, head: int, code: str) -> None:
        """The rows without a name under one that has it: its parts, or details of its total."""
        if self.layout.rows in WITH_FIGURES and self._total_comes_first(head, code):
            return
        below, totals = self._nameless_below(head, code)
        if self.layout.rows not in WITH_FIGURES or not below:
            return
        self._decide(head, code, split_of(head, below, self.sheet.rows, self._columns, totals))

    @property
    def _columns(self) -> tuple[int, ...]:
        return tuple(self.totals.columns)

    def _decide(self, head: int, code: str, split: Split) -> None:
        """Takes what is known of the rows below one, and says it."""
        if self._may_be_repeated(head, split):
            split = Split(doubtful=tuple(sorted({*split.summed, *split.details} - {head})))
        if split.summed:
            self._take_parts(head, code, split)
        if split.details:
            self.passed |= dict.fromkeys(split.details, "total")
            held = [number for number in split.details if not self.totals.says(self.sheet.rows[number - 1])]
            if held or not split.summed:
                rows = listed(held or split.details)
                self._tell("C02", "details", head, self.key_at or self.name_at, code=code, rows=rows)
        names = [self._name_in(number) for number in split.doubtful]
        if any(names):
            self._tell_doubtful(head, code, split.doubtful, names)
        elif split.doubtful and self.passed.get(split.doubtful[-1] + 1) == "unnamed":
            self.sums[head] = (head, *split.doubtful)  # the total right below, which they nearly come to, is told
            self.totals.rows += split.doubtful
            self.passed |= dict.fromkeys(split.doubtful, "part")

    def _states(self, head: int, parts: Sequence[int]) -> bool:
        """Whether the row with the name states a remainder or percentage that is that of the sums of others, and not
        that of one of several alike as well."""
        cells, at = self.sheet.rows[head - 1], self.headings.columns
        readings = [parts, *([row] for row in parts)] if self._are_alike(parts) else [parts]
        for column in self.layout.columns:
            if column.derived and {column.key, *column.derived[1:]} <= at.keys():
                kind, *two = column.derived
                stated = cell_at(cells, at[column.key])
                if type(stated) in (int, float) and stated:
                    sums = ([self.totals.sum_of(rows, at[key]) for key in two] for rows in readings)
                    summed, *single = (is_derived(kind, float(stated), *both) for both in sums)
                    if summed and not any(single):
                        return True
        return False

    def _are_alike(self, parts: Sequence[int]) -> bool:
        """Whether several rows have one figure, above 0, of what is due: each may be a part, or the whole once more."""
        due = {figure(cell_at(self.sheet.rows[row - 1], self._columns[0])) for row in parts}
        return len(parts) > 1 and len(due) == 1 and due.pop() > 0

    def _may_be_repeated(self, head: int, split: Split) -> bool:
        """Whether parts are alike, and neither a total below them nor the row with the name says that they add up, nor
        are they places that have figures of their own nearly everywhere else. A total of the whole table says nothing:
        Excel adds up whatever stands above it."""
        if not self._are_alike(split.summed) or self._differ_elsewhere(split.summed):
            return False
        total = any(self.totals.says(self.sheet.rows[row - 1]) for row in split.details)
        return not total and not self._states(head, split.summed)

    def _differ_elsewhere(self, parts: Sequence[int]) -> bool:
        """Whether these are places that stand below most other services as well, and are seldom alike there."""
        words, count = [self._places.get(row) for row in parts], len(parts)
        if not all(words) or parts[-1] - parts[0] != count - 1:
            return False
        again = [row for row in self._places if [self._places.get(row + at) for at in range(count)] == words]
        alike = sum(self._are_alike(range(row, row + count)) for row in again)
        return len(again) >= MANY and _SELDOM * alike <= len(again)

    @cached_property
    def _places(self) -> dict[int, dict[str, str]]:
        """Row -> the place that it says it is of, by kind, where it says one."""
        words = ((row, part_words(cells, self._columns)) for row, cells in enumerate(self.sheet.rows, 1))
        named = ((row, {kind: said[kind] for kind in PLACES if kind in said}) for row, said in words)
        return {row: said for row, said in named if said}

    def _name_in(self, number: int) -> str:
        """What stands in the place of the name, else in that of the code; '' for nothing."""
        cells = self.sheet.rows[number - 1]
        said = (cell_at(cells, at) for at in (self.name_at, self.key_at))
        return next((cell.strip() for cell in said if type(cell) is str and cell.strip()), "")

    def _tell_doubtful(self, head: int, code: str, rows: tuple[int, ...], names: list[str]) -> None:
        """R17 at the row above, whose figures are as doubtful as theirs."""
        self.passed |= dict.fromkeys(rows, "unnamed")
        columns = [at for at in self._columns if any(self._is_figure(self.sheet.rows[row - 1], at) for row in rows)]
        figures = [figure(cell_at(self.sheet.rows[row - 1], columns[0])) for row in rows]
        words = {"code": code, "rows": listed(rows), "names": ", ".join(dict.fromkeys(filter(None, names)))}
        words |= {"heading": self.totals.columns[columns[0]], "summed": number_text(sum(figures))}
        words |= {"figures": ", ".join(map(number_text, figures[:3]))}
        variant = "part" if self.totals.is_any(head) else "parts"
        self._tell("R17", variant, head, self.key_at or self.name_at, value=words["names"], **words)

    def _nameless_below(self, head: int, code: str) -> tuple[list[int], set[int]]:
        """The rows that go on below one, and those of them that are totals of what stands above them."""
        rows, below, totals = self.sheet.rows, [], set()
        for number in range(head + 1, len(rows) + 1):
            cells = rows[number - 1]
            if below and self.totals.says(cells) and self.totals.adds_up(number, self._not_held([head, *below])):
                totals.add(number)
            elif below and self._is_wrong_total(number, [head, *below]):
                self._tell_wrong_total(number, [head, *below], code)
                break
            elif not (self._goes_on(cells) or (below and self._goes_on_unnamed(cells)) or self._is_blank(number)):
                break
            below.append(number)
        return below, totals

    def _is_blank(self, number: int) -> bool:
        """Whether a row is a place without any figure right below or above another one of its kind: where the places
        add up, its figures are missing (C05)."""
        rows, columns = self.sheet.rows, self._columns
        if any(cell_at(rows[number - 1], at) not in ("", None) for at in columns) or self._is_of_form(rows[number - 1]):
            return False
        beside = part_words(rows[number - 2], columns) | part_words(rows[number] if number < len(rows) else [], columns)
        kinds = {*PLACES} & part_words(rows[number - 1], columns).keys() & beside.keys()
        bare = all(self._is_bare(rows[number - 1], at) for at in (self.key_at, self.service_at))
        return bare and bool(kinds)

    def _not_held(self, numbers: list[int]) -> list[int]:
        return [line.number for line in not_held([line_of(row, self.sheet.rows, self._columns) for row in numbers])]

    def _goes_on_unnamed(self, cells: list[Cell]) -> bool:
        """Whether a row under parts of a service has a name that is none of the form's, nor like one: an activity."""
        before = self._before_figures(cells)
        others = any(names_field(text) or stands_aside(text, inside=True) for text in before)
        if not before or others or self.totals.says(cells) or self._is_of_form(cells):
            return False
        like = any(is_near(text, self.words) for text in before)
        return not like and any(self._is_figure(cells, at) for at in self._columns)

    def _take_parts(self, head: int, code: str, split: Split) -> None:
        """Adds them to the figures of the row above."""
        self.sums[head] = split.summed
        parts = [number for number in split.summed if number != head]
        self.totals.rows += parts
        self.passed |= dict.fromkeys(parts, "part")
        if len(parts) == len(split.words) == 1 and split.summed == tuple(parts):
            self._alone[head] = split.words[0]
        words = {"rows": listed(split.summed), "parts": ", ".join(word.upper() for word in split.words)}
        at = self.key_at or self.name_at
        if len(split.summed) == 1 and split.details:
            return  # the one that holds the others, which is said of these
        told = ("L06", "within", head, self.totals.first_input) if split.may_overlap else ("C02", "parts", head, at)
        if not split.words:
            told, words["total"] = ("C02", "parts_total", head, at), listed(split.details)
        self._tell(*told, code=code, **words)

    def _tell_the_same_part(self) -> None:
        """L06 where every service that has parts has the same one alone: of one place, which may not be the whole."""
        said = {*self._alone.values()}
        if len(said) == 1 and len(self._alone) >= MANY and self._alone.keys() == self.sums.keys():
            head = min(self._alone)
            words = {"value": said.pop().upper(), "count": len(self._alone)}
            self._tell("L06", "one_part", head, self.key_at or self.name_at, **words)

    def _total_comes_first(self, head: int, code: str) -> bool:
        """Whether right under a name without figures their total stands, and below it what it is the sum of."""
        rows, total = self.sheet.rows, head + 1
        if total > len(rows) or self.totals.is_any(head) or not self.totals.says(rows[head]):
            return False
        beyond = next(
            (row for row in range(total + 1, len(rows) + 1) if not self._goes_on(rows[row - 1])), len(rows) + 1
        )
        parts = list(range(total + 1, beyond))
        if len(parts) < 2 or not self.totals.adds_up(total, parts):
            return False
        self.sums[head] = (total,)
        self.totals.rows.append(total)
        self.passed |= {total: "part"} | dict.fromkeys(parts, "total")
        self._tell("C02", "details", head, self.key_at or self.name_at, code=code, rows=listed(parts))
        return True

    def _is_wrong_total(self, number: int, parts: list[int]) -> bool:
        """Whether a row says that it is a total and is nearly that of the parts of one service, and of nothing else."""
        rows, columns = self.sheet.rows, tuple(self.totals.columns)
        near = self.totals.says(rows[number - 1]) and may_hold(number, parts, rows, columns, _OF_PARTS)
        return near and not self.totals.is_of_more(number, parts[1:])

    def _tell_wrong_total(self, number: int, parts: list[int], code: str) -> None:
        at = next(at for at in self.totals.columns if self._is_figure(self.sheet.rows[number - 1], at))
        stated, summed = figure(cell_at(self.sheet.rows[number - 1], at)), self.totals.sum_of(parts, at)
        parts = [row for row in parts if self._is_figure(self.sheet.rows[row - 1], at)]
        words = {"code": code, "heading": self.totals.columns[at], "rows": listed(parts), "row": number}
        words |= {"stated": number_text(stated), "computed": number_text(summed)}
        self.passed[number] = "unnamed"
        self._tell("R17", "total", number, at, value=stated, **words)

    def _goes_on(self, cells: list[Cell]) -> bool:
        """Whether a row has figures, but no code and no name of its own."""
        if any(not self._is_bare(cells, at) for at in (self.key_at, self.service_at)):
            return False
        says_part = bool(part_words(cells, tuple(self.totals.columns)))
        if self.totals.says(cells) or (any(map(names_field, self._before_figures(cells))) and not says_part):
            return False
        name = cell_at(cells, self.name_at)
        if name not in ("", None) and self._is_of_form(cells):
            return False
        is_part = name in ("", None) or bool(part_words([name], ())) or (type(name) is str and is_detail(name))
        is_part = is_part or is_account(cell_at(cells, self.key_at))
        return is_part and any(self._is_figure(cells, at) for at in self.totals.columns)

    def _is_bare(self, cells: list[Cell], at: int) -> bool:
        """Whether there is no code, or only an account's, or the letter of a part that has a name: `a.`."""
        cell, name = cell_at(cells, at), cell_at(cells, self.name_at)
        if is_account(cell):
            return True
        return cell in ("", None) or (type(cell) is str and bool(name and ENUMERATED.fullmatch(cell.strip())))

    def _before_figures(self, cells: list[Cell]) -> list[str]:
        """The texts that may say what a row is about; what stands behind its figures, as its office, does not."""
        return [cell for cell in cells[: max(self.totals.first_input - 1, 1)] if type(cell) is str and cell.strip()]

    def _is_figure(self, cells: list[Cell], at: int) -> bool:
        cell = cell_at(cells, at)
        return type(cell) in (int, float) or (type(cell) is str and bool(cell.strip()) and figure(cell) == figure(cell))

    def _tell(self, rule: str, variant: str, number: int, at: int, **words: object) -> None:
        cell = f"{letters(at)}{number}"
        self.findings.append(catalogue.rules()[rule].finding(variant, sheet=self.sheet.name, cell=cell, **words))


def listed(numbers: Iterable[int]) -> str:
    """`6, 7 dan 9`; from three on those that follow each other as one, and ten at most.

    >>> listed([12, 6, 9, 8, 7])
    '6-9 dan 12'
    """
    runs = ([row for _, row in run] for _, run in groupby(enumerate(sorted(numbers)), lambda one: one[1] - one[0]))
    shown = [text for run in runs for text in ([f"{run[0]}-{run[-1]}"] if len(run) > 2 else map(str, run))]
    if len(shown) > _MOST_ROWS:
        return the_first(shown, _MOST_ROWS)
    return " dan ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
