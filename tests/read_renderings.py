"""Reads each rendering of a published report back as its readers do: by headings and names, numbers as printed.

Every reader gives the same topics, keyed by names that people read, so that renderings can be compared. Indices are
texts with two decimals (`90,94`), people and millions of rupiah whole numbers.
"""

import csv
import re
from collections.abc import Callable, Iterable
from itertools import takewhile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from python_calamine import CalamineWorkbook

from config import catalogue
from schemas.category import printed
from schemas.period import ROMAN, Period
from tests.pages import Page

Topics = dict[str, dict]
Row = dict[str, object]

MEASURES = {
    "mean_reported": "Rata-rata daerah yang melapor",
    "mean_all": "Rata-rata seluruh daerah",
    "pooled": "Indeks gabungan provinsi",
    "own": "Pemerintah provinsi",
}
OF_FIELDS = list(MEASURES.values())[:3]
"""The measures that every rendering tells for each bidang."""
LONGEST = "Ketenteraman, Ketertiban Umum, dan Pelindungan Masyarakat"
FIELDS = {
    row.field_code: "Trantibumlinmas" if row.field_name == LONGEST else row.field_name
    for row in catalogue.fields().itertuples()
}
WHOLE, NIHIL = "Seluruh isian (%)", "nihil"
FRONT = "Satu halaman untuk gubernur"
CATEGORIES = list(catalogue.table("categories").sort_values("min_index", ascending=False)["name"])
SERVICES = catalogue.services(catalogue.layout_for("kabkota").version).set_index("service_code")["service_name"]


def from_data(folder: Path) -> Topics:
    """The CSV files; the rules of printing are applied here once more."""
    tables = {path.stem: _csv(path) for path in (folder / "data").rglob("*.csv")}
    names = {row["regency_code"]: row["regency_name"] for row in tables["submissions"]}
    province = [
        (row["field_code"], MEASURES[row["measure"]], row["printed_value"].replace(".", ","), row["category"])
        for row in tables["province_achievement"]
        if row["printed_value"]
    ]
    budget = [row for row in tables["anggaran"] if row["Kode Layanan"].startswith("K-")]
    return {
        "headline": {name: (value, category) for field, name, value, category in province if field == "ALL"},
        "by_field": {
            (FIELDS[field], name): value for field, name, value, _ in province if field != "ALL" and name in OF_FIELDS
        },
        "index": {
            row["regency_name"]: (int(row["rank"]), row["printed_index"].replace(".", ","), row["category"])
            for row in tables["regency_achievement"]
        },
        "matrix": {
            (names[row["regency_code"]], FIELDS[row["field_code"]]): _printed(row["field_index"])
            for row in tables["field_achievement"]
        },
        "absent": {
            row["regency_name"]: row["status"]
            for row in tables["submissions"]
            if not row["status"].startswith("diterima")
        },
        "gaps": {
            names[row["regency_code"]]: (row["next_category"], _whole(row["people"]), _millions(row["cost"]))
            for row in tables["gaps"]
            if row["field_code"] == "ALL"
        },
        "unserved": {
            SERVICES[row["service_code"]]: (_whole(row["unserved"]), row["unit"], _millions(row["cost_to_serve_all"]))
            if float(row["target"])
            else NIHIL
            for row in tables["unserved"]
            if row["regency_code"] not in names
        },
        "unserved_of": {
            (names[row["regency_code"]], SERVICES[row["service_code"]]): _whole(row["unserved"])
            for row in tables["unserved"]
            if row["regency_code"] in names and float(row["unserved"])
        },
        "filled": {
            (names[row["regency_code"]], FIELDS.get(row["field_code"], WHOLE)): _printed(row["fill_pct"])
            for row in tables["fill_rate"]
        },
        "first": {
            SERVICES[row["service_code"]]: (_two(row["lift"]), _two(row["against_own"]), int(row["regencies"]))
            for row in tables["priorities"]
            if row["rank_lift"]
        },
        "decisions": {
            SERVICES[row["service_code"]]: (
                _whole(row["unserved"]),
                _in_words(row["cost_to_serve_all"]),
                _two(row["lift"]),
            )
            for row in tables["priorities"]
            if row["decision"]
        },
        "trend": {
            (names[row["regency_code"]], row["period"]): _printed(row["value"])
            for row in tables["trend"]
            if row["field_code"] == "ALL" and row["regency_code"] in names
        },
        "quarters": _quarters_of_data(tables["trend"], folder),
        "changes": _changes_of_data(tables, names),
        "services": _sums(
            (SERVICES[row["service_code"]], float(row["target"]), float(row["served"]))
            for row in tables["service_achievement"]
        ),
        "budget": _in_millions(
            (_short(row["Bidang Urusan"]), float(row["Alokasi (Rp)"]), float(row["Realisasi (Rp)"])) for row in budget
        ),
    }


