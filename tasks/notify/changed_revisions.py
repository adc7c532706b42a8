"""Accepted revisions that are probably a mistake beside what they replaced."""

from collections.abc import Iterable
from dataclasses import replace

from schemas.frames import COUNTING
from schemas.receipt import Receipt
from tasks.report.echo_text import warnings


def changed_much(receipts: Iterable[Receipt]) -> tuple[str, ...]:
    """A sentence for each whose figures changed much: they count, and its sender alone was told. A revision that is
    right stays told, so it is no reason to call for action."""
    found = []
    for one in (receipt for receipt in receipts if receipt.status in COUNTING):
        replaced = tuple(each for each in one.echo.differences if each.kind == "revision")
        told = warnings(replace(one.echo, differences=replaced))
        found += [f"{one.regency_name}, kiriman ke-{one.revision}. {sentence}" for sentence in told]
    return tuple(found)
