"""What makes a submission be rejected: each function puts one fault into a draft, on the service it is given."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from config import catalogue
from tasks.forms.draft import Draft, DraftSheet, with_values

Fault = Callable[[Draft, str], Draft]

# A date of birth, but no person's: there is no district 99 and no serial number 0000
NOT_A_PERSON = "6201994501990000"


def _set(draft: Draft, key: str, code: str, **values: object) -> Draft:
    def change(sheet: DraftSheet) -> DraftSheet:
        at = next(at for at, row in enumerate(sheet.rows) if row[sheet.layout.key_column.key] == code)
        return with_values(sheet, at, **values)

    return draft.with_sheets(change, key)


def _get(draft: Draft, key: str, code: str, column: str) -> int:
    sheet = next(one for one in draft.sheets if one.layout.key == key)
    return next(row[column] for row in sheet.rows if row[sheet.layout.key_column.key] == code)


def served_far_beyond_target(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, served=3 * _get(draft, "recipients", code, "target"))


def served_left_blank(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, served=None)


def served_in_words(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, served="masih direkap dinas")


def served_negative(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, served=-_get(draft, "recipients", code, "served"))


def served_a_fraction(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, served=_get(draft, "recipients", code, "served") - 0.5)


def served_a_broken_formula(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, served="#REF!")


def personal_number_in_note(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, note=f"Satu penerima pindah alamat, NIK {NOT_A_PERSON}")


def zero_without_statement(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, target=0, served=0, nihil=None)


def nihil_with_numbers(draft: Draft, code: str) -> Draft:
    return _set(draft, "recipients", code, nihil="Ya")


def spent_more_than_allocated(draft: Draft, code: str) -> Draft:
    return _set(draft, "budget", code, realised=_get(draft, "budget", code, "allocation") + 125_000_000)


def unknown_choice(draft: Draft, code: str) -> Draft:
    return _set(draft, "stages", code.split("-")[1], implementation="Selesai")


def unknown_service(draft: Draft, code: str) -> Draft:
    """In the plan of action, so that no row of the form goes missing by it."""
    return draft.with_sheets(lambda sheet: with_values(sheet, 0, service_code=f"{code[:-2]}88"), "actions")


def row_twice(draft: Draft, code: str) -> Draft:
    def repeat(sheet: DraftSheet) -> DraftSheet:
        row = next(row for row in sheet.rows if row["service_code"] == code)
        return replace(sheet, rows=(*sheet.rows, row))

    return draft.with_sheets(repeat, "budget")


def row_deleted(draft: Draft, code: str) -> Draft:
    def remove(sheet: DraftSheet) -> DraftSheet:
        gone = next(row for row in sheet.rows if row["service_code"] == code)
        return replace(sheet, rows=tuple(row for row in sheet.rows if row is not gone))

    return draft.with_sheets(remove, "quality")


def sheet_deleted(draft: Draft, code: str) -> Draft:
    return replace(draft, sheets=tuple(sheet for sheet in draft.sheets if sheet.layout.key != "problems"))


def column_deleted(draft: Draft, code: str) -> Draft:
    def remove(sheet: DraftSheet) -> DraftSheet:
        return replace(sheet, columns=tuple(key for key in sheet.columns if key != "realised"))

    return draft.with_sheets(remove, "budget")


def code_of_another_regency(draft: Draft, code: str) -> Draft:
    """What happens when a BPS code is typed: most of those that differ are another regency's Kemendagri code."""
    own = str(draft.value("regency_code"))
    codes = list(catalogue.regencies(own[:2])["code"])
    return draft.with_identity(regency_code=codes[codes.index(own) - 1])


FAULTS: dict[str, Fault] = {
    "L01": sheet_deleted,
    "L02": column_deleted,
    "I02": code_of_another_regency,
    "C01": served_in_words,
    "C03": served_negative,
    "C04": served_a_fraction,
    "C05": served_left_blank,
    "C07": served_a_broken_formula,
    "C08": unknown_choice,
    "C09": personal_number_in_note,
    "R01": unknown_service,
    "R02": row_twice,
    "R03": row_deleted,
    "R05": zero_without_statement,
    "R06": nihil_with_numbers,
    "R08": spent_more_than_allocated,
    "R14": served_far_beyond_target,
}
"""Code of the rule that a fault breaks -> the function that puts it in."""

FAULTY: tuple[tuple[str, ...], ...] = (
    ("R14", "C05", "C01", "R02", "C09"),
    ("L01", "C03", "R08", "R01", "C08"),
    ("L02", "C04", "R06", "R03"),
    ("C07", "R05", "R14"),
)
"""Rules broken together in one submission; between them and the first version of a resubmission they show every one."""

FIRST_VERSION = ("I02", "R05", "C07")


def with_faults(draft: Draft, rules: tuple[str, ...], random: Random) -> Draft:
    """A draft that breaks these rules, each on a service of its own."""
    rows = next(sheet.rows for sheet in draft.sheets if sheet.layout.key == "recipients")
    codes = [row["service_code"] for row in rows if row["target"] and row["served"] > 1]
    for rule, code in zip(rules, random.sample(codes, len(rules)), strict=True):
        draft = FAULTS[rule](draft, code)
    return draft
