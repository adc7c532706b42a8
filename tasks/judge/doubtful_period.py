"""A file whose name or titles say another quarter than Identitas, where it would replace that quarter's report.

Somebody who fills in the workbook of the last quarter again and forgets to change Identitas would lose that quarter's
report, and of the new one nobody would know. Where there is nothing to lose, the other quarter is a warning.
"""

from dataclasses import replace
from datetime import date

from config import catalogue
from schemas.finding import Finding
from schemas.submission import Identity
from schemas.wording import day_text
from tasks.understand.named_periods import named_in

_OF_QUARTER = (("I04", "period"), ("I06", "period"))


def naming_another(findings: list[Finding]) -> list[Finding]:
    """Those that say that the file's name, or the title or name of a sheet, is of another quarter."""
    return [one for one in findings if (one.rule, one.variant) in _OF_QUARTER or _is_name_of_quarter(one)]


def _is_name_of_quarter(one: Finding) -> bool:
    return (one.rule, one.variant) == ("I06", "name") and named_in(one.value).names_period


def with_doubt(findings: list[Finding], identity: Identity, received: date) -> list[Finding]:
    """With one error that says that it is not known what quarter the file is about, from which the others follow;
    `received` is when the report came that it would replace."""
    others = naming_another(findings)
    if not (others and identity.period):
        return findings
    sheet, cell = identity.period_cell
    words = {"stated": identity.period.label, "where": _where(others[0]), "received": day_text(received)}
    told = catalogue.rules()["I03"].finding("doubtful", sheet=sheet, cell=cell, value=identity.period.key, **words)
    follow = {id(one) for one in others}
    return [told, *(replace(one, cause=told.name) if id(one) in follow else one for one in findings)]


def _where(one: Finding) -> str:
    if one.rule == "I04":
        return "nama berkas"
    return f"{'nama' if one.variant == 'name' else 'judul'} lembar '{one.sheet}'"
