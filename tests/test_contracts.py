"""Every frame that crosses a wing keeps the contract that its annotation names."""

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from inspect import isclass, isfunction, unwrap
from pathlib import Path
from types import FrameType
from typing import get_args, get_type_hints

import pandas as pd
import pandera.pandas as pa
import pytest

from config.settings import settings
from schemas.period import Period
from tasks.compute.gather import gather
from tasks.inspect.board import board_of
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.report.document.maps import charts_of
from tasks.report.document.values import document_values
from tasks.report.tables.contents import report_tables
from tasks.report.tables.lookups import facts_of
from tests.builders import AS_OF, PROVINSI, Book, checked
from tests.report_builders import consolidated

ROOT = Path(__file__).parents[1]
PATHS = [*sorted((ROOT / "config").glob("*.py")), *sorted((ROOT / "tasks").glob("*/*.py"))]
BY_NAME = {"table", "figures", "read_data_file"}
"""What gives a frame by its name, and validates it by the contract of that name (TABLES, FIGURES, DATA_FILES)."""
MOMENT = AS_OF + timedelta(days=20)


def contracts(annotation: object) -> list[object]:
    """The models and schemas in `DataFrame[Model]`, `Annotated[DataFrame, schema]` or a tuple of them."""
    inner = [found for part in get_args(annotation) for found in contracts(part)]
    model = isclass(annotation) and issubclass(annotation, pa.DataFrameModel)
    return [annotation] if model or isinstance(annotation, pa.DataFrameSchema) else inner


def functions(path: Path) -> dict[str, Callable]:
    """The public functions of a module, and the public methods and properties of its classes."""
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    own = [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__]
    own += [part for one in own if isclass(one) for part in vars(one).values()]
    found = [unwrap(getattr(one, "fget", one)) for one in own]
    return {one.__name__: one for one in found if isfunction(one) and not one.__name__.startswith("_")}


GIVEN = {path: functions(path) for path in PATHS}


@cache
def wing(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).parts[:2]


def imported(path: Path) -> set[tuple[str, str]]:
    """(module, name) of what a module imports, and ('', name) of what it looks up in anything."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {(node.module, one.name) for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names}
    return names | {("", node.attr) for node in nodes if isinstance(node, ast.Attribute)}


@pytest.mark.slow
def test_a_function_that_gives_another_wing_a_frame_names_its_contract():
    users = [(wing(path), imported(path)) for path in [*PATHS, *(ROOT / "flows").rglob("*.py")]]
    bare = []
    for path, given in GIVEN.items():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name, function in given.items():
            result = get_type_hints(function).get("return")
            whence = module if "." not in function.__qualname__ else ""
            if pd.DataFrame not in (result, *get_args(result)[: result is not dict]) or name in BY_NAME:
                continue
            if any((whence, name) in names for of, names in users if of != wing(path)):
                bare.append(f"{module}.{name}")
    assert bare == []


@contextmanager
def every_return_is_checked() -> Iterator[set[str]]:
    """Validates what functions return by the contracts of their annotations; gives the names of those that ran."""
    promised = {}
    for function in (function for given in GIVEN.values() for function in given.values()):
        found = contracts(get_type_hints(function, include_extras=True).get("return"))
        if found:
            promised[function.__code__] = found
    ran: set[str] = set()

    def returned(frame: FrameType, event: str, value: object) -> None:
        if event == "return" and value is not None and frame.f_code in promised:
            frames = [one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, pd.DataFrame)]
            for contract, one in zip(promised[frame.f_code], frames, strict=True):
                contract.validate(one, lazy=True)
            ran.add(frame.f_code.co_name)

    sys.setprofile(returned)
    try:
        yield ran
    finally:
        sys.setprofile(None)


def frames_of(holder: object) -> Iterator[str]:
    """The names of the frames of a dataclass, and of those in it, each validated by its contract."""
    hints = get_type_hints(type(holder), include_extras=True)
    for name in [field.name for field in fields(holder)]:
        value = getattr(holder, name)
        if isinstance(value, pd.DataFrame):
            (contract,) = contracts(hints[name])
            contract.validate(value, lazy=True)
            yield name
        elif is_dataclass(value):
            yield from frames_of(value)


def faulty(**identity: str) -> Book:
    book = Book(**identity)
    book["Penerima", "G9"] = -1
    return book


SERUYAN = {"regency_code": "62.07", "regency_name": "Kabupaten Seruyan"}
QUARTERS = {
    "nobody reported": [],
    "all rejected": [faulty()],
    "two, one of them twice, and the province": [Book(), faulty(**SERUYAN), Book(**SERUYAN), Book(PROVINSI)],
}


@pytest.mark.whole
@pytest.mark.parametrize("books", QUARTERS.values(), ids=QUARTERS)
def test_what_a_report_is_made_of_keeps_its_contracts(books, tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path / 'spm.db'}")
    names = [{"sha256": f"{number}", "file_name": f"{number}.xlsx"} for number, _ in enumerate(books)]
    ledger.record("62", [checked(book, **name) for book, name in zip(books, names, strict=True)])
    quarter = Quarter("62", Period(2024, 4), MOMENT)
    with every_return_is_checked() as ran:
        report = gather(ledger, quarter, settings().of_province("62"))
        report_tables(report)
        facts = facts_of(report)
        document_values(facts, charts_of(facts, tmp_path))
        board_of(ledger, quarter, MOMENT)
    assert {"service", "recipients", "intake", "cards", "gap_units"} <= set(frames_of(report))
    assert {"files", "counting", "places", "regency_achievement", "unserved", "by_item", "distinct"} <= ran


def test_a_made_up_report_keeps_the_same_contracts():
    assert {"rows", "change", "own_budget", "paces"} <= set(frames_of(consolidated()))
