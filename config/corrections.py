"""Loads the corrections of a site: every *.toml in one folder of its home, and nowhere else.

They lie in SPM_HOME because a province writes them and its home is what it keeps and backs up; an update of the program
replaces everything in the package. They are read anew for every report, so that a server needs no restart.
"""

import tomllib
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from config import catalogue
from schemas.correction import CODE_COLUMNS, FIGURE_COLUMNS, Correction, CorrectionEntry, CorrectionError
from schemas.layout import SheetLayout
from schemas.period import Period
from schemas.wording import plain


def load_corrections(folder: Path) -> tuple[Correction, ...]:
    """Every correction of a site, by file and entry; none where there is no folder. Raises CorrectionError."""
    found: dict[tuple, Correction] = {}
    for path in sorted(folder.glob("*.toml")):
        for one in _of_file(path):
            if first := found.get(one.cell):
                raise CorrectionError(f"{one.origin}: sel yang sama sudah dikoreksi oleh {_lower(first.origin)}.")
            found[one.cell] = one
    return tuple(found.values())


def _of_file(path: Path) -> list[Correction]:
    content = path.read_bytes()
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except ValueError as error:
        raise CorrectionError(f"Berkas koreksi '{path.name}' tidak dapat dibaca: {error}.") from error
    entries = data.pop("correction", [])
    if data or not isinstance(entries, list):
        wrong = next(iter(data), "correction")
        raise CorrectionError(f"Berkas koreksi '{path.name}': '{wrong}' tidak dikenal; tulis setiap [[correction]].")
    digest = sha256(content).hexdigest()
    return [_correction(entry, path.name, number, digest) for number, entry in enumerate(entries, 1)]


def _correction(raw: object, file: str, number: int, digest: str) -> Correction:
    try:
        entry = CorrectionEntry.model_validate(raw)
        sheet, column = _place(entry)
        return Correction(
            regency_code=entry.regency_code,
            period=Period.parse(entry.period),
            sheet=sheet.key,
            code=_code(entry, sheet),
            column=column,
            expected=entry.expected,
            value=entry.value,
            reason=entry.reason,
            source=entry.source,
            by=entry.by,
            file=file,
            number=number,
            sha256=digest,
        )
    except ValidationError as error:
        reason = _reason(error)
    except ValueError as error:
        reason = str(error)
    raise CorrectionError(f"Koreksi ke-{number} dalam '{file}': {reason}.")


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    name = first["loc"][0] if first["loc"] else "correction"
    if first["type"] == "extra_forbidden":
        return f"isian '{name}' tidak dikenal"
    if first["type"] == "missing":
        return f"isian '{name}' belum ada"
    return f"'{name}' tidak dapat bernilai {first['input']!r}"


def _place(entry: CorrectionEntry) -> tuple[SheetLayout, str]:
    """The sheet and the key of the column, checked against what may be corrected. Raises ValueError."""
    sheets = [one for one in catalogue.layout_for("kabkota").sheets if one.key in FIGURE_COLUMNS]
    sheet = next((one for one in sheets if entry.sheet == one.key or plain(entry.sheet) in one.wordings), None)
    if sheet is None:
        raise ValueError(f"lembar '{entry.sheet}' tidak dikenal; yang dapat dikoreksi {_listed(sheets, 'name')}")
    columns = [sheet.by_key[key] for key in FIGURE_COLUMNS[sheet.key]]
    column = next((one for one in columns if entry.column == one.key or plain(entry.column) in one.wordings), None)
    if column is None:
        raise ValueError(f"kolom '{entry.column}' bukan angka isian; pilih {_listed(columns, 'heading')}")
    for name in ("expected", "value"):
        if isinstance(getattr(entry, name), bool) != (column.type == "choice"):
            kind = "true atau false" if column.type == "choice" else "angka"
            raise ValueError(f"'{name}' untuk kolom '{column.heading}' harus berupa {kind}")
    if entry.expected == entry.value:
        raise ValueError("'value' sama dengan 'expected', jadi tidak ada yang dikoreksi")
    return sheet, column.key


def _code(entry: CorrectionEntry, sheet: SheetLayout) -> str:
    """The code of the row, checked against the form of the regency. Raises ValueError."""
    level = catalogue.level_of(entry.regency_code)
    if entry.regency_code not in set(catalogue.table("provinces" if level == "provinsi" else "regions")["code"]):
        raise ValueError(f"kode wilayah '{entry.regency_code}' tidak dikenal")
    wanted = CODE_COLUMNS[sheet.key]
    given = {name: getattr(entry, name) for name in ("service_code", "item_code") if getattr(entry, name)}
    if set(given) != {wanted}:
        raise ValueError(f"lembar '{sheet.name}' memerlukan '{wanted}' saja")
    version = catalogue.layout_for(level).version
    rows = catalogue.services(version) if wanted == "service_code" else catalogue.quality_items(version)
    if given[wanted] not in set(rows[wanted]):
        raise ValueError(f"kode '{given[wanted]}' tidak ada pada formulir {version}")
    return given[wanted]


def _listed(parts: list, name: str) -> str:
    return ", ".join(f"'{getattr(part, name)}'" for part in parts)


def _lower(origin: str) -> str:
    return origin[0].lower() + origin[1:]
