"""Percentages in the place of people or things in all of a bidang, or of the items of a service (C10): all that is due
is 100, or what is done is nowhere more than 100, of thousands that are due. In the place of many: 100, or 1, is done of
whatever is due (L06).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from config import catalogue
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import number_text
from tasks.understand.resolver import MANY
from tasks.understand.rows import figure_columns, targets_of
from tasks.understand.units import ARE_SHARES, NEARLY_ALL, weight_of_share

_COMPARED = {"recipients": ("target", "served"), "quality": ("required", "available")}
_FEW = 3
"""In so many rows of a bidang that has no more exactly 100 is due by no chance; in two of two by a rare one."""
_WHOLES, _MANIFOLD = (1.0, 100.0), 10
"""What all of it is, as a share of one or a hundred; of fewer that are due, one may be done by right."""
_Row = tuple[int, float, float]
"""The number of a row, what is due and what is done."""


def shares_of_fields(submissions: list[Normalised]) -> Iterator[tuple[int, Finding]]:
    """Position and finding of each bidang; none where the whole column is told to be percentages, or is in doubt. C10,
    or L06 where there are only two services, or where the same is done of many figures."""
    for number, one in enumerate(submissions):
        for key in _COMPARED.keys() & one.figures.keys() & one.places.keys():
            services = {} if _is_told(one, key) else _by_service(one, key)
            fields = _by_field(services)
            told = {field: variant for field, rows in fields.items() if len(fields) > 1 and (variant := _variant(rows))}
            for field, variant in told.items():
                yield number, _told(one, key, [field], variant, fields.pop(field))
            if alike := _done_alike(fields):
                yield (
                    number,
                    _told(one, key, alike, "alike", [row for rows in alike.values() for row in rows]),
                )
            if key == "quality":
                left = {code: rows for code, rows in services.items() if _field_of(code) in fields}
                yield from ((number, told) for told in _of_services(one, left))


def _of_services(one: Normalised, services: Mapping[str, list[_Row]]) -> Iterator[Finding]:
    """Of the services in bidang of which nothing is told. A hundred of some items alone are as many as there are places
    with one each.
    """
    targets = targets_of(one)
    for code, rows in services.items():
        target = targets.get(code, 0.0)
        if _is_low(rows):
            yield _told(one, "quality", [code], "low_service", rows)
        elif len(rows) >= _FEW and all(row[1] == 100 >= row[2] for row in rows) and target not in (0, 100):
            yield _told(one, "quality", [code], "hundreds_service", rows, target=number_text(target))


def _field_of(code: str) -> str:
    return code.split("-")[1]


def _by_service(one: Normalised, key: str) -> dict[str, list[_Row]]:
    """The rows in which something is due: number, what is due, what is done."""
    order = figure_columns(key)
    code, due, done = (order.index(name) for name in ("service_code", *_COMPARED[key]))
    found: dict[str, list[_Row]] = {}
    for row in one.figures[key]:
        if row[due] > 0:
            found.setdefault(row[code], []).append((row[0], row[due], row[done]))
    return found


def _by_field(services: Mapping[str, list[_Row]]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for code, rows in services.items():
        found.setdefault(_field_of(code), []).extend(rows)
    return found


def _is_low(rows: list[_Row]) -> bool:
    """Whether of thousands that are due a hundred or fewer are done in so many rows that it is no chance."""
    shares = all(1 < done <= 100 for _, _, done in rows)
    return shares and sum(weight_of_share(due, done) for _, due, done in rows) >= ARE_SHARES


def _variant(rows: list[_Row]) -> str:
    if any(done > 100 for _, _, done in rows):
        return ""
    hundreds = sum(due == 100 for _, due, _ in rows)
    if hundreds >= _FEW and hundreds >= NEARLY_ALL * len(rows):
        return "hundreds_field"
    if hundreds == len(rows) == _FEW - 1:
        return "hundreds_of_two"
    ones = sum(due == 1 for _, due, _ in rows)
    if ones >= MANY and ones >= NEARLY_ALL * len(rows):
        return "ones"
    weight = sum(weight_of_share(due, done) for _, due, done in rows)
    if _is_low(rows):
        return "low_field"
    more = sum(done > due for _, due, done in rows)
    return "mixed_field" if weight >= MANY and more >= MANY else ""


def _done_alike(fields: dict[str, list[_Row]]) -> dict[str, list[_Row]]:
    """Bidang -> the rows in which exactly 1 is done, or 100, where most of it is so: whatever is due, by no chance."""
    done = [row[2] for rows in fields.values() for row in rows]
    for whole in (one for one in _WHOLES if done.count(one) >= MANY):
        alike = {
            field: [row for row in rows if row[2] == whole != row[1] >= _MANIFOLD] for field, rows in fields.items()
        }
        alike = {field: rows for field, rows in alike.items() if 2 * len(rows) > len(fields[field])}
        if len({due for rows in alike.values() for _, due, _ in rows}) >= MANY:
            return alike
    return {}


def _told(one: Normalised, key: str, fields: Iterable[str], variant: str, rows: list[_Row], **words: object) -> Finding:
    place, columns = one.places[key], catalogue.layout_for("kabkota").by_key[key].by_key
    due, done = (columns[name] for name in _COMPARED[key])
    about, other = (due, done) if variant.startswith(("hundreds", "ones")) else (done, due)
    cells = [place.cell(about.key, number) for number, _, _ in rows]
    names = catalogue.fields().set_index("field_code")["field_name"]
    words |= {
        "count": len(rows),
        "field": " dan ".join(names.get(field, field) for field in fields),
        "heading": about.heading,
        "other": other.heading,
    }
    value = rows[0][1 if about is due else 2]
    words["figures"] = "; ".join(dict.fromkeys(number_text(row[1]) for row in rows[:_FEW]))
    rule = "L06" if variant in ("hundreds_of_two", "hundreds_service", "alike", "ones") else "C10"
    told = catalogue.rules()[rule].finding(variant, sheet=place.title, cell=cells[0], value=value, **words)
    return replace(told, cells=" ".join(cells))


def _is_told(one: Normalised, key: str) -> bool:
    place = one.places[key]
    heads = [place.cell(name, place.header_row) for name in _COMPARED[key]]
    return any(
        told.sheet == place.title and told.rule in ("C10", "L05", "L02") and told.cell in heads for told in one.findings
    )
