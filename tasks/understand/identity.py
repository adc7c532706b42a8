"""Whose report it is and of which quarter: from the sheet Identitas, and from the file's name."""

import re
from functools import cache

from config import catalogue
from schemas.finding import Finding
from schemas.layout import Layout
from schemas.period import EARLIEST_YEAR, ROMAN, Period
from schemas.rule import Rule
from schemas.submission import Identity
from schemas.wording import plain, region_wording
from schemas.workbook import RawSheet
from tasks.understand.cells import quarter_of, region_code, region_with_name, year_of
from tasks.understand.file_names import CODE_IN_NAME, stem_of
from tasks.understand.heading_findings import choice_finding
from tasks.understand.labels import COUNTED, LabelChoices, Labelled, Labels
from tasks.understand.province_names import provinces_of_name
from tasks.understand.quarter_texts import reported_quarter
from tasks.understand.resolver import Choice

_KINDS = {"kabkota": "kabupaten/kota", "provinsi": "provinsi"}


def read_identity(sheet: RawSheet, layout: Layout, choices: LabelChoices) -> tuple[Identity, list[Finding]]:
    """The identity and findings I01, I02, I03, I05 (C02 for a code that Excel had turned into a number, F08 for one of
    the other level). `choices` are the labels of the sheet by the layout."""
    labels = {key: choice.chosen.what for key, choice in choices.items()}
    findings = [*_label_findings(sheet, layout, labels), *_doubt_findings(sheet, layout, choices)]
    code, code_findings = _read_code(sheet.name, layout, labels)
    findings += code_findings
    supposed = tuple(filter(None, (code, _code_of_name(layout, labels))))
    in_doubt = {key for key, choice in choices.items() if choice.in_doubt}
    code = "" if "regency_code" in in_doubt else code
    if code:
        name_findings, contradicted = _name_findings(sheet.name, code, labels)
        findings += name_findings
        code = "" if contradicted else code  # nobody may be judged by a report that bears another's name
    period, period_findings = _read_period(sheet.name, labels)
    findings += period_findings
    period = None if in_doubt & {"year", "quarter"} else period
    findings += _version_findings(sheet.name, layout, labels)
    places = [(sheet.name, labels[key][1]) if key in labels else (sheet.name, "") for key in ("regency_code", "year")]
    cells = {key: (one.cell, one.label_cell) for key, one in labels.items()}
    return Identity(code, period, layout.form, *places, supposed, cells), findings


def stated_in(choices: LabelChoices) -> tuple[str, str, Period | None]:
    """The form version, region code and period that the labels of Identitas state, to choose layout and columns by."""
    labels = {key: choice.chosen.what for key, choice in choices.items()}
    version, code = (labels.get(key, Labelled()).value for key in ("form_version", "regency_code"))
    return str(version or "").strip(), region_code(region_with_name(code)[0]), _read_period("", labels)[0]


def _label_findings(sheet: RawSheet, layout: Layout, labels: Labels) -> list[Finding]:
    rule = catalogue.rules()["L04"]
    found = [(field, labels[field.key]) for field in layout.identity.fields if field.key in labels]
    return [
        rule.finding("label", sheet=sheet.name, cell=one.label_cell, value=one.label, label=field.label)
        for field, one in found
        if plain(one.label) != plain(field.label)
    ]


def _doubt_findings(sheet: RawSheet, layout: Layout, choices: dict[str, Choice[Labelled]]) -> list[Finding]:
    """L05 for two labels of one field whose values differ; L04 where the form's own label decided."""
    names = {field.key: field.label for field in layout.identity.fields}
    return [
        choice_finding(choice, names[key], sheet.name, choice.chosen.what.cell, "label")
        for key, choice in choices.items()
        if key in COUNTED and (choice.in_doubt or choice.by)
    ]


def region_name(code: str) -> str:
    """The name of a regency, or of a province where it is one's code; '' where it is unknown."""
    return names_by_code(catalogue.level_of(code)).get(code, "")


@cache
def names_by_code(level: str) -> dict[str, str]:
    """Code -> name of every regency (`kabkota`) or province (`provinsi`)."""
    if level == "provinsi":
        rows = catalogue.table("provinces")
        return dict(zip(rows["code"], "Provinsi " + rows["name"], strict=True))
    rows = catalogue.table("regions")
    return dict(zip(rows["code"], rows["name"], strict=True))


