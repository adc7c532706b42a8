"""The report as a page to look at: one HTML file with everything inside, for any browser, without a network."""

import json
from base64 import b64encode
from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from schemas.consolidated import Consolidated
from schemas.finding import SEVERITIES
from tasks.report.data.write import data_frames
from tasks.report.document.figures import own_told
from tasks.report.front_page import MAP, TITLE, front_page, no_index
from tasks.report.html import in_script, template
from tasks.report.map import WIDTH, province_map
from tasks.report.map_key import NO_FIGURE, map_key
from tasks.report.overview import story_of
from tasks.report.page.detail import detail
from tasks.report.page.tables import PageTables, paired, records, total_rows
from tasks.report.tables import charts, followed_up, intake, people, summary
from tasks.report.tables.changed_targets import changed_targets, changed_targets_text
from tasks.report.tables.external import elsewhere_text
from tasks.report.tables.lookups import Facts, date_text, facts_of, standing
from tasks.report.tables.table import ReportTable
from tasks.report.workbook.theme import LETTERS, TEXT_KINDS, band_colours

LIBRARY = ("bokeh.min.js", "bokeh-api.min.js")
"""BokehJS, as the bokeh package carries it: charts that need neither eval nor a network."""

LONG = 30
"""A column of texts this wide in characters gets room on the page too."""

MANY = 20
"""Of more regencies than these the tiles and the drawing of the ranking stand beside each other on paper."""

STACKED = {
    "absent": "not_counted",
    "targets": "targets",
    "errors": "errors",
    "unserved-detail": "by_both",
    "gaps": "gaps",
    "problems": "problems",
    "actions": "actions",
    "handed-over": "handed_over",
}
"""The tables whose rows become lists on a phone, every cell under its heading."""

MAP_LETTER = 11
"""Of a map as high as wide, in its units; a higher one is drawn smaller, and its letters are larger in it."""

STYLES = ("page.css", "print.css")
SCRIPTS = ("page.js", "tables.js", "detail.js", "charts.js")
DATA = ("submissions", "service_achievement", "field_achievement", "regency_achievement", "province_achievement")
"""The data files that lie in the page too."""


POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing from anywhere; BokehJS styles its charts with style elements of its own."""

CODE = ("regency_code",)
"""Left out where the name says the same and the row leads to the regency."""

SECTIONS = (
    ("satu", "Satu halaman"),
    ("ringkasan", "Ringkasan"),
    ("daerah", "Kabupaten/kota"),
    ("peta", "Peta panas"),
    ("tren", "Tren"),
    ("perubahan", "Perubahan"),
    ("kelengkapan", "Kelengkapan"),
    ("orang", "Belum terlayani"),
    ("dahulu", "Yang didahulukan"),
    ("penahan", "Capaian terendah"),
    ("kesenjangan", "Kesenjangan"),
    ("anggaran", "Anggaran"),
    ("masalah", "Permasalahan"),
    ("provinsi", "Provinsi"),
    ("cara", "Cara hitung"),
)
"""Anchor -> name of every section, in order."""


_TABLES = {
    "headline": (summary.SHEET, "meaning"),
    "by_field": (summary.SHEET, "value_mean_reported", tuple(f"category_{measure}" for measure in summary.MEASURES)),
    "completeness": (summary.SHEET, "share"),
    "not_counted": (summary.SHEET, "why"),
    "by_service": (people.SHEET, "service_name"),
    "by_regency": (people.SHEET, "regency_name"),
    "by_both": (people.DETAIL, "regency_code", CODE),
    "first_steps": (people.SHEET, "lift"),
    "weakest": (summary.SHEET, "lowest", ("category",)),
    "budget": (summary.SHEET, "absorbed"),
    "ranking": ("Peringkat", "rank"),
    "external": ("Pendidikan", "external", CODE),
    "matrix": ("Matriks", "ALL", CODE),
    "trend": ("Tren", "label"),
    "regency_trend": ("Tren", "regency_code", CODE),
    "steps": ("Perubahan", "points"),
    "field_changes": ("Perubahan", "members"),
    "regency_changes": ("Perubahan", "rank_move"),
    "gaps": ("Kesenjangan", "people", CODE),
    "own": ("Pemerintah Provinsi", "service_code", ("service_code", "raw", "nihil")),
    "problems": ("Permasalahan", "problem", (*CODE, "service_code")),
    "actions": ("Rencana Aksi", "activity", (*CODE, "service_code")),
    "follow_up": (followed_up.SHEET, "regency_name", CODE),
    "follow_up_offices": (followed_up.OFFICES, "name"),
    "handed_over": (followed_up.OFFICES, "opd_now", CODE),
    "intake": ("Kelengkapan", "file_name"),
    "filled": (intake.CARDS, "filled", CODE),
}
"""Name in the template -> the table's sheet, a column of it, and the columns left out."""

_ALWAYS = {
    "front_title": TITLE,
    "front_map": MAP,
    "no_figure": NO_FIGURE,
    "sections": SECTIONS,
    "records": records,
    "paired": paired,
    "total_rows": total_rows,
    "text_kinds": TEXT_KINDS,
    "long": LONG,
    "many": MANY,
    "map_width": WIDTH,
}
"""What the template needs for any report."""


def write_page(consolidated: Consolidated, tables: list[ReportTable], path: Path) -> None:
    """Writes the page. The same report gives the same bytes."""
    path.write_bytes(page_html(consolidated, tables).encode())


