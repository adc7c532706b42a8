"""What others have published of Pendidikan, beside what is counted from the reports. It enters no figure."""

import pandas as pd

from schemas.wording import number_text
from tasks.report.sentences import listed, sentences
from tasks.report.tables import derivations
from tasks.report.tables.lookups import Facts
from tasks.report.tables.table import Column, ReportTable

FIELD = "DIK"
LABEL = "Pendidikan dari luar"
NOTE = (
    "Indeks dari luar diterbitkan pihak lain dengan cara hitungnya sendiri; hanya ditunjukkan di samping indeks yang "
    "dihitung dari laporan, dan tidak ikut dihitung."
)
_NONE = "tidak ada"


def values(facts: Facts, codes: pd.Series) -> pd.Series:
    """The index from outside of each regency."""
    known = {one.regency_code: one.index for one in facts.consolidated.external}
    return facts.cells(codes.map(known).astype(float), _NONE)


def elsewhere_text(facts: Facts) -> str:
    """That what was supplied is of other quarters; '' where some is of this one, or there is none at all."""
    c = facts.consolidated
    if not c.external_elsewhere:
        return ""
    others = listed([one.label for one in c.external_elsewhere], 4)
    return (
        f"Indeks Pendidikan dari luar yang tersedia adalah untuk {others}, bukan untuk {c.period.label}, sehingga "
        "tidak ditunjukkan di samping yang dihitung."
    )


def of_one_text(facts: Facts, code: str) -> str:
    """To the regency itself: what others say of it; '' where they say nothing."""
    told = [
        f"Indeks Pendidikan menurut {one.source}: {number_text(facts.printed(one.index), 2)}; hanya pembanding, tidak "
        "ikut dihitung."
        for one in facts.consolidated.external
        if one.regency_code == code
    ]
    return sentences(*told)


def beside(facts: Facts) -> ReportTable:
    """A row a regency of which an index from outside is known."""
    codes = pd.Series([one.regency_code for one in facts.consolidated.external])
    why, exact = codes.map(facts.absent).fillna("nihil"), f"{{daerah.{FIELD}[regency_code]}}"
    frame = {
        "regency_code": codes,
        "regency_name": codes.map(facts.names),
        "counted": facts.cells(facts.by_regency[FIELD].reindex(codes).reset_index(drop=True), why),
        "external": values(facts, codes),
        "source": [one.source for one in facts.consolidated.external],
    }
    return ReportTable(
        sheet=facts.fields[FIELD],
        title="Indeks Pendidikan dari luar di samping yang dihitung",
        notes=(NOTE,),
        columns=(
            Column("regency_code", "Kode", width=8),
            Column("regency_name", "Kabupaten/kota", width=30),
            Column("counted", "Dihitung dari laporan", "index", 12, formula=derivations.printed(exact)),
            Column("external", "Dari luar", "index", 12),
            Column("source", "Sumber", width=44),
        ),
        frame=pd.DataFrame(frame),
    )
