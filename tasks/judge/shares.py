"""Percentages in the place of people in all of a bidang: nowhere more than 100, of thousands that are due (C10)."""

from collections.abc import Iterator
from dataclasses import replace

from config import catalogue
from schemas.finding import Finding
from schemas.submission import Normalised
from tasks.understand.rows import figure_columns
from tasks.understand.units import ARE_SHARES, weight_of_share


def shares_of_fields(submissions: list[Normalised]) -> Iterator[tuple[int, Finding]]:
    """Position and C10 of each bidang; none where the whole column is told to be percentages, or is in doubt."""
    order = figure_columns("recipients")
    code_at, target, served = (order.index(key) for key in ("service_code", "target", "served"))
    for number, one in enumerate(submissions):
        fields: dict[str, list[tuple]] = {}
        for row in one.figures.get("recipients", []):
            if row[target] > 0:
                fields.setdefault(row[code_at].split("-")[1], []).append(row)
        for rows in fields.values() if len(fields) > 1 and not _is_told(one) else ():
            low = all(1 < row[served] <= 100 for row in rows)
            if low and sum(weight_of_share(row[target], row[served]) for row in rows) >= ARE_SHARES:
                place, columns = one.places["recipients"], catalogue.layout_for("kabkota").by_key["recipients"].by_key
                cells = [place.cell("served", row[0]) for row in rows]
                words = {"field": rows[0][code_at].split("-")[1], "value": rows[0][served]}
                words |= {"heading": columns["served"].heading, "other": columns["target"].heading}
                told = catalogue.rules()["C10"].finding("low_field", sheet=place.title, cell=cells[0], **words)
                yield number, replace(told, cells=" ".join(cells))


def _is_told(one: Normalised) -> bool:
    place = one.places["recipients"]
    heads = (place.cell(key, place.header_row) for key in ("target", "served"))
    return any(
        told.sheet == place.title and told.rule in ("C10", "L05", "L02") and told.cell in heads for told in one.findings
    )
