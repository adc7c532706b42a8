"""What a text in the place of a choice says: the choice itself, or words that mean one and no other."""

from functools import cache

from config import catalogue
from schemas.period import ROMAN
from schemas.wording import plain
from tasks.understand.cells import quarter_of
from tasks.understand.named_periods import named_in, without_period


def same_choice(text: str, choices: tuple[str, ...]) -> str:
    """The choice that a text says in other letters, or a quarter in other words; '' for none."""
    quarter = quarter_of(text)
    said = {plain(text), ROMAN[quarter - 1].casefold() if quarter else plain(text)}
    return next((choice for choice in choices if plain(choice) in said), "")


def choice_meant(text: str, choices: tuple[str, ...]) -> str:
    """The choice that words or signs mean, or the months of a quarter; '' for none. When something was done is no other
    choice: `Sudah (2024)`.

    >>> choice_meant("Sdh", ("Belum", "Proses", "Sudah")), choice_meant("Apr-Jun", ("I", "II", "III", "IV"))
    ('Sudah', 'II')
    """
    months = named_in(text).months
    if ROMAN[0] in choices:
        quarters = {(month + 2) // 3 for month in months or ()}
        return ROMAN[quarters.pop() - 1] if len(quarters) == 1 and not without_period(text) else ""
    said = (text.strip(), plain(text), without_period(text))
    meant = {
        choice for one in said if one for choice in (*_words().get(one, ()), one.capitalize()) if choice in choices
    }
    return meant.pop() if len(meant) == 1 else ""


def names_quarters(text: str, choices: tuple[str, ...]) -> bool:
    """Whether a text says more than one quarter where one is to be chosen: `I s.d. IV`, `I, II`, `Sepanjang tahun`."""
    numerals = {word.upper() for word in plain(text).split()} & {*ROMAN}
    return ROMAN[0] in choices and (
        len(numerals) > 1 or named_in(text).months is not None or "tahun" in plain(text).split()
    )


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Word or sign -> the choices that it means, each in another list."""
    rows = catalogue.table("choice_words")
    found: dict[str, tuple[str, ...]] = {}
    for row in rows.itertuples():
        for form in {row.word, plain(row.word)} - {""}:
            found[form] = (*found.get(form, ()), row.choice)
    return found
