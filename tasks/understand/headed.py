"""A column with a heading of one line or more: what it may be called, and what it says beside a column of the form."""

from dataclasses import dataclass
from functools import cached_property

from schemas.layout import Column
from schemas.wording import plain
from tasks.understand.full_words import in_full
from tasks.understand.heading_words import is_understood, may_name_twice, reduced, total_rank, words_around
from tasks.understand.named_periods import CUMULATIVE, before_up_to, named_in, without_period
from tasks.understand.resolver import PLAIN
from tasks.understand.vocabulary import words_of


@dataclass(frozen=True)
class Headed:
    """A column with a heading. `lines` are its lines from the top, those that reach over several columns included;
    `own` is the number of lines that stand in the column itself."""

    number: int
    lines: tuple[str, ...]
    row: int

    @cached_property
    def text(self) -> str:
        return " ".join(" ".join(dict.fromkeys(self.lines)).split())

    @cached_property
    def is_percentage(self) -> bool:
        return "%" in self.text or " persen" in f" {plain(self.text)}"

    @cached_property
    def forms_as_written(self) -> set[str]:
        """What its heading may be called: all lines together, the last ones, the last alone."""
        return set(map(plain, self._ends)) - {""}

    @cached_property
    def own_forms(self) -> set[str]:
        """The same, and with each word in full that is shortened there."""
        return self.forms_as_written | set(map(in_full, self._ends)) - {""}

    @property
    def _ends(self) -> list[str]:
        return [" ".join(dict.fromkeys(self.lines[at:])) for at in range(len(self.lines))]

    @property
    def is_cumulative(self) -> bool:
        """Whether it says nothing but up to when: `Kumulatif`, `s.d. TW IV`. What is done adds up, what is due not."""
        own, up_to = before_up_to(self.text)
        named = named_in(self.text)
        return not own and (up_to in CUMULATIVE or named.quarter is not None or (named.up_to and named.now))

    def is_called(self, column: Column) -> bool:
        """Whether its heading is a wording of a column, or several of them and nothing else."""
        if column.wordings & self.own_forms:
            return True
        own, around = words_around(self.text, column) if may_name_twice(self.text) else ("", "")
        return bool(own) and not around

    def below(self, column: Column) -> str:
        """What stands below the column's own heading, '' where that is the last line."""
        lines = self._said_of(column)
        at = max((at for at, line in enumerate(lines) if line in column.wordings), default=-1)
        if at < 0:
            return self.beyond(column)
        rest = " ".join(dict.fromkeys(lines[at + 1 :]))
        return rest.removeprefix(lines[at]).strip() if rest != lines[at] else ""

    def around(self, column: Column) -> str:
        """What stands below the column's own heading, or else above it."""
        return self.below(column) or self.group(column)

    def group(self, column: Column) -> str:
        """What stands above the column's own heading where that is the last line: `Perubahan` over `Pagu`."""
        *above, last = self._said_of(column)
        return " ".join(dict.fromkeys(above)) if last in column.wordings else ""

    def stands_under(self, column: Column) -> bool:
        """Whether a line above its last one is the column's own heading."""
        return not column.wordings.isdisjoint(map(plain, self.lines[:-1]))

    def _said_of(self, column: Column) -> list[str]:
        """Its lines, reduced, those in full that are a wording of a column only then."""
        return [full if (full := in_full(line)) in column.wordings else plain(line) for line in self.lines]

    def wording_of(self, column: Column) -> str:
        """The longest wording of a column that is in a heading among words that are understood, or the document of a
        budget alone; '' for none."""
        for form in (self.text, *self.own_forms):
            own, around = words_around(form, column)
            if own and is_understood(around):
                return own
        return self._budget if "anggaran" in column.wordings else ""

    @property
    def _budget(self) -> str:
        """`apbd perubahan` or `dpa`, if a heading says that, of when it is, and nothing else."""
        said = reduced(without_period(self.text), "rupiah")
        return said if said in words_of("budget_final") | words_of("budget_first") else ""

    def beyond(self, column: Column) -> str:
        """What a heading says beyond the column's own in the same line: `perubahan` of `Alokasi Perubahan (Rp)`."""
        if self.is_percentage or self.is_called(column):
            return ""
        own, around = words_around(self.text, column)
        if own and is_understood(around):
            return around
        if self._budget and "anggaran" in column.wordings:
            return self._budget
        return "" if self.wording_of(column) else before_up_to(self.text)[1]

    def suits(self, column: Column, *, adds_up: bool, beside: bool) -> bool:
        """Whether what a heading says beyond its column's own can be said of that column: what is due in a quarter is
        not what is due in the year, and beside the column itself a part of it is another one."""
        beyond = self.beyond(column)
        named = named_in(self.text)
        of_some_time = named.quarter or named.half or named.up_to or named.before or (named.now and not named.of_years)
        if not adds_up and of_some_time:
            return False
        return not (beside and total_rank(beyond, named, column, None) < PLAIN)
