"""What the document says about one bidang."""

import pandas as pd

from schemas.wording import number_text, shortened
from tasks.report import field_sentences
from tasks.report.document import figures
from tasks.report.document.charts import Bar, Charts
from tasks.report.field_sentences import Money, Nihil
from tasks.report.sentences import Index, Standing, extremes, listed, sentences
from tasks.report.tables import external
from tasks.report.tables.lookups import Facts, short_name

NIHIL = "nihil"
_BEST_KNOWN = 12
"""So many problems or activities of a bidang stand in the document; all of them are in the workbook."""
_NAMED = 3
_LONGEST = 300
"""So many letters of what somebody typed a table can bear; the workbook has all of it."""


def said(*texts: str) -> list[str]:
    return [text for text in texts if text]


def shown(index: Index | None) -> str:
    return index.number if index else NIHIL


def field_values(facts: Facts, charts: Charts, field_code: str, services: pd.DataFrame) -> dict[str, object]:
    """The placeholders of `bidang`; `services` as in `document_figures`."""
    counted = figures.counted(facts)
    reported = services if counted else services.iloc[:0]
    return {
        "kode": field_code,
        "nama": full_name(facts, field_code),
        "singkat": facts.fields[field_code],
        "layanan": [
            {"nomor": str(number), "nama": row.service_name, "penerima": row.recipient}
            for number, row in enumerate(services.itertuples(), start=1)
        ],
        "kalimat_target": field_sentences.target(
            full_name(facts, field_code),
            len(services),
            sum(any(row.target.values()) for row in services.itertuples()),
            len(counted),
        ),
        "target": [_target(row, len(counted)) for row in reported.itertuples()],
        **_achieved(facts, charts, field_code, reported),
        **_budget(facts, field_code, reported),
        **_personnel(facts, field_code, len(counted)),
        **_problems(facts, field_code),
        "dari_luar": _from_outside(facts) if field_code == external.FIELD and facts.consolidated.external else [],
    }


def _from_outside(facts: Facts) -> list[dict[str, str]]:
    """The index that others have published, beside the counted one."""
    told = external.beside(facts).frame
    return [
        {"daerah": short_name(row.regency_name), "sumber": row.source}
        | {name: _or_why(getattr(row, key)) for name, key in (("dihitung", "counted"), ("luar", "external"))}
        for row in told.itertuples()
    ]


def _or_why(value: float | str) -> str:
    return value if isinstance(value, str) else number_text(value, 2)


def _target(row, counted: int) -> dict[str, str]:
    amounts = NIHIL if row.nihil == counted else _amounts(row.target)
    return {"nama": row.service_name, "sasaran": amounts, "nihil": number_text(row.nihil)}


def full_name(facts: Facts, field_code: str) -> str:
    """The name of a bidang as the regulation has it."""
    return facts.services.loc[facts.services["field_code"] == field_code, "field_name"].iloc[0]


def plan_values(facts: Facts) -> dict[str, object]:
    """The action plan: in all, and bidang by bidang."""
    rows = facts.consolidated.actions
    rows = rows[rows["activity"].str.strip() != ""]
    plans = []
    for code, name in facts.fields.items():
        mine, distinct = figures.of_field(facts, rows, code), figures.actions(facts, code)
        listing = distinct.head(_BEST_KNOWN)
        told = sentences(
            _planned(facts, mine, f"bidang {full_name(facts, code)} "),
            field_sentences.shown_actions(full_name(facts, code), len(listing), len(distinct)),
        )
        plans.append(
            {
                "nama": full_name(facts, code),
                "singkat": name,
                "kalimat": told,
                "kegiatan": _activities(facts, listing),
            }
        )
    return {"kalimat_rencana": _planned(facts, rows), "daftar_rencana": plans if len(rows) else []}


def _planned(facts: Facts, rows, of: str = "") -> str:
    budget = rows["budget"].sum(min_count=1)
    money = None if budget != budget else budget
    return field_sentences.actions(
        len(rows), rows["regency_code"].nunique(), money, len(facts.consolidated.regency), of
    )


def _activities(facts: Facts, listing) -> list[dict[str, str]]:
    return [
        {
            "kegiatan": shortened(row.activity, _LONGEST),
            "layanan": _service_names(facts, row.services),
            "daerah": _regency_names(facts, row.regencies),
            "anggaran": "tidak diisi" if row.budget != row.budget else number_text(figures.millions(row.budget)),
        }
        for row in listing.itertuples()
    ]