@cache
def codes_by_name() -> dict[str, list[tuple[str, str]]]:
    """Bare name of a regency -> (kind, code) of those that have it, other spellings included."""
    rows, aliases = catalogue.table("regions"), catalogue.table("region_aliases")
    spelled = aliases[aliases["kind"] == "name"]
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name in [
        *zip(rows["code"], rows["name"], strict=True),
        *zip(spelled["code"], spelled["alias"], strict=True),
    ]:
        kind, bare = region_wording(name)
        if (kind, code) not in found.setdefault(bare, []):
            found[bare].append((kind, code))
    return found


@cache
def _former_codes() -> dict[str, str]:
    rows = catalogue.table("region_aliases")
    former = rows[rows["kind"] == "code"]
    return dict(zip(former["alias"], former["code"], strict=True))


def codes_of_name(name: str) -> list[str]:
    """The regencies that a name can mean; kind (Kabupaten, Kota) decides where it is said."""
    kind, bare = region_wording(name)
    return [code for known, code in codes_by_name().get(bare, []) if kind in ("", known)]


def _version_findings(sheet: str, layout: Layout, labels: dict[str, Labelled]) -> list[Finding]:
    version, cell, _ = labels.get("form_version", Labelled())[:3]
    version = str(version or "").strip()
    if version in (layout.version, layout.form):
        return []
    words = {"cell": cell, "value": version, "version": layout.form}
    variant = "other" if version in catalogue.layouts() else "unknown" if version else "missing"
    return [catalogue.rules()["I05"].finding(variant, sheet=sheet, **words)]


def _read_code(title: str, layout: Layout, labels: Labels) -> tuple[str, list[Finding]]:
    rules, names = catalogue.rules(), names_by_code(layout.level)
    value, cell, _ = labels.get("regency_code", Labelled())[:3]
    if value in (None, ""):
        return "", [rules["I01"].finding("missing", sheet=title, cell=cell)]
    bare, behind = region_with_name(value)
    code = region_code(bare)
    name = str(labels.get("regency_name", Labelled()).value or "")
    former = _former_codes().get(code)
    if former and former in codes_of_name(name):
        return former, [rules["C02"].finding("code", sheet=title, cell=cell, value=value, reading=former)]
    other = "kabkota" if layout.level == "provinsi" else "provinsi"
    if code not in names and code in names_by_code(other):
        words = {"name": region_name(code), "of": _KINDS[other], "form": _KINDS[layout.level]}
        words["version"] = catalogue.layout_for(other).version
        return "", [rules["F08"].finding("level", sheet=title, cell=cell, value=value, **words)]
    if code not in names:
        meant = codes_of_name(name)
        suggestion = f"; untuk {names_by_code('kabkota')[meant[0]]} kodenya {meant[0]}" if meant else ""
        return "", [rules["I01"].finding("unknown", sheet=title, cell=cell, value=value, suggestion=suggestion)]
    if behind and (told := _contradicted_by(behind, title, cell, code)):
        return "", [told]
    if code != str(value).strip():
        return code, [rules["C02"].finding("code", sheet=title, cell=cell, value=value, reading=code)]
    return code, []


def _code_of_name(layout: Layout, labels: Labels) -> str:
    """The code that the name alone says; '' where it fits several or none."""
    name = str(labels.get("regency_name", Labelled()).value or "")
    meant = codes_of_name(name) if layout.level == "kabkota" else provinces_of_name(name)
    return meant[0] if len(meant) == 1 else ""


def _name_findings(title: str, code: str, labels: Labels) -> tuple[list[Finding], bool]:
    """I02: code and name are always checked against each other; and whether the name is another regency's."""
    rule = catalogue.rules()["I02"]
    value, cell, _ = labels.get("regency_name", Labelled())[:3]
    name, code_name = str(value or "").strip(), region_name(code)
    if not name:
        return [rule.finding("missing", sheet=title, cell=cell, code=code, code_name=code_name)], False
    meant = codes_of_name(name) if len(code) > 2 else provinces_of_name(name)
    for beside, at in labels["regency_name"].more if code in meant else ():
        if (others := codes_of_name(str(beside))) and code not in others:
            name, cell, meant = str(beside), at, others
    told = _contradicted_by(name, title, cell, code)
    return ([told] if told else []), bool(told and meant)