def from_workbook(path: Path) -> Topics:
    """The values stored beside the formulas: what Protected View and previewers show."""
    book = CalamineWorkbook.from_path(str(path))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    page = [(row[0], row[1]) for row in sheets["Satu Halaman"][4:] if row[0]]
    front, ranking = sheets["Ringkasan"], _table(sheets["Peringkat"], "Peringkat", "Kode")
    gaps = _table(sheets["Kesenjangan"], "Kode", "Kabupaten/kota")
    services = [
        row for name in FIELDS.values() for row in _table(sheets[name], "Kode layanan", "Jenis pelayanan dasar")
    ]
    return {
        "headline": {
            row["Indeks SPM provinsi"]: (_decimals(row["Indeks"]), row["Kategori"])
            for row in _table(front, "Indeks SPM provinsi", "Indeks")
            if isinstance(row["Indeks"], float)
        },
        "by_field": {
            (row["Bidang"], name): _decimals(row[name])
            for row in _table(front, "Bidang", "Rata-rata daerah yang melapor")
            for name in OF_FIELDS
            if isinstance(row[name], float)
        },
        "index": {
            row["Kabupaten/kota"]: (int(row["Peringkat"]), _decimals(row["Indeks SPM"]), row["Kategori"])
            for row in ranking
            if isinstance(row["Peringkat"], float)
        },
        "matrix": _matrix(
            [row for row in _table(sheets["Matriks"], "Kode", "Kabupaten/kota") if row["Kode"]], _decimals
        ),
        "absent": {row["Kabupaten/kota"]: row["Peringkat"] for row in ranking if isinstance(row["Peringkat"], str)},
        "gaps": {
            row["Kabupaten/kota"]: _gap(row, row["Paling sedikit (sasaran)"], row["Biaya (Rp)"])
            for row in gaps
            if row["Bidang"] == "Indeks SPM"
        },
        "unserved": _left(
            _table(sheets["Belum Terlayani"], "Jenis pelayanan dasar", "Belum terlayani"), "Belum terlayani", "Satuan"
        ),
        "unserved_of": {
            (row["Kabupaten/kota"], row["Jenis pelayanan dasar"]): _number(row["Belum terlayani"])
            for row in _table(sheets["Rincian Belum Terlayani"], "Kode", "Kabupaten/kota")
            if _number(row["Belum terlayani"])
        },
        "filled": _filled(_table(sheets["Rapor Mutu Data"], "Kode", "Kabupaten/kota"), _decimals),
        "first": _first_steps(_table(sheets["Belum Terlayani"], "Jenis pelayanan dasar", "Kenaikan indeks")),
        "front": (told := _by_heading(page)),
        "decisions": _decisions(told),
        "trend": _trend(_table(sheets["Tren"], "Kode", "Kabupaten/kota"), _decimals),
        "quarters": _quarters(_table(sheets["Tren"], "Triwulan"), _decimals),
        "changes": _changes(_table(sheets["Perubahan"], "Kabupaten/kota")),
        "services": _sums(
            (row["Jenis pelayanan dasar"], row["Harus dilayani"], row["Terlayani"])
            for row in services
            if isinstance(row["Harus dilayani"], float)
        ),
        "budget": _in_millions(
            (row["Bidang"], row["Alokasi"], row["Realisasi"])
            for row in _table(front, "Bidang", "Alokasi")
            if row["Bidang"] != "Jumlah"
        ),
    }


