"""All submissions at once: one pandera pass a sheet, and every failure back at its own cell.

pandera costs about 7 ms a call whatever the rows, so the rows of all submissions are checked in one frame each.
"""

from dataclasses import replace
from itertools import chain

import numpy as np
import pandas as pd
import pandera.pandas as pa

from config import catalogue
from config.settings import ProvinceSettings
from schemas.finding import Finding, Severity
from schemas.frames import FIGURES, frame_of
from schemas.reference import FIELDS
from schemas.submission import Normalised
from tasks.judge.hardly_done import hardly_done
from tasks.judge.item_scale import items_out_of_scale
from tasks.judge.large_budgets import large_budgets
from tasks.judge.misplaced import misplaced_figures
from tasks.judge.population import small_targets, with_most
from tasks.judge.row_rules import RowRule, rules_by_sheet, schema
from tasks.judge.shares import shares_of_fields
from tasks.judge.small_budgets import small_budgets
from tasks.understand.rows import figure_columns
from tasks.understand.vocabulary import vocabulary

Frames = dict[str, pd.DataFrame]

_ROW_BY_ROW = ("recipients", "quality", "budget", "stages")
"""The sheets on which the form has a fixed set of rows."""


def figure_frames(submissions: list[Normalised]) -> Frames:
    """Sheet key -> the rows of all submissions, `submission` being the position in the list. Checked by contract."""
    frames = {}
    for key, model in FIGURES.items():
        rows = [one.figures.get(key, []) for one in submissions]
        whose = np.repeat(np.arange(len(rows)), [len(those) for those in rows])
        frames[key] = frame_of(model, list(chain.from_iterable(rows)), first=whose)
    return frames


def validate(submissions: list[Normalised], settings: ProvinceSettings) -> list[list[Finding]]:
    """The findings of rules C03, C04, R02 to R15, H05 (and C02 of percentages), a list for each submission in order."""
    submissions = [_with_supposed(one) for one in submissions]
    frames = figure_frames(submissions)
    found: list[list[Finding]] = [[] for _ in submissions]
    rules = rules_by_sheet(settings.served_limit)
    for key, frame in _with_context(frames, submissions).items():
        for submission, finding in broken_rows(key, frame, rules[key], submissions):
            found[submission].append(finding)
    others = (_missing_rows(submissions), small_budgets(submissions, settings), large_budgets(submissions, settings))
    of_columns = (
        misplaced_figures(submissions, found),
        hardly_done(submissions, settings.doubts),
        shares_of_fields(submissions),
    )
    of_rows = small_targets(submissions, settings.doubts), items_out_of_scale(submissions, settings.doubts)
    for submission, finding in chain(*others, *of_columns, *of_rows):
        found[submission].append(finding)
    return found


def _with_supposed(one: Normalised) -> Normalised:
    """With the rows under a guessed code, so that mending the code brings up nothing new."""
    if not one.supposed:
        return one
    figures = {key: {row[0]: row for row in [*rows, *one.supposed.get(key, [])]} for key, rows in one.figures.items()}
    return replace(one, figures={key: list(rows.values()) for key, rows in figures.items()})


def _with_context(frames: Frames, submissions: list[Normalised]) -> Frames:
    """The frames with what their rules need from other rows and sheets."""
    recipients, quality = frames["recipients"], frames["quality"]
    service = ["submission", "service_code"]
    problems = frames["problems"]
    solved = problems[(problems["problem"] != "") & (problems["solution"] != "")][service].drop_duplicates()
    without_sheet = [number for number, one in enumerate(submissions) if "problems" not in one.places]
    budget = frames["budget"]
    budget = budget.drop_duplicates(service)[[*service, "allocation", "realised"]]
    recipients = recipients.merge(solved.assign(solved=True), on=service, how="left", validate="m:1")
    recipients["solved"] = recipients["solved"].eq(True) | recipients["submission"].isin(without_sheet)
    recipients = recipients.merge(budget, on=service, how="left", validate="m:1")
    recipients = with_most(recipients, [one.identity.checked_as for one in submissions])
    # what cannot be read may be a statement of nihil
    nihil = recipients.assign(nihil=recipients["nihil"] | recipients["target"].isna())
    nihil = nihil.drop_duplicates(service)[[*service, "nihil"]]
    # an item that cannot be read may well have a requirement: its service's sum stays unknown
    sums = quality.groupby(service)["required"].sum(skipna=False).rename("required_sum")
    quality = quality.merge(nihil.merge(sums, on=service, how="right"), on=service, how="left", validate="m:1")
    quality["nihil"] = ~quality["nihil"].eq(False)  # a service whose own row cannot be read may be nihil
    quality["first_of_service"] = ~quality.duplicated(service)
    frames = {**frames, "recipients": recipients, "quality": quality}
    return {
        key: _with_repeated(key, frame, submissions) if key in _ROW_BY_ROW else frame for key, frame in frames.items()
    }


def _with_repeated(key: str, frame: pd.DataFrame, submissions: list[Normalised]) -> pd.DataFrame:
    """`repeated`: whether a row's service, item or field has stood in an earlier row (R02), `same`: the whole row."""
    copies = {(number, row) for number, one in enumerate(submissions) for row in one.copies.get(key, ())}
    same = [place in copies for place in zip(frame["submission"], frame["row"], strict=True)] if copies else False
    return frame.assign(repeated=frame.duplicated(["submission", _code_of(key)]), same=same)


