"""How much of what the form requires every regency has filled in, by bidang and over all entries."""

from collections.abc import Iterable

import pandas as pd

from schemas.frames import COUNTING
from tasks.report.sentences import sentences
from tasks.report.tables import derivations
from tasks.report.tables.intake import CARDS, UNKNOWN, only_fields
from tasks.report.tables.lookups import Facts, number_cells
from tasks.report.tables.table import Column, ReportTable

TITLE = "Keterisian formulir menurut bidang"
NOTE = (
    "Persentase sel wajib formulir yang terisi pada kiriman terakhir, juga kiriman yang ditolak, yang angkanya tidak "
    "dihitung. Seluruh isian: dari jumlah semua sel wajib, bukan rata-rata bidang. Isian layanan yang dinyatakan nihil "
    "dihitung terisi."
)
_MOST_NAMED = 6
_WIDTHS = {"TRA": 13}


def filled(facts: Facts) -> ReportTable:
    """A row a regency that has sent something, a column a bidang; it stands below the quality cards."""
    frame = _frame(facts)
    return ReportTable(
        sheet=CARDS,
        title=TITLE,
        notes=(NOTE, *filter(None, (_unknown(facts, frame["regency_code"]),))),
        columns=(
            Column("regency_code", "Kode", width=7),
            Column("regency_name", "Kabupaten/kota", width=30),
            *(Column(code, name, "index", _WIDTHS.get(code, 12)) for code, name in facts.fields.items()),
            Column("ALL", "Seluruh isian (%)", "index", 12, formula=derivations.printed("100*{filled}/{required}")),
            Column("state", "Kiriman terakhir", width=18),
            Column("filled", "Sel terisi", "count", 11),
            Column("required", "Sel wajib", "count", 11),
        ),
        frame=frame,
        without="belum ada kiriman yang dapat dibuka",
    )


def _frame(facts: Facts) -> pd.DataFrame:
    rates = facts.consolidated.fill_rate
    wide = rates.pivot(index="regency_code", columns="field_code", values="fill_pct")
    wide = wide.reindex(columns=[*facts.fields, "ALL"]).astype(float)
    whole = rates[rates["field_code"] == "ALL"].set_index("regency_code")[["filled", "required"]]
    frame = wide.join(whole).reset_index()
    return frame.assign(
        **{key: facts.cells(frame[key], UNKNOWN) for key in wide},
        **{key: number_cells(frame[key], UNKNOWN) for key in whole},
        regency_name=frame["regency_code"].map(facts.names),
        state=frame["regency_code"].map(_states(facts)),
    )


def _states(facts: Facts) -> dict[str, str]:
    """Of each regency what became of its last submission; of several, each for other bidang, of each."""
    told: dict[str, str] = {}
    for one in facts.consolidated.intake.query("last").itertuples():
        state = (COUNTING[0] if one.status in COUNTING else one.status) + only_fields(one.fields)
        told[one.regency_code] = "; ".join(filter(None, (told.get(one.regency_code, ""), state)))
    return told


def _unknown(facts: Facts, known: Iterable[str]) -> str:
    """Of whom nobody knows how full the form is; '' where it is known of all."""
    sent, known = {*facts.consolidated.intake["regency_code"]}, {*known}
    why = {
        code: "tidak dapat dibuka" if code in sent else "belum mengirim" for code in facts.names if code not in known
    }
    if not why:
        return ""
    named = (f"{facts.names[code]} ({reason})" for code, reason in why.items())
    told = ", ".join(named) if len(why) <= _MOST_NAMED else f"{len(why)} kabupaten/kota (lihat Kelengkapan)"
    return sentences(f"Keterisian tidak diketahui: {told}.", facts.nameless_note)
