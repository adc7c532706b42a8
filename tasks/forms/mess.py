"""What people do to a form without changing a figure: each function makes one habit of it.

The habits are those of workbook.md, "What arrives in practice". They compose; MESSES are the bundles that samples use.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from config import catalogue
from schemas.period import ROMAN
from schemas.wording import day_text, number_text, plain
from tasks.forms.draft import Draft, DraftSheet
from tasks.forms.form import Row

Mess = Callable[[Draft, Random], Draft]


def headings_further_down(draft: Draft, random: Random) -> Draft:
    """A letterhead and room for the logo push the table down."""
    name = str(draft.value("regency_name")).upper()
    letterhead = (("", "", f"PEMERINTAH {name}"), ("", "", "SEKRETARIAT DAERAH"), *((),) * random.randint(1, 4))
    return draft.with_sheets(lambda sheet: replace(sheet, above=letterhead + sheet.above))


def headings_in_two_rows(draft: Draft, random: Random) -> Draft:
    """Neighbouring figures get a common heading above them, the rest is merged downwards."""

    def split(sheet: DraftSheet) -> DraftSheet:
        keys = [column.key for column in sheet.layout.columns if column.required]
        if not keys:
            return sheet
        firsts = {sheet.headings[key].split()[0] for key in keys}
        if len(firsts) > 1:
            return replace(sheet, groups=dict.fromkeys(keys, sheet.layout.name))
        shorter = {key: sheet.headings[key].split(" ", 1)[1] for key in keys}
        return replace(sheet, groups=dict.fromkeys(keys, firsts.pop()), headings=sheet.headings | shorter)

    return draft.with_sheets(split)


def headings_typed_differently(draft: Draft, random: Random) -> Draft:
    """Capitals, line breaks, non-breaking and double spaces, colons."""
    habits = (
        str.upper,
        lambda text: text.replace(" ", "\n", 1),
        lambda text: text.replace(" ", "\xa0"),
        lambda text: text.replace(" ", "  ") + " :",
    )

    def retype(sheet: DraftSheet) -> DraftSheet:
        return replace(sheet, headings={key: random.choice(habits)(text) for key, text in sheet.headings.items()})

    return draft.with_sheets(retype)


def headings_in_other_words(draft: Draft, random: Random) -> Draft:
    """One of the wordings in `header_aliases.csv`, where it means one column of the sheet only."""

    def reword(sheet: DraftSheet) -> DraftSheet:
        meant = [wording for column in sheet.layout.columns for wording in column.wordings]
        clear = {
            column.key: sorted(wording for wording in column.wordings if meant.count(wording) == 1 and len(wording) > 2)
            for column in sheet.layout.columns
        }
        words = {key: random.choice(clear[key]).title() for key in sheet.columns if clear.get(key)}
        return replace(sheet, headings=sheet.headings | words)

    return draft.with_sheets(reword)


def columns_moved(draft: Draft, random: Random) -> Draft:
    """The last column is moved to the front, and there is one that the form does not have."""

    def move(sheet: DraftSheet) -> DraftSheet:
        *others, last = sheet.columns
        rows = tuple(row | {"checked": random.choice(("ya", "belum", ""))} if row else row for row in sheet.rows)
        columns = (*others[:2], last, *others[2:], "checked")
        return replace(sheet, columns=columns, headings=sheet.headings | {"checked": "Verifikasi Tim"}, rows=rows)

    return draft.with_sheets(move)


def sheets_renamed(draft: Draft, random: Random) -> Draft:
    """Capitals, another of the layout's names, underscores, or the word Sheet in front."""

    def rename(sheet: DraftSheet) -> DraftSheet:
        name = sheet.layout.name
        others = sorted(sheet.layout.wordings - {plain(name)})
        choices = (random.choice(others).upper(), name.lower().replace(" ", "_"), f"Sheet {name}")
        return replace(sheet, name=random.choice(choices)[:31])

    return draft.with_sheets(rename)


