"""What the document says about the quarters before: the trend, and why the index moved."""

from schemas.wording import number_text
from tasks.report.change_sentences import points_text
from tasks.report.document.charts import Charts
from tasks.report.tables.change import DIFFERENCE_NOTE, province_steps, regency_changes
from tasks.report.tables.lookups import Facts, short_name
from tasks.report.tables.trend import province_trend


def trend_rows(facts: Facts) -> list[dict[str, str]]:
    """A row a quarter, as on the sheet and the page."""
    frame = province_trend(facts).frame
    keys = [*facts.fields, "ALL"]
    return [
        {"triwulan": row["label"], "melapor": _cell(row["reporters"], 0)} | {key: _cell(row[key], 2) for key in keys}
        for row in frame[frame["period"] != ""].to_dict("records")
    ]


def change_values(facts: Facts, charts: Charts) -> dict[str, object]:
    """Why the province's index moved, and how each regency did, as on the sheet "Perubahan"."""
    steps, regencies = province_steps(facts), regency_changes(facts)
    rows, moved = steps.frame.to_dict("records"), regencies.frame.to_dict("records")
    return {
        "judul_perubahan": steps.title,
        "grafik_perubahan": charts.steps(steps.title, [(row["what"], row["points"], row["index"]) for row in rows])
        if rows
        else "",
        "perubahan_daerah": [
            {
                "daerah": short_name(row["name"]),
                "peringkat": str(row["rank_now"]),
                "gerak": row["rank_move"],
                **{key: number_text(row[name], 2) for key, name in (("dahulu", "then"), ("sekarang", "now"))},
                **{key: points_text(row[name]) for key, name in _CAUSES.items()},
            }
            for row in moved
        ],
        "catatan_perubahan": [
            *([DIFFERENCE_NOTE] if moved else []),
            *(f"{row['name']}: {row['note']}." for row in moved if row["note"] != "–"),
        ],
    }


_CAUSES = {"selisih": "difference", "terlayani": "recipients", "mutu": "quality", "sasaran": "target"}


def _cell(value: float | str, decimals: int) -> str:
    return value or "–" if isinstance(value, str) else number_text(value, decimals)
