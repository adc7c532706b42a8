"""Rows that may be read in two ways: parts of a service, lines aside of the table, a code beside another's name."""

from collections import Counter
from itertools import groupby

from schemas.reference import FIELDS
from schemas.wording import plain, the_first
from schemas.workbook import Cell, cell_at, column_of
from tasks.understand.heading_words import is_addition, tells_correction
from tasks.understand.nearest import is_near, nearest
from tasks.understand.resolver import MANY
from tasks.understand.row_kinds import no_parts
from tasks.understand.row_shapes import Shapes, begins_what_is_beyond, names_field, stands_aside
from tasks.understand.rows_below import WITH_FIGURES, RowsBelow, listed
from tasks.understand.split_rows import Split, split_of
from tasks.understand.total_scopes import scope_of
from tasks.understand.vocabulary import Vocabulary, bones, codes_of_older_forms, tidy

_MOST_NAMES = 5
KINDS = {"services": "service", "items": "item", "fields": "field", "any": "service"}


class RowDoubts(RowsBelow):
    """What is decided once the rows with a code are known. Each decision is said; without one there is none (R17)."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self.supposed: list[tuple[int, str]] = []
        self.strangers: set[int] = set()
        self.contradicted: list[tuple[int, str]] = []
        self._strange: dict[int, tuple[str, int]] = {}
        self._of_service: dict[int, str] = {}
        self._unnamed: list[int] = []
        self._aside: dict[int, str] = {}

    def _unnamed_row(self, number: int, cells: list[Cell]) -> str:
        """A row without code and name that has figures all the same. Among actions only a total is told."""
        if any(self._is_figure(cells, at) for at in self.totals.columns):
            texts, above = self._before_figures(cells), self._before_figures(self.sheet.rows[number - 2])
            if self.totals.is_total(number, cells):
                self.passed[number] = "total"
            elif self.layout.rows not in WITH_FIGURES:
                return ""
            elif told := next(
                (text for text in texts if stands_aside(text) or (names_field(text) and text not in above)), ""
            ):
                self._leave_aside(number, told)
            else:
                self._unnamed.append(number)
        return ""

    def _leave_aside(self, number: int, text: str) -> None:
        self.passed[number] = "aside"
        self._aside[number] = text

    def _judge_the_others(self, found: list[tuple[int, str]]) -> None:
        """Rows with an unknown name or none, once all others are known: sums and lines aside are left out, and that is
        said; the others are R01 and R17."""
        data = {number for number, _ in found} | {number for number, kind in self.passed.items() if kind == "part"}
        rows, columns = self.sheet.rows, tuple(self.totals.columns)
        shapes = Shapes(self.sheet, columns, frozenset(data))
        self._compare_totals(shapes, found)
        for number in self._details_of(found):
            self._leave_aside(number, self._strange.pop(number)[0])
        self._judge_what_comes_again(found)
        for number, (text, at) in self._strange.items():
            if self._is_aside(number, text, shapes, found):
                self._leave_aside(number, text)
            else:
                self.passed[number] = "unknown"
                self._unknown(number, text, at, KINDS[self.layout.rows], self.words)
        for number in self._unnamed:
            if not min(data, default=number) < number or not (number < max(data) or self._adjoins(number, data)):
                continue  # outside of the table
            if shapes.is_sum(number):
                self._leave_aside(number, "tanpa nama")
            else:
                self._tell_nobodys(number, *no_parts([rows[number - 1]], rows[number - 2], columns))
        self._suppose_what_is_left()
        self._say_what_is_aside()

    def _compare_totals(self, shapes: Shapes, found: list[tuple[int, str]]) -> None:
        """R09: a total of a bidang or service that says so is that of its own rows, wherever these stand."""
        for one in self.totals.differing:
            if shapes.is_sum(one.number):
                continue
            cells = self.sheet.rows[one.number - 1]
            texts = self._before_figures(cells) or [str(cell_at(cells, self.totals.first_input))]
            scope = scope_of(texts, self.services)
            heads = [number for number, code in found if code.partition(".")[0] in scope]
            named, of_office = (
                [row for at in some for row in self.sums.get(at, (at,))]
                for some in (heads, self._rows_of_office(cells, found))
            )
            self.findings += self.totals.told_differing(one, named, of_office)

    def _rows_of_office(self, cells: list[Cell], found: list[tuple[int, str]]) -> list[int]:
        """The rows of the offices that a total's row names anywhere: `Jumlah Dinas Sosial`, or in its own column."""
        at = self.headings.columns.get("opd", 0)
        said = [f" {plain(cell)} " for cell in cells if type(cell) is str]
        offices = {number: plain(str(cell_at(self.sheet.rows[number - 1], at) or "")) for number, _ in found if at}
        named = {office for office in {*offices.values()} - {""} if any(f" {office} " in text for text in said)}
        return [number for number, office in offices.items() if office in named]

    def _say_what_is_aside(self) -> None:
        if not self._aside:
            return
        names = the_first(list(dict.fromkeys(self._aside[number] for number in sorted(self._aside))), _MOST_NAMES)
        first = min(self._aside)
        words = {"value": self._aside[first], "rows": listed(self._aside), "names": names}
        self._tell("L03", "row", first, self.name_at or self.key_at or self.totals.first_input, **words)

    def _tell_nobodys(self, number: int, kind: str, said: str) -> None:
        """R17, with what to do about rows of this kind; '' where it is not known."""
        self.passed[number] = "unnamed"
        at = next(at for at in self.totals.columns if self._is_figure(self.sheet.rows[number - 1], at))
        self._tell("R17", kind or "default", number, at, value=said, row=number)
        self.supposed.append((number, ""))

    def _tell_no_parts(self, head: int, below: list[int], kind: str, said: str) -> None:
        """R17 at the row above several that are of different times, units or budgets."""
        self.passed |= dict.fromkeys(below, "unnamed")
        self._tell("R17", kind, head, self.key_at or self.name_at, value=said, row=listed(below))
        self.supposed += [(number, "") for number in below]

    def _suppose_what_is_left(self) -> None:
        """Rows of which nobody knows what they are about are those that the form misses, where these are as many."""
        unknown = sorted(number for number, code in self.supposed if not code)
        left = [code for code in self.words.labels if code not in self.used] if self.layout.rows != "any" else []
        if len(unknown) == len(left):
            guessed = dict(zip(unknown, left, strict=True))
            self.supposed = [(number, code or guessed[number]) for number, code in self.supposed]

    def _details_of(self, found: list[tuple[int, str]]) -> list[int]:
        """The rows under an unknown name right under a service, of which its figures are the sums: its villages."""
        details = []
        for head, _ in found if self._strange and self.layout.rows in WITH_FIGURES else ():
            below = []
            while head + len(below) + 1 in self._strange:
                below.append(head + len(below) + 1)
            if len(below) > 1 and self.totals.is_any(head) and self.totals.adds_up(head, below):
                details += below
        return details

    def _without_details(self, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """The rows, of which one that is the sum of all others of its code above or below it is meant alone: a regency
        and its places, a service and its funds, each with the code once more."""
        if self.layout.rows not in WITH_FIGURES or len({code for _, code in found}) == len(found):
            return found
        details: set[int] = set()
        for code, again in groupby(found, lambda one: one[1]):
            numbers = [number for number, _ in again]
            for total in (numbers[0], numbers[-1]):
                parts = [number for number in numbers if number != total]
                if self._is_whole(total, parts):
                    details |= {*parts}
                    self._tell("C02", "details", total, self.key_at or self.name_at, code=code, rows=listed(parts))
                    break
        self.passed |= dict.fromkeys(details, "total")
        return [one for one in found if one[0] not in details]

    def _is_whole(self, total: int, parts: list[int]) -> bool:
        """Whether a row is the sum of several others that hold something, or nothing but zeros as itself, and these are
        parts of one sum."""
        filled = sum(map(self.totals.is_any, parts))
        several = len(parts) > 1 and filled != 1 and not self.sums.keys() & {total, *parts}
        if not several or not self.totals.adds_up(total, parts):
            return False
        rows = self.sheet.rows
        return not any(no_parts([rows[number - 1] for number in parts], rows[total - 1], tuple(self.totals.columns)))

    def _judge_what_comes_again(self, found: list[tuple[int, str]]) -> None:
        """Rows under the same unknown names below many services without figures of their own. They are parts only where
        the sheet states their sum; two versions of one figure look the same."""
        names = Counter(text for text, _ in self._strange.values())
        again = {head: (code, below) for head, code in found if (below := self._below_again(head, names))}
        everything = [row for row, _ in found] + [row for _, below in again.values() for row in below]
        stated = any(
            kind == "total" and self.totals.is_any(number) and self.totals.adds_up(number, everything)
            for number, kind in self.passed.items()
        )
        for head, (code, below) in again.items():
            said = [self._strange.pop(number)[0] for number in below]
            if any(kind := no_parts([[text] for text in said], [], ())):
                self._tell_no_parts(head, below, *kind)
                continue
            split = split_of(head, below, self.sheet.rows, self._columns, set())
            if split.doubtful and (stated or self._states(head, below)):
                split = Split(tuple(below), words=tuple(said))
            self._decide(head, code, split)

    def _below_again(self, head: int, names: Counter[str]) -> list[int]:
        """Several rows right below one without figures, under names that come again."""
        below: list[int] = []
        while text := self._strange.get(head + len(below) + 1, ("", 0))[0]:
            if names[text] < MANY and not self._is_like_nothing(head + len(below) + 1):
                break
            if stands_aside(text, inside=True):
                break
            below.append(head + len(below) + 1)
        several = self.layout.rows in WITH_FIGURES and len(below) > 1 and not self.totals.is_any(head)
        return below if several else []

    def _is_like_nothing(self, number: int) -> bool:
        """Whether a row has a name like none of the form's, and nothing else that says what it is about."""
        text, at = self._strange[number]
        return at == self.name_at != self.key_at and not (self.words.near.get(bones(text)) or is_near(text, self.words))

    def _adjoins(self, number: int, data: set[int]) -> bool:
        """Whether nothing but rows without a name and headings again stand between a row and the table."""
        while number - 1 in self._unnamed or self.passed.get(number - 1) in ("headings", "numbering"):
            number -= 1
        return number - 1 in data

    def _is_aside(self, number: int, text: str, shapes: Shapes, found: list[tuple[int, str]]) -> bool:
        cells = self.sheet.rows[number - 1]
        key, name = (str(cell_at(cells, at) or "").strip() for at in (self.key_at, self.name_at))
        if self.layout.rows not in WITH_FIGURES or key[:2].upper() in ("K-", "P-"):
            return self.layout.rows == "items" and key in self.services.codes and not self._suits(name, key)
        if {key.upper(), name.upper()} & {*FIELDS} or names_field(text) or names_field(name):
            return True
        if self.layout.rows == "items" and self.services.named(name or text):
            return True  # a service over its items
        above = next((code for row, code in reversed(found) if row < number), "")
        below = next((code for row, code in found if row > number), "")
        inside = above.split("-")[:2] == below.split("-")[:2]
        apart = self.layout.rows == "services" or not below
        by_words = (apart and stands_aside(text, inside=inside)) or (not below and self._is_beyond(number, text, found))
        return by_words or shapes.is_sum(number)

    def _is_beyond(self, number: int, text: str, found: list[tuple[int, str]]) -> bool:
        """Whether a row below all of the form's stands under their total, or under a line that says so (`NON SPM`), and
        neither corrects them nor is like one that is missing."""
        between = range(max((row for row, _ in found), default=number) + 1, number)
        lines = (cell for row in between for cell in self.sheet.rows[row - 1] if type(cell) is str)
        total = any(self.passed.get(row) == "total" for row in between)
        if not (total or any(map(begins_what_is_beyond, lines))) or tells_correction(text) or is_addition(text):
            return False
        return self._has_all_rows(self.words) or not is_near(text, self.words)

    def _suits(self, name: str, service: str) -> bool:
        """Whether a name is that of an item of a service whose code stands in the item's place."""
        return bool(name) and bool(self.words.named(name, service))

    def _without_contradictions(self, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """The rows whose code is not another's by their name (R16)."""
        if not (self.name_at and self.key_at):
            return found
        at, rows, labels = self.name_at, self.sheet.rows, self.words.labels
        names = column_of(rows, at, [number for number, _ in found])
        own = [labels[code] for _, code in found]
        other = [one for one, name, label in zip(found, names, own, strict=True) if name != label and type(name) is str]
        doubtful = []
        for number, code in other:
            name = rows[number - 1][at - 1]
            meant = self.words.meant_instead(name, code)
            if meant and self.words.codes.get(tidy(str(rows[number - 1][self.key_at - 1]))):
                doubtful.append((number, code, meant))
                self.passed[number] = "unknown"
        codes = [code for _, code in found]
        for number, code, meant in doubtful:
            variant = "code" if codes.count(code) > 1 and meant not in codes else "default"
            self.contradicted.append((number, meant if variant == "code" else code))
            name = str(rows[number - 1][at - 1]).strip()
            words = {"value": code, "code_name": labels[code], "name": name, "name_code": meant}
            self._tell("R16", variant, number, self.key_at, **words)
        return [one for one in found if one[0] not in self.passed] if doubtful else found

    def _has_all_rows(self, words: Vocabulary) -> bool:
        """Whether every service or item of the form has its row: then no code is left that another one could have."""
        return self.layout.rows in WITH_FIGURES and words is self.words and self.used >= self.words.labels.keys()

    def _unknown(self, number: int, text: str, at: int, kind: str, words: Vocabulary) -> None:
        """R01, with the code that was probably meant; its cells are checked as that one's, and never counted."""
        if self._is_of_another_office(number, text, at, kind):
            return
        name = cell_at(self.sheet.rows[number - 1], self.name_at)
        name = name if type(name) is str and at != self.name_at else ""
        service = text.partition(".")[0].upper() if words is self.words and self.layout.rows == "items" else ""
        stated = self._of_service.get(number, "") if service else ""  # codes dragged on from above go on with another's
        named = (one for of in dict.fromkeys((service, stated)) for one in words.named(name, of))
        code = next((one for one in named if one not in self.used), "")
        service = service if service in self.services.labels else stated
        code = code or words.near.get(bones(text), "") or nearest((text, name), words, service)
        suggestion = f" Mungkin maksudnya {code} ({words.labels[code]})." if code else ""
        again = code in self.used and words is self.words and self.layout.rows != "any"
        again = again and all(code != guessed for _, guessed in self.supposed)
        if not code and at == self.name_at != self.key_at and self._has_all_rows(words):
            self.strangers.add(number)
            self._tell("R17", "stranger", number, at, value=text, row=number)
        else:
            older = tidy(text) in codes_of_older_forms() and (again or not code)
            variant = f"{kind}_older" if older else f"{kind}_again" if again else kind
            self._tell("R01", variant, number, at, value=text, suggestion=suggestion, code=code, form=self.version)
        if words is self.words:
            self.supposed.append((number, "" if code in self.used else code))
            self.used.add(code)