def page_is_complete(tables: list[ReportTable], path: Path) -> bool:
    """Whether the page reads back to its end, with a regency's details for every row of the ranking."""
    text = path.read_text(encoding="utf-8")
    try:
        read = json.loads(text.partition('<script type="application/json" id="rincian">')[2].partition("</script>")[0])
        codes = [one["code"] for one in read["regencies"]]
    except (ValueError, KeyError, TypeError):
        return False
    return text.endswith("</html>") and codes == list(PageTables(tables).one("Peringkat", "rank").frame["regency_code"])


def page_html(consolidated: Consolidated, tables: list[ReportTable]) -> str:
    """`tables` are those of `report_tables`; the page adds no figure of its own."""
    facts, shown = facts_of(consolidated), PageTables(tables)
    placed = _shown_tables(shown) | {
        "errors": _errors(facts, shown),
        "targets": changed_targets(facts),
        "absorption": charts.result_by_regency(facts),
    }
    scripts = [_library(), _own_script()]
    areas = province_map(consolidated.province_code) if len(consolidated.regency) else None
    return template(__package__, "page.html.j2").render(
        **placed,
        **_told(facts),
        **_ALWAYS,
        stacked={f"t-{name}": placed[key] for name, key in STACKED.items()},
        areas=areas,
        letter=MAP_LETTER * max(1.0, areas.height / WIDTH) if areas else 0,
        policy=POLICY.format(scripts=" ".join(map(_fingerprint, scripts))),
        style=Markup("\n".join(map(_text, STYLES))),  # noqa: S704 our own files
        scripts=[Markup(script) for script in scripts],  # noqa: S704 our own files and the library's
        detail=_embedded(detail(facts, shown)),
        data=_embedded(_data(consolidated)),
    )


def _told(facts: Facts) -> dict[str, object]:
    """What the template says beside the tables."""
    c = facts.consolidated
    return {
        "c": c,
        "title": f"Laporan SPM Provinsi {c.province_name}, {c.period.label}",
        "as_of": date_text(c.as_of),
        "standing": standing(c),
        "facts": facts,
        "somebody": len(c.regency) > 0,
        "without_own": own_told(facts),
        "without_external": elsewhere_text(facts),
        "targets_told": changed_targets_text(facts),
        "story": story_of(facts),
        "front": front_page(facts),
        "no_index": no_index(facts),
        "key": map_key(facts),
        "bands": _bands(facts),
        "field_of": defaultdict(str, facts.services.set_index("service_code")["field_code"].to_dict()),
    }


def _shown_tables(shown: PageTables) -> dict[str, ReportTable | None]:
    """Name in the template -> table; `not_counted` is None where everybody is counted."""
    placed = {name: shown.one(*where) for name, where in _TABLES.items()}
    return placed | {
        "by_both": _with_somebody_left(placed["by_both"]),
        "matrix": _worst_first(placed["matrix"]),
        "trend": _of_quarters(placed["trend"]),
        "method": next(table for table in shown.tables if table.title == "Cara menghitung"),
    }


def _of_quarters(table: ReportTable) -> ReportTable:
    """Without the rows that only part the years on the sheet's chart."""
    return replace(table, frame=table.frame[table.frame["period"] != ""])


def _errors(facts: Facts, shown: PageTables) -> ReportTable:
    """What cost each regency its report: where it stands and what to do."""
    findings = shown.one("Temuan", "rule", ("code", "severity", "rule", "value", "file_name"))
    wrong, absent = findings.frame["severity"] == SEVERITIES["error"], findings.frame["code"].isin(list(facts.absent))
    return replace(findings, frame=findings.frame[wrong & absent])


def _worst_first(table: ReportTable) -> ReportTable:
    """By the index as it is written; those without one, by code, below."""
    order = pd.to_numeric(table.frame["ALL"], errors="coerce").sort_values(kind="stable", na_position="last").index
    return replace(table, frame=table.frame.loc[order])


def _with_somebody_left(table: ReportTable) -> ReportTable:
    """Without the rows in which everybody is served; the workbook has them too."""
    return replace(table, frame=table.frame[table.frame["unserved"] > 0])


def _bands(facts: Facts) -> list[dict[str, str]]:
    keys = ("letter", "colour", "legend", "name")
    rows = zip(LETTERS, band_colours(facts.categories["name"]), facts.legend, facts.categories["name"], strict=True)
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _data(consolidated: Consolidated) -> dict[str, object]:
    """The data files' rows, exact: name -> columns and rows."""
    frames = data_frames(consolidated)
    return {
        "province_code": consolidated.province_code,
        "period": consolidated.period.key,
        "as_of": consolidated.as_of.isoformat(),
        "standing": standing(consolidated),
        **{
            name: {"columns": list(frames[name]), "rows": _plain(frames[name])}
            for name in (*DATA, "own_service_achievement")
            if name in frames
        },
    }


def _plain(frame: pd.DataFrame) -> list[list[object]]:
    return frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def _embedded(content: object) -> Markup:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(in_script(text))  # noqa: S704 nothing in it can end the script


def _library() -> str:
    folder = files("bokeh") / "server" / "static" / "js"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in LIBRARY)


def _own_script() -> str:
    return '"use strict";\n' + "\n".join(_text(name) for name in SCRIPTS)


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _fingerprint(script: str) -> str:
    """The only scripts a browser runs in this page are those with these hashes."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
