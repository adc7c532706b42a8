"""What became of the problems and actions that were named a quarter ago, by regency, by office and one by one."""

from collections.abc import Callable

import pandas as pd

from schemas.followed_up import CHANGED, GONE, SAME
from tasks.report.sentences import listed, sentences
from tasks.report.tables.details import named
from tasks.report.tables.lookups import NO_REPORT, Facts, text_cells
from tasks.report.tables.table import Column, ReportTable

SHEET, OFFICES, DETAIL = "Tindak Lanjut", "Tindak Lanjut Perangkat", "Rincian Tindak Lanjut"
KIND_NAMES = {"problems": "Permasalahan", "actions": "Rencana aksi"}
STATE_NAMES = {SAME: "disebut lagi", CHANGED: "berubah", GONE: "tidak disebut lagi"}
_NAMED = 6
NO_OFFICE = "tidak menyebut perangkat daerah"
NOTE = (
    "Disebut lagi: kata-katanya sama untuk pelayanan yang sama. Berubah: pelayanan itu sekarang menyebut yang lain. "
    "Tidak disebut lagi tidak berarti selesai: laporan tidak mengatakannya."
)
_COUNTED = tuple(
    Column(f"{kind}_{state}", f"{name}: {words}", "count", 15)
    for kind, name in KIND_NAMES.items()
    for state, words in STATE_NAMES.items()
)


def by_regency(facts: Facts) -> ReportTable:
    """A row a regency that had named any."""
    counts = facts.consolidated.followed_up.by_regency
    return ReportTable(
        sheet=SHEET,
        title=f"Permasalahan dan rencana aksi {facts.consolidated.followed_up.since.label} menurut kabupaten/kota",
        notes=(NOTE, *filter(None, (without_text(facts),))),
        columns=(
            Column("regency_code", "Kode", width=8),
            Column("regency_name", "Kabupaten/kota", width=30),
            *_COUNTED,
        ),
        frame=counts.rename(columns={"name": "regency_code"}).assign(regency_name=counts["name"].map(facts.names)),
        without=nothing_text(facts),
    )


def by_office(facts: Facts) -> ReportTable:
    """A row an office, whatever the regency."""
    counts = facts.consolidated.followed_up.by_office
    return ReportTable(
        sheet=OFFICES,
        title="Menurut perangkat daerah, semua kabupaten/kota",
        columns=(Column("name", "Perangkat daerah", width=38), *_COUNTED),
        frame=counts.assign(name=text_cells(counts["name"], NO_OFFICE)),
        without=nothing_text(facts),
    )


def handed_over(facts: Facts) -> ReportTable:
    """A row a service of a regency that names another office now than the quarter before."""
    return ReportTable(
        sheet=OFFICES,
        title="Pelayanan yang kini disebut dengan perangkat daerah lain",
        columns=(
            Column("regency_name", "Kabupaten/kota", width=38),
            Column("service_name", "Jenis pelayanan dasar", width=36),
            Column("opd", "Perangkat daerah triwulan lalu", width=26),
            Column("opd_now", "Perangkat daerah sekarang", width=26),
        ),
        frame=_told(named(facts, facts.consolidated.followed_up.handed_over)),
        group="regency_code",
        without=nothing_text(facts) if facts.consolidated.followed_up.rows.empty else "tidak ada yang berganti",
    )


def handed_over_text(rows: pd.DataFrame, most: int, of: Callable[[pd.Series], str]) -> str:
    """The rows of `handed_over` as a sentence, at most so many; `of` names what a row is about; '' without any."""
    told = [f"{of(row)}: {row['opd']}, kini {row['opd_now']}" for _, row in rows.head(most).iterrows()]
    more = f"; dan {len(rows) - most} lainnya" if len(rows) > most else ""
    return f"Perangkat daerah yang disebut berganti: {'; '.join(told)}{more}." if told else ""


def one_by_one(facts: Facts) -> ReportTable:
    """A row a problem or an action of the quarter before."""
    rows = facts.consolidated.followed_up.rows
    return ReportTable(
        sheet=DETAIL,
        title=f"Permasalahan dan rencana aksi {facts.consolidated.followed_up.since.label} satu per satu",
        notes=(NOTE,),
        columns=(
            Column("regency_code", "Kode", width=8),
            Column("regency_name", "Kabupaten/kota", width=30),
            Column("service_name", "Jenis pelayanan dasar", width=36),
            Column("kind_name", "Jenis", width=14),
            Column("opd", "Perangkat daerah", width=26),
            Column("then", "Yang disebut triwulan lalu", width=44),
            Column("state_name", "Sekarang", width=18),
            Column("now", "Yang disebut sekarang", width=44),
            Column("opd_now", "Perangkat daerah sekarang", width=26),
        ),
        frame=_told(named(facts, rows)),
        group="regency_code",
        without=nothing_text(facts),
    )


def nothing_text(facts: Facts) -> str:
    """Why there is no row. That nothing was named is said of those only that could be asked: not known is not none."""
    told = facts.consolidated.followed_up
    if facts.consolidated.regency.empty:
        return f"{NO_REPORT} untuk {facts.consolidated.period.label}, sehingga belum diketahui"
    if not told.counted_then:
        return f"{told.since.label} tidak mempunyai laporan yang diterima, sehingga tidak ada pembanding"
    if not told.both:
        return f"tidak ada daerah yang dihitung baik pada {told.since.label} maupun triwulan ini"
    who = listed([facts.names[code] for code in told.both], 4)
    return f"pada {told.since.label} tidak ada permasalahan atau rencana aksi yang disebut {who}"


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        kind_name=rows["kind"].map(KIND_NAMES),
        opd=text_cells(rows["opd"], NO_OFFICE),
        state_name=rows["state"].map(STATE_NAMES),
        now=text_cells(rows["now"], "–"),
        opd_now=text_cells(rows["opd_now"], NO_OFFICE).mask(rows["state"] == GONE, "–"),
    )


def without_text(facts: Facts) -> str:
    """Of whom nothing can be said, and who had named nothing; '' where that is nobody."""
    told = facts.consolidated.followed_up
    then = {code: facts.names[code] for code in told.without if told.counted_then}
    now = {code: f"{facts.names[code]} ({why})" for code, why in facts.absent.items() if told.counted_then}
    return sentences(
        _unknown("Tidak dihitung pada triwulan sebelumnya, jadi tidak dapat dibandingkan", then),
        _unknown("Tidak dihitung pada triwulan ini, jadi tindak lanjutnya tidak diketahui", now),
        f"Daerah lain yang dihitung pada kedua triwulan tidak menyebut apa pun pada {told.since.label}."
        if 0 < len(told.by_regency) < len(told.both)
        else "",
    )


def _unknown(why: str, names: dict[str, str]) -> str:
    if not names:
        return ""
    return f"{why}: {', '.join(names.values()) if len(names) <= _NAMED else f'{len(names)} kabupaten/kota'}."