def _contradicted_by(name: str, title: str, cell: str, code: str) -> Finding | None:
    """I02 where a name is another's than the code's, or nobody's."""
    meant = codes_of_name(name) if len(code) > 2 else provinces_of_name(name)
    if code in meant or (len(code) > 2 and not meant and _names_no_other(name, code)):
        return None
    words = {"sheet": title, "cell": cell, "value": name, "code": code, "code_name": region_name(code)}
    if meant:
        return catalogue.rules()["I02"].finding("other", **words, name_code=f"kodenya {meant[0]}")
    return catalogue.rules()["I02"].finding("unknown", **words)


_PROVINCE_BEHIND = re.compile(r"\b(?:provinsi|propinsi|prov|prop)\b.*")


def _names_no_other(name: str, code: str) -> bool:
    """Whether a longer wording holds the name of the regency and of no other: `Pemkab Kobar Prov. Kalteng`."""
    wording = re.sub(r"\bpem(?=kab\b|kot\b)", "", _PROVINCE_BEHIND.sub("", plain(name)))
    wording = re.sub(r"\bkot\b", "kota", wording)
    found = [_codes_of(kind, bare) for kind, bare in names_pattern().findall(wording)]
    return bool(found) and all(code in meant for meant in found)


def _read_period(title: str, labels: Labels) -> tuple[Period | None, list[Finding]]:
    rule = catalogue.rules()["I03"]
    year_cell, quarter_cell = (labels.get(key, Labelled()) for key in ("year", "quarter"))
    year, quarter = year_of(year_cell.value), reported_quarter(quarter_cell.value)
    findings = [
        *_period_part(rule, title, "Tahun", "2024", year_cell, year is not None and year >= EARLIEST_YEAR),
        *_period_part(rule, title, "Triwulan", "IV", quarter_cell, quarter is not None),
    ]
    if findings:
        return None, findings
    return Period(year, quarter), [
        *_year_interpreted(title, year_cell, year),
        *_quarter_interpreted(title, quarter_cell, quarter),
    ]


def _year_interpreted(title: str, found: Labelled, year: int) -> list[Finding]:
    """C02 where more than a year stands there: `2024 (Perubahan)`."""
    if type(found.value) is not str or {*plain(found.value).split()} <= {
        str(year),
        f"ta{year}",
        "ta",
        "tahun",
        "anggaran",
    }:
        return []
    words = {"value": found.value, "reading": year}
    return [catalogue.rules()["C02"].finding("word", sheet=title, cell=found.cell, **words)]


def _quarter_interpreted(title: str, found: Labelled, quarter: int) -> list[Finding]:
    """C02 where a text says otherwise than by its number up to which quarter a report is."""
    if quarter_of(found.value):
        return []
    words = {"value": str(found.value), "reading": f"Triwulan {ROMAN[quarter - 1]}"}
    return [catalogue.rules()["C02"].finding("word", sheet=title, cell=found.cell, **words)]


def _period_part(rule: Rule, title: str, label: str, example: str, found: Labelled, fine: bool) -> list[Finding]:
    if fine:
        return []
    variant = "missing" if found.value in (None, "") else "impossible"
    return [rule.finding(variant, sheet=title, cell=found.cell, value=found.value, label=label, example=example)]


def named_regency(file_name: str, province_code: str = "") -> str:
    """The code of the one regency that a file's name says by code or by name, else ''.

    A name without Kabupaten or Kota, such as Siak, is one in its own province only: elsewhere it may be any word.
    """
    stem = stem_of(file_name)
    codes = [code for code in CODE_IN_NAME.findall(stem) if code in names_by_code("kabkota")]
    if len(codes) == 1:
        return codes[0]
    found = [
        [code for code in _codes_of(kind, name) if kind or code[:2] == province_code]
        for kind, name in names_pattern().findall(plain(stem))
    ]
    found = [meant for meant in found if meant]
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else ""


def _codes_of(kind: str, name: str) -> list[str]:
    """The regencies that a match of `names_pattern` can mean."""
    return codes_of_name(f"{'kabupaten' if kind.startswith('kab') else kind} {name}".strip())


@cache
def names_pattern() -> re.Pattern[str]:
    """Kind, where it is said, and bare name of any regency in a plain wording."""
    aliases = catalogue.table("region_aliases")
    spelled = [*catalogue.table("regions")["name"], *aliases.loc[aliases["kind"] == "name", "alias"]]
    names = {plain(name).split(" ", 1)[1] for name in spelled}
    longest_first = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"\b(?:(kabupaten|kab|kota) )?({longest_first})\b")
