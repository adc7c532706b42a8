"""The page for the governor as the document has it: its texts, and the map in its place."""

from tasks.report.document.charts import Charts
from tasks.report.document.maps import map_chart
from tasks.report.front_page import MAP, front_page
from tasks.report.tables.lookups import Facts


def front_values(facts: Facts, charts: Charts) -> dict[str, object]:
    picture = map_chart(facts, charts) or ""
    parts = [
        {
            "judul": part.heading,
            "peta": picture if part.heading == MAP else "",
            "utama": part.lines[0] if part.headline else "",
            "kalimat": part.lines[1:] if part.headline else part.lines,
        }
        for part in front_page(facts)
    ]
    return {"halaman_depan": parts, "peta": picture}