def sheets_moved_and_one_hidden(draft: Draft, random: Random) -> Draft:
    sheets = random.sample(draft.sheets, len(draft.sheets))
    at = random.randrange(len(sheets))
    sheets[at] = replace(sheets[at], visible=False)
    return replace(draft, sheets=tuple(sheets))


def without_codes(draft: Draft, random: Random) -> Draft:
    """Services go by the names people give them; the column of codes is gone, or holds those names."""
    aliases = catalogue.table("service_aliases").groupby("service_code")["alias"].agg(list)
    names = catalogue.table("services").set_index("service_code")["service_name"]

    def called(code: str) -> str:
        return random.choice([names.get(code, code), *aliases.get(code, [])])

    def drop(sheet: DraftSheet) -> DraftSheet:
        key = sheet.layout.key_column.key
        rows = sheet.rows
        if sheet.layout.rows == "services":
            rows = tuple(row | {"service_name": called(row[key])} for row in rows)
        return replace(sheet, columns=tuple(one for one in sheet.columns if one != key), rows=rows)

    def name(sheet: DraftSheet) -> DraftSheet:
        rows = tuple(row | {"service_code": called(row["service_code"])} for row in sheet.rows)
        return replace(sheet, headings=sheet.headings | {"service_code": "Jenis Pelayanan Dasar"}, rows=rows)

    return draft.with_sheets(drop, "recipients", "budget", "stages").with_sheets(name, "problems", "actions")


def numbers_as_text(draft: Draft, random: Random) -> Draft:
    """`1.234`, `Rp 1.000.000,00`, `120 org`, `85,5 %`, and a dash for nothing."""

    def typed(kind: str, unit: object, value: object) -> object:
        if not isinstance(value, int | float) or random.random() < 0.4:
            return value
        if value == 0:
            return "-"
        if kind == "rupiah":
            return "Rp " + number_text(value, 2)
        if kind == "percent":
            return number_text(value, 2) + " %"
        return number_text(value) + (" org" if unit == "orang" and random.random() < 0.4 else "")

    def retype(sheet: DraftSheet) -> DraftSheet:
        kinds = {column.key: column.type for column in sheet.layout.columns if column.role in ("input", "derived")}
        kinds = {key: kind for key, kind in kinds.items() if kind in ("count", "rupiah", "percent")}
        texts = [{key: typed(kind, row.get("unit"), row.get(key)) for key, kind in kinds.items()} for row in sheet.rows]
        return replace(sheet, rows=tuple(row | text for row, text in zip(sheet.rows, texts, strict=True)))

    return draft.with_sheets(retype)


def nihil_in_words(draft: Draft, random: Random) -> Draft:
    """The statement stands where the number belongs."""

    def state(sheet: DraftSheet) -> DraftSheet:
        said = {"target": "NIHIL", "served": random.choice(("-", "nihil")), "nihil": None}
        return replace(sheet, rows=tuple(row | said if row.get("nihil") == "Ya" else row for row in sheet.rows))

    return draft.with_sheets(state, "recipients")


def percentages_as_fractions(draft: Draft, random: Random) -> Draft:
    def divide(sheet: DraftSheet) -> DraftSheet:
        rows = [dict(row) for row in sheet.rows]
        for row in rows:
            if isinstance(row.get("stated_pct"), int | float):
                row["stated_pct"] = round(row["stated_pct"] / 100, 4)
        return replace(sheet, rows=tuple(rows))

    return draft.with_sheets(divide, "recipients", "quality", "budget")


