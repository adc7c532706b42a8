"""What the placeholders of the document's template are filled with. config/templates/BACA-SAYA.md explains them."""

from collections.abc import Mapping

import pandas as pd

from schemas.frames import GAP_STATES, HANDFUL
from schemas.period import Period
from schemas.wording import number_text
from tasks.report import field_sentences
from tasks.report.document import figures
from tasks.report.document.change_values import change_values, trend_rows
from tasks.report.document.charts import Bar, Charts
from tasks.report.document.field_values import NIHIL, field_values, full_name, plan_values, said, shown
from tasks.report.document.follow_up import follow_up_values
from tasks.report.document.front import front_values
from tasks.report.document.people import people_values
from tasks.report.outlook import own_note, pace_of
from tasks.report.overview import Story, story_of
from tasks.report.sentences import REGENCIES, Index, listed, sentences
from tasks.report.tables.changed_targets import changed_targets_text
from tasks.report.tables.gaps import by_unit
from tasks.report.tables.lookups import Facts, approval_text, date_text, short_name, standing
from tasks.report.tables.summary import MEASURES, meaning_of

Row = dict[str, str]


def document_values(facts: Facts, charts: Charts) -> dict[str, object]:
    """Placeholder -> value: a text, a list of texts, a list of rows, or a chart ('' where there is nothing to show)."""
    c = facts.consolidated
    services = {code: figures.services(facts, code) for code in facts.fields}
    story, first, gaps = story_of(facts), figures.first_steps_told(facts), _gaps(facts)
    return {
        **_about(facts),
        "ikhtisar": said(story.head, story.development),
        "perkembangan": said(story.beyond),
        "kelengkapan": said(*story.complete[:1], changed_targets_text(facts)),
        **_stages(facts, story),
        "kalimat_arah": first or "Belum ada urutan pelayanan yang didahulukan.",
        **gaps,
        **people_values(facts),
        "gambaran": said(story.standing) or [_NO_STANDING],
        "kalimat_anggaran": field_sentences.budget(figures.money(facts, c.budget), len(c.regency)),
        **_tables(facts, story),
        **change_values(facts, charts),
        **_charts(facts, charts, story),
        "daftar_bidang": [field_values(facts, charts, code, found) for code, found in services.items()],
        **_own(facts),
        **plan_values(facts),
        **follow_up_values(facts),
        "penutup": said(story.head, sentences(first, gaps["kalimat_kesenjangan"]), *story.complete[1:]),
    }


def _about(facts: Facts) -> dict[str, object]:
    """Which report it is, and what it is about."""
    c = facts.consolidated
    return {
        "provinsi": c.province_name,
        "triwulan": c.period.label,
        "keadaan": f"{date_text(c.as_of)} ({standing(c)})",
        # approval is of the figures: what the province itself writes still has to be filled in
        "status": "ANGKA FINAL" if c.approval else "RANCANGAN",
        "persetujuan": approval_text(c),
        "batas_waktu": date_text(c.deadline),
        "jumlah_daerah": f"{number_text(len(c.regions))} {REGENCIES}",
        "nama_bidang": facts.fields,
        "dasar_hukum": [
            {"bidang": full_name(facts, code), "peraturan": "; ".join(texts)}
            for code, texts in figures.legal_bases(facts).items()
        ],
    }


def _tables(facts: Facts, story: Story) -> dict[str, object]:
    return {
        "indeks_provinsi": _measures(facts) if story.counted else [],
        "indeks_bidang": _by_field(facts) if story.now else [],
        "peringkat": _ranking(facts),
        "tren": trend_rows(facts),
        "matriks": _matrix(facts),
    }


def _measures(facts: Facts) -> list[Row]:
    """A row a measure that has a value, with what it means."""
    found = []
    for name, (label, _) in MEASURES.items():
        index = figures.measure(facts, name)
        if index:
            found.append(
                {"nama": label, "nilai": index.number, "kategori": index.category, "arti": meaning_of(facts, name)}
            )
    return found


def _by_field(facts: Facts) -> list[Row]:
    rows = []
    for code in [*facts.fields, "ALL"]:
        reported, everyone, pooled = (
            figures.measure(facts, name, code) for name in ("mean_reported", "mean_all", "pooled")
        )
        rows.append(
            {
                "bidang": facts.fields.get(code, "Semua bidang"),
                "pelapor": shown(reported),
                "kategori": reported.category if reported else NIHIL,
                "seluruh": shown(everyone),
                "gabungan": shown(pooled),
            }
        )
    return rows


def _ranking(facts: Facts) -> list[Row]:
    """By rank, then those without one; nothing where nobody is counted."""
    c, pace = facts.consolidated, pace_of(facts)
    counted = [
        {
            "peringkat": NIHIL if one.printed_index == "" else str(one.rank),
            "daerah": one.regency_name,
            "indeks": shown(figures.index_of(facts, one.regency_index)),
            "kategori": _with_pace(index.category, pace.get(one.regency_code))
            if (index := figures.index_of(facts, one.regency_index))
            else NIHIL,
        }
        for one in c.regency.sort_values(["rank", "regency_code"]).itertuples()
    ]
    absent = [
        {"peringkat": "–", "daerah": facts.names[code], "indeks": "–", "kategori": reason}
        for code, reason in facts.absent.items()
    ]
    return [*counted, *absent] if counted else []


