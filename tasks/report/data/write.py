"""The data files: the figures of a report for machines. Their columns and order are a contract (schemas.frames)."""

import csv
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from schemas.consolidated import Consolidated
from schemas.data_files import DATA_FILES
from schemas.frames import ServiceAchievement, columns

OWN = "own_service_achievement"
KEYS = {
    "submissions": ["regency_code"],
    "findings": ["regency_code", "file_name", "rule", "sheet", "cell", "severity", "value", "message"],
    "service_achievement": ["regency_code", "service_code"],
    "field_achievement": ["regency_code", "field_code"],
    "regency_achievement": ["regency_code"],
    "province_achievement": ["measure", "field_code"],
    "gaps": ["regency_code", "field_code"],
    "gap_services": ["regency_code", "field_code", "service_code"],
    "trend": ["period", "regency_code", "field_code"],
    "unserved": ["regency_code", "service_code"],
    "priorities": ["service_code"],
    "change": ["regency_code", "field_code", "service_code", "from_period", "to_period", "cause"],
    "fill_rate": ["regency_code", "field_code"],
    "followed_up": ["regency_code", "service_code", "kind", "opd", "then"],
    "changed_targets": ["regency_code", "service_code", "sheet", "cell"],
    OWN: ["regency_code", "service_code"],
}
"""Name of a data file -> the columns its rows are sorted by."""

CONTRACTS = {**DATA_FILES, OWN: ServiceAchievement}


def data_frames(consolidated: Consolidated) -> dict[str, pd.DataFrame]:
    """Name of a data file -> its rows, sorted. Raises pandera's SchemaErrors for a frame that breaks its contract.

    `own_service_achievement` is there only where the province has handed in its own form.
    """
    held = {name: getattr(consolidated, name.removesuffix("_achievement")) for name in KEYS}
    frames = held | {"followed_up": consolidated.followed_up.rows}
    there = {name: frame for name, frame in frames.items() if name != OWN or len(frame)}
    return {name: _in_order(name, frame) for name, frame in there.items()}


def write_data_files(frames: dict[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Writes `<name>.csv` each."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_csv(frame, folder / f"{name}.csv") for name, frame in frames.items()]


def read_data_file(path: Path) -> pd.DataFrame:
    """A data file with the types of its contract, unchecked. Raises ValueError for what is no number."""
    model = CONTRACTS[path.stem]
    types = {name: str(column.dtype) for name, column in model.to_schema().columns.items()}
    texts = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    return texts.assign(**{name: _typed(texts[name], stored) for name, stored in types.items() if name in texts})


def _in_order(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    model: type[pa.DataFrameModel] = CONTRACTS[name]
    valid = model.validate(frame[columns(model)], lazy=True)
    return valid.sort_values(KEYS[name], kind="stable").reset_index(drop=True)


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    """UTF-8, comma, dot decimals, header, full precision, `\\n` at line ends."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(frame.columns)
        writer.writerows(zip(*(_texts(frame[name]) for name in frame), strict=True))
    return path


def _texts(column: pd.Series) -> list:
    """The values as they are written; texts and whole numbers are written as they are."""
    values = column.tolist()
    if column.dtype == "float64":  # most of them
        return ["" if value != value else repr(value) for value in values]
    return values if column.dtype in ("str", "int64") else [_text(value) for value in values]


def _text(value: object) -> str:
    """A value as text that reads back to the same value; '' for a missing one, `true` or `false` for a statement."""
    if type(value) is str:
        return value
    if value is None or value is pd.NA or value != value:
        return ""
    return str(value).lower() if type(value) is bool else repr(value)


def _typed(texts: pd.Series, stored: str) -> pd.Series:
    if stored == "bool":
        return texts.map({"true": True, "false": False}).astype(bool)
    if stored == "boolean":
        return texts.map({"true": True, "false": False}).astype(stored)
    if stored == "float64":  # float() gives back the very number that repr wrote
        return texts.map(lambda text: float(text or "nan")).astype(float)
    if stored in ("int64", "Int64"):
        return texts.map(lambda text: int(text) if text else pd.NA).astype(stored)
    return texts