def _achieved(facts: Facts, charts: Charts, field_code: str, services) -> dict[str, object]:
    c, name = facts.consolidated, full_name(facts, field_code)
    now, changes = figures.measure(facts, "mean_reported", field_code), figures.changes(facts, field_code)
    of_field = c.field[(c.field["field_code"] == field_code)].dropna(subset=["field_index"])
    regencies = [
        Standing(facts.names[row.regency_code], figures.index_of(facts, row.field_index))
        for row in of_field.itertuples()
    ]
    means = [(row, figures.index_of(facts, row.mean)) for row in services.itertuples()]
    bars = [Bar(row.service_name, index) for row, index in means]
    standings = [_standing(row, index, len(c.regency)) for row, index in means if index]
    last_year = next((one for one in changes if one.since.year < c.period.year), None)
    head = field_sentences.achievement(name, now, len(c.regency), last_year)
    nihil = [Nihil(row.service_name, int(row.nihil)) for row in services.itertuples() if row.nihil]
    return {
        "kalimat_realisasi": said(
            head,
            extremes(regencies, f"Indeks bidang {name}"),
            field_sentences.services(name, standings),
            field_sentences.nihil(nihil, len(services), c.method["nihil"]) if now else "",
            external.elsewhere_text(facts) if field_code == external.FIELD else "",
        ),
        "grafik": charts.indices(f"Rata-rata indeks pelayanan bidang {name}", bars) if len(standings) > 1 else "",
        "realisasi": [_achieved_row(facts, row, index) for row, index in means if standings],
    }


def _achieved_row(facts: Facts, row, index: Index | None) -> dict[str, str]:
    return {
        "nama": row.service_name,
        "terlayani": _amounts(row.served) if index else NIHIL,
        "indeks": shown(index),
        "kategori": index.category if index else NIHIL,
        "terendah": _lowest(facts, row) if index else NIHIL,
    }


def _standing(row, index: Index, counted: int) -> Standing:
    return Standing(row.service_name, index, int(row.regencies) if row.regencies < counted else None)


def _lowest(facts: Facts, row) -> str:
    return f"{figures.index_of(facts, row.lowest).number} ({short_name(facts.names[row.where])})"


def _budget(facts: Facts, field_code: str, services) -> dict[str, object]:
    whole = figures.money(facts, figures.of_field(facts, facts.consolidated.budget, field_code))
    rows = [(row.service_name, row.budget) for row in services.itertuples() if row.budget]
    if whole:
        rows.append(("Jumlah", whole))
    return {
        "kalimat_anggaran": field_sentences.budget(
            whole, len(facts.consolidated.regency), f"Anggaran bidang {full_name(facts, field_code)}"
        ),
        "anggaran": [
            {
                "nama": name,
                "alokasi": number_text(figures.millions(money.allocation)),
                "realisasi": number_text(figures.millions(money.realised)),
                "serapan": _absorbed(money),
            }
            for name, money in rows
            if whole and (whole.allocation or whole.realised)
        ],
    }


def _absorbed(money: Money) -> str:
    return "alokasi 0" if money.absorbed is None else number_text(money.absorbed, 2)


def _personnel(facts: Facts, field_code: str, counted: int) -> dict[str, object]:
    rows = figures.personnel(facts, field_code)
    listing, name = rows.head(_BEST_KNOWN), full_name(facts, field_code)
    asked = not figures.of_field(facts, facts.items[facts.items["kind"] == "sdm"], field_code).empty
    names = dict(zip(facts.services["service_code"], facts.services["service_name"], strict=True))
    return {
        "kalimat_personel": sentences(
            field_sentences.personnel(name, len(rows), int((rows["short"] > 0).sum()), counted, asked=asked),
            field_sentences.shown_personnel(name, len(listing), len(rows)),
        ),
        "personel": [
            {
                "nama": row.item_name,
                "layanan": names[row.service_code],
                "dibutuhkan": f"{number_text(row.required)} {row.unit}",
                "tersedia": f"{number_text(row.available)} {row.unit}",
                "kurang": number_text(row.short),
            }
            for row in listing.itertuples()
        ],
    }


def _problems(facts: Facts, field_code: str) -> dict[str, object]:
    distinct = figures.problems(facts, field_code)
    listing, regencies = distinct.head(_BEST_KNOWN), {code for codes in distinct["regencies"] for code in codes}
    return {
        "kalimat_masalah": field_sentences.problems(
            full_name(facts, field_code),
            int(distinct["reported"].sum()),
            len(regencies),
            len(listing),
            len(distinct),
            len(facts.consolidated.regency),
        ),
        "masalah": [
            {
                "masalah": shortened(row.problem, _LONGEST),
                "solusi": shortened(row.solution, _LONGEST) or "tidak diisi",
                "layanan": _service_names(facts, row.services),
                "daerah": _regency_names(facts, row.regencies),
            }
            for row in listing.itertuples()
        ],
    }


def _amounts(by_unit: dict[str, float]) -> str:
    return "; ".join(f"{number_text(value)} {unit}" for unit, value in by_unit.items())


def _service_names(facts: Facts, codes: list[str]) -> str:
    """Services of one bidang: all of them, a number of them, or one or two by name."""
    services = facts.services.set_index("service_code")
    of_field = services["field_code"] == services.loc[codes[0], "field_code"]
    if len(codes) == of_field.sum() > 1:
        return "semua pelayanan"
    if len(codes) > _NAMED - 1:
        return f"{number_text(len(codes))} pelayanan"
    return listed([services.loc[code, "service_name"] for code in codes])


def _regency_names(facts: Facts, codes: list[str]) -> str:
    return listed([short_name(facts.names[code]) for code in codes], _NAMED)