def _with_pace(category: str, pace: str | None) -> str:
    return f"{category} ({pace})" if pace else category


def _matrix(facts: Facts) -> list[Row]:
    """A row a counted regency by code, a column a bidang."""
    c = facts.consolidated
    wide = c.field.pivot(index="regency_code", columns="field_code", values="field_index").reindex(
        columns=list(facts.fields)
    )
    whole = c.regency.set_index("regency_code")["regency_index"]
    return [
        {"daerah": short_name(facts.names[code]), "ALL": shown(figures.index_of(facts, whole[code]))}
        | {field: shown(figures.index_of(facts, wide.loc[code, field])) for field in facts.fields}
        for code in wide.index
    ]


def _stages(facts: Facts, story: Story) -> dict[str, object]:
    counts = figures.stages(facts)
    names = {"pengumpulan": "data_collection", "penghitungan": "needs_calculation"}
    names |= {"penyusunan": "planning", "pelaksanaan": "implementation"}
    done = [(facts.fields[code], stage["implementation"]) for code, stage in counts.items()]
    reported = len(facts.consolidated.stages) > 0
    return {
        "kalimat_tahapan": field_sentences.stages(done, len(story.counted) if reported else 0),
        "tahapan": [
            {"bidang": facts.fields[code]} | {name: number_text(stage[key]) for name, key in names.items()}
            for code, stage in counts.items()
            if reported
        ],
    }


def _gaps(facts: Facts) -> dict[str, object]:
    """What each counted regency needs for the next category of its whole index."""
    rows = facts.consolidated.gaps
    rows = rows[(rows["field_code"] == "ALL") & rows["value"].notna()].sort_values("regency_code")
    counts, units = rows["state"].value_counts(), by_unit(facts, "people")
    return {
        "kalimat_kesenjangan": field_sentences.gaps({state: int(counts.get(state, 0)) for state in GAP_STATES}),
        "kesenjangan": [
            {
                "daerah": facts.names[row.regency_code],
                "indeks": shown(figures.index_of(facts, row.value)),
                "berikutnya": row.next_category or "–",
                "tambahan": _more(row, units),
                "biaya": _cost(row),
            }
            for row in rows.itertuples()
        ],
    }


def _more(row, units: Mapping[tuple[str, str], list[str]]) -> str:
    if pd.isna(row.people):
        return _REACHED.get(row.state, row.state)
    told = listed(units.get((row.regency_code, row.field_code), [])) or number_text(row.people)
    return f"{told}{' (segelintir)' if row.people <= HANDFUL else ''}"


def _cost(row) -> str:
    if pd.isna(row.people):
        return "–"
    return "tidak diketahui" if pd.isna(row.cost) else number_text(figures.millions(row.cost))


_NO_STANDING = "Belum ada kabupaten/kota yang mempunyai indeks, sehingga belum ada peringkat dan kategorinya."
_REACHED = {"tertinggi": "sudah tertinggi", "perlu mutu": "perlu pemenuhan mutu"}


def _own(facts: Facts) -> dict[str, object]:
    """The services of the province's own government."""
    c = facts.consolidated
    rows = facts.own_services.merge(c.own_service, on="service_code", validate="1:1")
    return {
        "kalimat_milik_provinsi": sentences(figures.own_told(facts), own_note(facts)),
        "milik_provinsi": [
            {
                "nama": row.service_name,
                "sasaran": f"{number_text(row.target)} {row.unit}" if row.target else NIHIL,
                "terlayani": f"{number_text(row.served)} {row.unit}" if row.target else NIHIL,
                "indeks": shown(found := figures.index_of(facts, row.service_index)),
                "kategori": found.category if found else NIHIL,
            }
            for row in rows.itertuples()
        ],
    }


def _charts(facts: Facts, charts: Charts, story: Story) -> dict[str, object]:
    c = facts.consolidated
    then = story.changes[0].since if story.changes else None
    bars = [
        Bar(name, figures.measure(facts, "mean_reported", code), before=_at(facts, code, then))
        for code, name in facts.fields.items()
    ]
    ranked = [Bar(one.name, one.index) for one in story.ranked]
    lines = figures.history(facts)
    budgets = [
        (name, figures.money(facts, figures.of_field(facts, c.budget, code))) for code, name in facts.fields.items()
    ]
    spent = [(name, money) for name, money in budgets if money and (money.allocation or money.realised)]
    return {
        "grafik_bidang": charts.indices("Rata-rata indeks SPM menurut bidang", bars, then) if ranked else "",
        **front_values(facts, charts),
        "grafik_peringkat": charts.indices("Indeks SPM kabupaten/kota", ranked) if len(ranked) > 1 else "",
        "grafik_perkembangan": charts.history("Indeks SPM per triwulan", facts.quarters, lines)
        if len(facts.quarters) > 1 and lines
        else "",
        "grafik_anggaran": charts.budgets("Anggaran menurut bidang (juta rupiah)", spent) if spent else "",
    }


def _at(facts: Facts, field_code: str, period: Period | None) -> Index | None:
    """Where a bidang stood then, if the same regencies are counted: a mark is no comparison of others."""
    same = (one for one in figures.changes(facts, field_code) if not (one.joined or one.left))
    return next((one.then for one in same if one.since == period), None)