def from_page(path: Path) -> Topics:
    """The tables and sentences that a browser shows, and what its script shows behind them."""
    page = Page(path.read_text(encoding="utf-8"))
    detail, shown = page.json("rincian"), {id_: _headed(rows) for id_, rows in page.tables.items()}
    counted = [one for one in detail["regencies"] if one["status"].startswith("diterima")]
    matrix = {row["Kabupaten/kota"]: row for row in shown.get("t-matrix", [])}
    words = " ".join(page.text.split())
    headline = {name: re.search(rf"{name} (\d+,\d\d) [A-F] (\w+ \w+)", words) for name in MEASURES.values()}
    return {
        "headline": {name: found.groups() for name, found in headline.items() if found},
        "by_field": {
            (row["Bidang"], name): _first(row[name])
            for row in shown.get("t-fields", [])
            for name in OF_FIELDS
            if row[name][0].isdigit()
        },
        "index": {one["name"]: (int(one["rank"]), *_with_letter(matrix[one["name"]]["Indeks SPM"])) for one in counted},
        "matrix": _matrix([matrix[one["name"]] for one in counted], _first),
        "absent": {row["Kabupaten/kota"]: row["Keadaan"].lower() for row in shown.get("t-absent", [])},
        "gaps": {
            row["Kabupaten/kota"]: _gap(row, row["Paling sedikit (sasaran)"], row["Biaya (Rp)"])
            for row in shown.get("t-gaps", [])
            if row["Bidang"] == "Indeks SPM"
        },
        "unserved": _left(shown.get("t-unserved", []), "Belum terlayani", "Satuan"),
        "unserved_of": {
            (row["Kabupaten/kota"], row["Jenis pelayanan dasar"]): _number(row["Belum terlayani"])
            for row in shown.get("t-unserved-detail", [])
        },
        "filled": _filled(shown.get("t-filled", []), _first),
        "first": _first_steps(shown.get("t-first", [])),
        "front": (told := _by_heading(_front_of(page))),
        "decisions": _decisions(told),
        "trend": _trend(shown.get("t-regency-trend", []), _first),
        "quarters": _quarters(shown.get("t-trend", []), _first),
        "changes": _changes(shown.get("t-regency-changes", [])),
        "services": _sums(
            (detail["services"][code]["name"], figures[0], figures[1])
            for one in counted
            for code, figures in one["services"].items()
        ),
        "budget": {
            row["Bidang"]: (_number(row["Alokasi"]), _number(row["Realisasi"]))
            for row in shown.get("t-budget", [])
            if row["Bidang"] != "Jumlah" and _number(row["Alokasi"])
        },
    }


def from_document(path: Path) -> Topics:
    """The tables of the Word document, found by their headings."""
    document = Document(str(path))
    tables = [_headed([[cell.text for cell in row.cells] for row in one.rows]) for one in document.tables]
    ranking = _first_with(tables, "Peringkat", "Kategori")
    targets = [row for table in _with(tables, "Harus dilayani", "Daerah nihil") for row in table]
    served = {
        row["Jenis pelayanan dasar"]: row["Terlayani"]
        for table in _with(tables, "Terlayani", "Indeks terendah")
        for row in table
    }
    budgets = [table[-1] for table in _with(tables, "Jenis pelayanan dasar", "Alokasi")]
    return {
        "headline": {row["Indeks"]: (row["Nilai"], row["Kategori"]) for row in _first_with(tables, "Nilai", "Artinya")},
        "by_field": {
            (row["Bidang"], name): row[name]
            for row in _first_with(tables, "Bidang", "Indeks gabungan provinsi")
            for name in OF_FIELDS
            if row["Bidang"] in FIELDS.values()
        },
        "index": {
            row["Kabupaten/kota"]: (int(row["Peringkat"]), row["Indeks"], row["Kategori"])
            for row in ranking
            if row["Peringkat"].isdigit()
        },
        "matrix": _matrix(map(_in_full, _first_with(tables, "Kabupaten/kota", *FIELDS.values())), str),
        "absent": {row["Kabupaten/kota"]: row["Kategori"] for row in ranking if not row["Peringkat"].isdigit()},
        "gaps": {
            row["Kabupaten/kota"]: (
                row["Kategori berikutnya"],
                _people(row["Tambahan yang dilayani"]),
                _number(row["Perkiraan biaya (juta rupiah)"]),
            )
            for row in _first_with(tables, "Kategori berikutnya", "Tambahan yang dilayani")
        },
        "quarters": _quarters(_first_with(tables, "Triwulan", "Daerah berindeks"), str),
        "changes": {
            _in_full(row)["Kabupaten/kota"]: tuple(
                row[key] for key in ("Dahulu", "Sekarang", "Selisih", "Terlayani", "Mutu", "Sasaran")
            )
            for row in _first_with(tables, "Kabupaten/kota", "Gerak peringkat")
        },
        "front": (told := _by_heading(_front_in(document))),
        "decisions": _decisions(told),
        "unserved": {
            row["Jenis pelayanan dasar"]: (
                _number(row["Belum terlayani"]),
                row["Belum terlayani"].partition(" ")[2],
                _number(row["Biaya (juta rupiah)"]),
            )
            if row["Belum terlayani"] != NIHIL
            else NIHIL
            for row in _first_with(tables, "Belum terlayani", "Daerah yang belum semua")
        },
        "first": _first_steps(_first_with(tables, "Kenaikan indeks", "Terhadap indeks daerah")),
        "services": {
            name: (_number(row["Harus dilayani"]) or 0, _number(served[name]) or 0)  # `nihil` is nobody
            for row in targets
            for name in [row["Jenis pelayanan dasar"]]
        },
        "budget": {
            name: (_number(row["Alokasi"]), _number(row["Realisasi"]))
            for name, row in zip(FIELDS.values(), budgets, strict=False)
        },
    }


