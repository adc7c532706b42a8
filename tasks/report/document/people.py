"""What the document tells of the people not served and of what to do first: the workbook's tables, narrower."""

from schemas.wording import number_text
from tasks.report.document import figures
from tasks.report.html import cell_text
from tasks.report.tables.lookups import Facts, short_name
from tasks.report.tables.people import NIHIL, by_regency, by_service, first_steps
from tasks.report.tables.table import Column, ReportTable

Row = dict[str, str]


def people_values(facts: Facts) -> dict[str, object]:
    """The placeholders about people; no row where nobody is counted or all is nihil. While the year goes on, who is not
    served yet is still to be served."""
    c = facts.consolidated
    waiting = (c.unserved["target"] > 0).any()
    return {
        "belum": "Masih harus dilayani" if c.period.quarter < 4 else "Belum terlayani",
        "kalimat_belum_terlayani": " ".join(figures.people_told(facts)),
        "belum_terlayani": [
            _service(row) | {"daerah": number_text(row["short"])}
            for row in by_service(facts).frame.to_dict("records")
            if waiting
        ],
        "belum_terlayani_daerah": _regencies(by_regency(facts)) if waiting else [],
        "didahulukan": [
            _service(row)
            | {
                "kenaikan": cell_text(row["lift"], "index"),
                "selisih": cell_text(row["against_own"], "points"),
                "daerah": number_text(row["regencies"]),
            }
            for row in first_steps(facts).frame.to_dict("records")
        ],
    }


def _service(row: dict) -> Row:
    amount = row["unserved"] if row["unserved"] == NIHIL else f"{number_text(row['unserved'])} {row['unit']}"
    return {"nama": row["service_name"], "jumlah": amount, "biaya": cell_text(row["cost"], "millions")}


def _regencies(table: ReportTable) -> list[Row]:
    """The rows under the keys of their columns, the sum last."""
    rows = [*table.frame.to_dict("records"), *([] if table.totals is None else table.totals.to_dict("records"))]
    return [{column.key: _shown(row, column) for column in table.columns} for row in rows]


def _shown(row: dict, column: Column) -> str:
    return short_name(cell_text(row[column.key], column.kind))