def _code_of(key: str) -> str:
    return catalogue.layout_for("kabkota").by_key[key].key_column.key


def broken_rows(
    key: str, frame: pd.DataFrame, rules: list[RowRule], submissions: list[Normalised]
) -> list[tuple[int, Finding]]:
    """Each (rule, row) that pandera reports, as a finding at its cell. A check that crashes is our fault and raises."""
    try:
        schema(rules, frame).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        failures = errors.failure_cases
        if (failures["check"].str.contains("/") & failures["index"].notna()).all():
            places = {rule.name: place for place, rule in enumerate(rules)}
            pairs = failures[["check", "index"]].drop_duplicates().itertuples(index=False)
            in_order = sorted((places[check], int(index)) for check, index in pairs)  # pandera keeps no order
            return [_finding(key, rules[place], frame, index, submissions) for place, index in in_order]
        raise
    return []


def _finding(
    key: str, rule: RowRule, frame: pd.DataFrame, index: int, submissions: list[Normalised]
) -> tuple[int, Finding]:
    row = frame.loc[index].to_dict()
    submission = int(row["submission"])
    place = submissions[submission].places[key]
    key_column = _code_of(key)
    if rule.code == "R02":
        same = (frame["submission"] == submission) & (frame[key_column] == row[key_column])
        first = int(frame.loc[same, "row"].iloc[0])
        row["first_cell"] = place.cell(key_column, submissions[submission].copies.get(key, {}).get(row["row"], first))
    cell = place.cell(rule.column, int(row["row"])) or place.cell(key_column, int(row["row"]))
    value = "Ya" if row[rule.column] is True else row[rule.column]
    of, note = catalogue.rules()[rule.code], row.get("note", "")
    explained = note if of.severity is Severity.WARNING else ""
    variant = f"{rule.variant}_explained" if explained and f"{rule.variant}_explained" in of.messages else rule.variant
    text = of.finding(variant, sheet=place.title, cell=cell, value=value, **rule.words(row))
    return submission, replace(text, explanation=explained)


def _missing_rows(submissions: list[Normalised]) -> list[tuple[int, Finding]]:
    """R03: a service, item or bidang of the form without a row, pointing at the heading of the code column."""
    rule, found, of_office = catalogue.rules()["R03"], [], set()
    for key in _ROW_BY_ROW:
        layout = catalogue.layout_for("kabkota").by_key[key]
        code = layout.key_column.key
        at = figure_columns(key).index(code)
        for number, one in enumerate(submissions):
            if key not in one.places:
                continue
            place, present = one.places[key], {row[at] for row in one.figures[key]}
            cell = place.cell(code, place.header_row) or (f"A{place.header_row}" if place.header_row else "")
            version = one.identity.form_version
            missed = _missing(version, layout.rows, present)
            hint = _hint_of_office(version, present) if missed and key == "recipients" else {}
            of_office.update([number] if hint else [])
            doubts = {told.variant for told in one.findings if (told.rule, told.sheet) == ("L05", place.title)}
            if "pieces_all" in doubts:
                continue  # every row is in one of its pieces
            for missing, name in missed.items():
                words = {"sheet": place.title, "cell": cell, "value": missing, "code": missing, "name": name, **hint}
                follows = "pieces" in doubts or (number in of_office and missing in FIELDS)
                found.append((number, rule.finding("office" if hint else "follows" if follows else "default", **words)))
                hint = {}  # once is enough
    return found


def _hint_of_office(version: str, present: set[str]) -> dict[str, str]:
    """What to say where a whole form holds exactly the bidang of an office's form; {} where it does not. Nothing but
    its stated version makes it one: a careless whole report must never become a part of one."""
    layout = catalogue.layouts()[version]
    services = catalogue.services(version)
    there = services.loc[services["service_code"].isin(present), "field_code"]
    if not layout.whole or len(set(there)) == len(layout.fields):
        return {}
    for form in catalogue.forms(layout.level):
        if set(form.fields) == set(there):
            names = catalogue.fields(form.version)["field_name"]
            return {"office": form.version, "fields": ", ".join(names)}
    return {}


def _missing(version: str, rows: str, present: set[str]) -> dict[str, str]:
    """Code -> name of what has no row. A service without any of its items, or a field without any of its services,
    is named itself in their place: the workbook of one office misses five fields, not hundreds of rows."""
    labels = vocabulary(version, rows).labels
    missing = [code for code in labels if code not in present]
    if not missing or rows == "fields":
        return {code: labels[code] for code in missing}
    services, told = catalogue.services(version).set_index("service_code"), {}
    there = {code.partition(".")[0] for code in present}
    fields = set(services.loc[sorted(there), "field_code"])
    for code in missing:
        service = services.loc[code.partition(".")[0]]
        if service["field_code"] not in fields:
            told[service["field_code"]] = f"{service['field_name']}, semua layanannya"
        elif service.name not in there:
            told[service.name] = f"{service['service_name']}, semua butir mutunya" if rows == "items" else labels[code]
        else:
            told[code] = labels[code]
    return told