# The page for the governor


def _front_of(page: Page) -> Iterable[tuple[str, str]]:
    """(heading, text) of its part of the page, items with their numbers as on paper."""
    texts = page.paragraphs[page.paragraphs.index(("h2", FRONT)) + 1 :]
    heading, number = "", 0
    for tag, text in takewhile(lambda one: one[0] != "h2", texts):
        if tag == "h3":
            heading, number = text, 0
            continue
        number += 1
        yield heading, f"{number}. {text}" if ": layani " in text else text


def _front_in(document: WordDocument) -> Iterable[tuple[str, str]]:
    heading = ""
    for paragraph in document.paragraphs:
        if paragraph.style.name == "Bagian Depan":
            heading = paragraph.text
        elif paragraph.style.name in ("Utama Depan", "Isi Depan"):
            yield heading, paragraph.text


def _by_heading(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for heading, text in texts:
        found.setdefault(heading, []).append(text)
    return found


def _decisions(front: dict[str, list[str]]) -> dict[str, tuple[int | None, str | None, str]]:
    """Service -> people, rupiah in words, points."""
    what, price = (
        r"\d\. (.+), paling .*: layani ([\d.]+) .*?(?:(Rp[\d.,]+ (?:juta|miliar|triliun)).*)?",
        r"; indeks provinsi naik (\d+,\d\d)",
    )
    found = [re.match(what + price, text) for text in front["Yang perlu diputuskan"]]
    return {one[1]: (_number(one[2]), one[3], one[4]) for one in found if one}


# Tables


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _table(rows: list[list], *headings: str) -> list[Row]:
    """The rows under the first headings that begin so, up to the next blank line."""
    start = next(number for number, row in enumerate(rows) if tuple(row[: len(headings)]) == headings)
    end = next((number for number in range(start, len(rows)) if not any(rows[number])), len(rows))
    return _headed(rows[start:end])


def _headed(rows: list[list]) -> list[Row]:
    """Of two columns with the same heading the first."""
    return [dict(reversed(list(zip(rows[0], row, strict=True)))) for row in rows[1:]]


def _with(tables: list[list[Row]], *headings: str) -> list[list[Row]]:
    return [table for table in tables if all(heading in table[0] for heading in headings)]


def _first_with(tables: list[list[Row]], *headings: str) -> list[Row]:
    """The rows of the first table with these headings; none where there is no such table."""
    return next(iter(_with(tables, *headings)), [])


def _matrix(rows: Iterable[Row], read: Callable[[object], str]) -> dict[tuple[str, str], str]:
    """(regency, bidang) -> index, of the regencies that are counted."""
    found = {(row["Kabupaten/kota"], name): read(row[name]) for row in rows for name in FIELDS.values()}
    return {key: value for key, value in found.items() if value not in ("ditolak", "belum lapor")}


def _in_full(row: Row) -> Row:
    """The appendix abbreviates what the regencies are."""
    return row | {"Kabupaten/kota": row["Kabupaten/kota"].replace("Kab. ", "Kabupaten ")}


def _trend(rows: Iterable[Row], read: Callable[[object], str]) -> dict[tuple[str, str], str]:
    """(regency, quarter) -> index, of the quarters in which the regency counted."""
    quarters = {
        (row["Kabupaten/kota"], _quarter_of(key)): read(row[key]) for row in rows for key in row if _quarter_of(key)
    }
    return {key: value for key, value in quarters.items() if re.fullmatch(r"\d+,\d\d|nihil", value)}


def _quarter_of(heading: str) -> str:
    """`2024-TW4` of "Triwulan IV Tahun 2024"; '' of any other heading."""
    numeral, _, year = heading.removeprefix("Triwulan ").partition(" Tahun ")
    return Period(int(year), ROMAN.index(numeral) + 1).key if numeral in ROMAN and year else ""


NOBODY = "0 diterima"


def _quarters_of_data(rows: list[Row], folder: Path) -> dict[str, tuple[str, ...]]:
    """Quarter -> how many reported, the means of the bidang and of the whole; of one without a report only that."""
    period, province = Period.parse(folder.name), folder.parent.name
    known: dict[str, dict[str, str]] = {}
    reporters: dict[str, int] = {}
    for row in rows:
        if row["regency_code"] == province:
            known.setdefault(row["period"], {})[row["field_code"]] = _printed(row["value"])
        elif row["field_code"] == "ALL":
            reporters[row["period"]] = reporters.get(row["period"], 0) + 1
    first = min(map(Period.parse, known), default=None)
    found, quarter = {}, period
    while first and quarter >= first:
        values = known.get(quarter.key)
        told = (str(reporters[quarter.key]), *(values[code] for code in [*FIELDS, "ALL"])) if values else (NOBODY,)
        found[quarter.label], quarter = told, quarter.previous()
    return found


def _quarters(rows: Iterable[Row], read: Callable[[object], str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for row in rows:
        label, reporters, *values = list(row.values())[::-1]  # `_headed` gives the last column first
        if label.startswith("Triwulan "):
            count = NOBODY if reporters == NOBODY else str(_number(reporters))
            found[label] = (count, *(read(value) for value in values if value not in ("", "–")))
    return found


def _changes_of_data(tables: dict[str, list[Row]], names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Regency -> index then, now, the difference of what is printed, the points of those served, quality and target;
    against the quarter of the year before, else the other one."""
    points = {
        (row["regency_code"], row["from_period"], row["cause"]): float(row["points"])
        for row in tables["change"]
        if row["field_code"] == "ALL"
    }
    since = min((since for _, since, _ in points), default="")
    now = next((row["to_period"] for row in tables["change"]), "")
    whole = {
        (row["regency_code"], row["period"]): _printed(row["value"])
        for row in tables["trend"]
        if row["field_code"] == "ALL"
    }
    found = {}
    for code in {code for code, from_period, _ in points if from_period == since and code in names}:
        then, later = whole[code, since], whole[code, now]
        difference = float(later.replace(",", ".")) - float(then.replace(",", "."))
        causes = (points[code, since, cause] for cause in ("recipients", "quality", "target"))
        found[names[code]] = (then, later, *(_signed(value) for value in (difference, *causes)))
    return found


def _signed(value: float) -> str:
    shown = f"{value:+.2f}".replace(".", ",")
    return shown[1:] if shown[1:] == "0,00" else shown


def _changes(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    found = {}
    for row in (one for one in rows if one["Gerak peringkat"]):
        then, now = (_decimals(row[key]) for key in sorted(filter(_quarter_of, row), key=_quarter_of))
        moved = (row[key] for key in ("Selisih", "Karena jumlah terlayani", "Karena mutu", "Karena sasaran"))
        signed = (
            _signed(value if isinstance(value, float) else float(value.replace(",", ".").replace("−", "-")))
            for value in moved
        )
        found[row["Kabupaten/kota"]] = (then, now, *signed)
    return found


def _gap(row: Row, people: object, cost: object) -> tuple[object, int | None, int | None]:
    return row["Kategori berikutnya"], _people(people), _millions(_number(cost))


def _left(rows: Iterable[Row], amount: str, unit: str) -> dict[str, tuple[int | None, object, int | None]]:
    """Service -> how many are not served, in what, and the cost in millions."""
    cost = "Biaya melayani semua (juta rupiah)"
    return {
        row["Jenis pelayanan dasar"]: (
            _number(row[amount]),
            row[unit],
            _millions(row[cost]) if isinstance(row[cost], float) else _number(row[cost]),
        )
        if row[amount] != NIHIL
        else NIHIL
        for row in rows
        if row[unit]
    }


def _filled(rows: Iterable[Row], read: Callable[[object], str]) -> dict[tuple[str, str], str]:
    told = [row for row in rows if row["Kabupaten/kota"]]
    return {(row["Kabupaten/kota"], name): read(row[name]) for row in told for name in (*FIELDS.values(), WHOLE)}


def _first_steps(rows: Iterable[Row]) -> dict[str, tuple[str, str, int | None]]:
    return {
        row["Jenis pelayanan dasar"]: (
            _decimals(row["Kenaikan indeks"]),
            _decimals(row["Terhadap indeks daerah"]).removeprefix("+").replace("−", "-"),
            _number(row["Daerah yang menjalankan"]),
        )
        for row in rows
        if row["Kenaikan indeks"]
    }


def _sums(rows: Iterable[tuple[str, float, float]]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[float, float]] = {}
    for name, *both in rows:
        one, other = (0 if isinstance(value, str) else value for value in both)  # why there is no sum
        before = sums.get(name, (0, 0))
        sums[name] = before[0] + one, before[1] + other
    return {name: (round(one), round(other)) for name, (one, other) in sums.items()}


def _in_millions(rows: Iterable[tuple[str, float, float]]) -> dict[str, tuple[int | None, int | None]]:
    """Without those that have none: where nobody has reported, one rendering says 0 and another leaves it out."""
    return {name: (_millions(one), _millions(other)) for name, (one, other) in _sums(rows).items() if one or other}


# Cells


def _printed(value: str) -> str:
    return printed(float(value), catalogue.table("categories")).replace(".", ",") if value else "nihil"


def _two(number: str) -> str:
    return f"{round(float(number), 2) + 0.0:.2f}".replace(".", ",")


def _decimals(cell: object) -> str:
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else str(cell)


def _first(cell: object) -> str:
    """`84,51 C` without the letter of its category."""
    return str(cell).removesuffix(str(cell)[-2:]) if re.search(r"\d [A-F]$", str(cell)) else str(cell)


def _with_letter(cell: object) -> tuple[str, str]:
    number, letter = str(cell).split()
    return number, CATEGORIES["ABCDEF".index(letter)]


def _number(cell: object) -> int | None:
    """The first whole number of a cell, `362.478 orang`; None where a word or a dash stands instead."""
    if isinstance(cell, float):
        return round(cell)
    found = re.match(r"\d+(\.\d{3})*", str(cell))
    return int(found[0].replace(".", "")) if found else None


def _people(cell: object) -> int | None:
    """All of `10.770 orang dan 72 unit rumah`, to be compared with the sum in the data file."""
    if isinstance(cell, float):
        return round(cell)
    numbers = re.findall(r"\d+(?:\.\d{3})*(?= |$)", str(cell))
    return sum(int(one.replace(".", "")) for one in numbers) if numbers else None


def _whole(text: str) -> int | None:
    return int(float(text)) if text else None


def _millions(amount: str | float | None) -> int | None:
    return int(float(amount) / 1e6 + 0.5) if amount not in ("", None) else None


def _in_words(amount: str) -> str | None:
    """Rounded once, from the rupiah of the data file."""
    if not amount:
        return None
    if float(amount) < 995e6:
        return f"Rp{int(float(amount) / 1e6 + 0.5)} juta"
    size, name = (1e12, "triliun") if float(amount) >= 995e9 else (1e9, "miliar")
    return f"Rp{int(float(amount) * 100 / size + 0.5) / 100:.2f} {name}".replace(".", ",")


def _short(name: str) -> str:
    return "Trantibumlinmas" if name == LONGEST else name