def sector_titles_and_totals(draft: Draft, random: Random) -> Draft:
    """A title row and a subtotal for each field, and the sum of everything at the end."""
    services = catalogue.services(draft.layout.version).set_index("service_code")

    def total(sheet: DraftSheet, word: str, rows: list[Row]) -> Row:
        summed = [column.key for column in sheet.layout.columns if column.required]
        numbers = {key: [row[key] for row in rows if isinstance(row.get(key), int | float)] for key in summed}
        return {"service_name": word} | {key: sum(values) for key, values in numbers.items()}

    def add(sheet: DraftSheet) -> DraftSheet:
        rows: list[Row] = []
        for letter, (field_name, codes) in zip("ABCDEF", services.groupby("field_name", sort=False), strict=True):
            mine = [row for row in sheet.rows if row["service_code"] in codes.index]
            rows += [{"row_no": letter, "service_name": field_name.upper()}, *mine, total(sheet, "Sub Total", mine)]
        return replace(sheet, rows=(*rows, total(sheet, "JUMLAH", list(sheet.rows))))

    return draft.with_sheets(add, "recipients", "budget")


def blank_rows_inside(draft: Draft, random: Random) -> Draft:
    def spread(sheet: DraftSheet) -> DraftSheet:
        rows: list[Row] = []
        for row in sheet.rows:
            rows += [row, {}] if random.random() < 0.12 else [row]
        return replace(sheet, rows=tuple(rows))

    return draft.with_sheets(spread)


def notes_and_signature(draft: Draft, random: Random) -> Draft:
    """Under the table: a remark and who signs."""
    day = draft.value("filled_on")
    said = day if isinstance(day, str) else day_text(day)
    below = (
        (),
        ("", f"Catatan: data per {said}, bersumber dari perangkat daerah pengampu."),
        (),
        ("", "", "", f"Ditetapkan pada {said}"),
        ("", "", "", "Kepala Bagian Tata Pemerintahan"),
        (),
        ("", "", "", "ttd"),
    )
    return draft.with_sheets(lambda sheet: replace(sheet, below=below))


def names_over_several_rows(draft: Draft, random: Random) -> Draft:
    """On the sheet of quality items a service is named once, merged over all of its items."""
    names = catalogue.table("services").set_index("service_code")["service_name"]

    def merge(sheet: DraftSheet) -> DraftSheet:
        rows = tuple(row | {"service_code": names[row["service_code"]]} if row else row for row in sheet.rows)
        headings = sheet.headings | {"service_code": "Jenis Pelayanan Dasar"}
        return replace(sheet, rows=rows, headings=headings, merged_down=("service_code",))

    return draft.with_sheets(merge, "quality")


def identity_typed_differently(draft: Draft, random: Random) -> Draft:
    """Code as a number (Excel makes 62.1 of 62.10), quarter in Roman numerals, the date in words, other labels."""
    roman, day = ROMAN[int(draft.value("quarter")) - 1], draft.value("filled_on")
    values = {
        "regency_code": float(str(draft.value("regency_code"))),
        "quarter": random.choice((f"TW {roman}", roman, f"Triwulan {roman}")),
        "filled_on": random.choice((day_text(day), f"{day:%d-%m-%Y}")),
        "year": str(draft.value("year")),
    }
    wordings = {field.key: sorted(field.wordings) for field in draft.layout.identity.fields}
    labels = [(key, random.choice(wordings[key]).title(), value) for key, _, value in draft.identity]
    return replace(draft, identity=tuple(labels)).with_identity(**values)


MESSES: tuple[tuple[Mess, ...], ...] = (
    (
        headings_in_two_rows,
        headings_typed_differently,
        headings_further_down,
        sector_titles_and_totals,
        notes_and_signature,
        sheets_renamed,
        identity_typed_differently,
    ),
    (
        headings_in_other_words,
        without_codes,
        nihil_in_words,
        numbers_as_text,
        sheets_moved_and_one_hidden,
        identity_typed_differently,
    ),
    (
        names_over_several_rows,
        columns_moved,
        percentages_as_fractions,
        blank_rows_inside,
        notes_and_signature,
        sheets_renamed,
    ),
)
"""Three senders' habits; between them they show every one."""
