"""What a person reads before deciding on the final report: its figures, every warning that stands, and what has changed
since the decision was asked for."""

from collections.abc import Collection, Sequence

import pandas as pd
import sqlalchemy as sa

from schemas.consolidated import Consolidated
from schemas.finding import Severity
from schemas.ledger import DUPLICATE, publications
from schemas.period import Period
from schemas.shown import markdown_names, markdown_table, markdown_text
from schemas.wording import number_text
from tasks.compute.counting import counting, submissions_of
from tasks.judge.against_peers import PEERS
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.notify.run_summary import Summary, shown_number
from tasks.publish.fingerprint import Basis
from tasks.publish.view import changed_parts
from tasks.understand.identity import region_name


def standing_warnings(ledger: Ledger, consolidated: Consolidated) -> list[dict[str, str]]:
    """A row a warning about the submissions that count, also those that only show beside the other regencies, with
    Indonesian headings."""
    files = ledger.files(consolidated.province_code, consolidated.period, consolidated.as_of)
    counted = submissions_of(counting(files[files["status"] != DUPLICATE]))
    recorded = ledger.findings([int(id_) for id_ in counted["id"]])
    found = [
        (file.regency_code, one.rule, one.sheet, one.cell, one.told)
        for file in counted.itertuples()
        for one in recorded[file.id]
        if one.severity is Severity.WARNING
    ]
    beside = consolidated.findings
    beside = beside[(beside["rule"] == PEERS) & (beside["severity"] == Severity.WARNING)]
    found += beside[["regency_code", "rule", "sheet", "cell", "message"]].itertuples(index=False, name=None)
    return [
        {
            "Kabupaten/Kota": _of_whom(code),
            "Aturan": rule,
            "Sel": "!".join(filter(None, (sheet, cell))),
            "Peringatan": told,
        }
        for code, rule, sheet, cell, told in sorted(found, key=lambda one: one[0])
    ]


def review_page(
    summary: Summary,
    warnings: Sequence[dict[str, str]],
    links: list[str],
    manifest: str,
    finals: Collection[str] = (),
) -> str:
    """What stands above the form: what decides first, because a small screen leaves it a few lines."""
    figures = [f"{one.name} **{shown_number(one.printed)}** ({one.category or '-'})" for one in summary.figures]
    absent = (
        f"Belum lapor: {markdown_names(summary.missing)}" if summary.missing else "Semua kabupaten/kota sudah lapor"
    )
    rejected = f"Ditolak, belum diperbaiki: {markdown_names(summary.rejected)}" if summary.rejected else ""
    stand = f"Masih ada {number_text(len(warnings))} peringatan; jelaskan pada isian terakhir" if warnings else ""
    told = ". ".join(filter(None, (", ".join(figures), absent, rejected, stand)))
    page = [
        f"**SPM {summary.province_name}, {summary.period.label}.** Baca dulu: {', '.join(links)}",
        *([finals_text(finals)] if finals else []),
        f"{told}.",
        f"Kode pengenal laporan yang akan diputuskan: `{manifest[:16]}`",
    ]
    return "\n\n".join([*page, markdown_table(warnings)] if warnings else page)


def finals_text(finals: Collection[str]) -> str:
    """As Markdown, for whoever is to decide on one more."""
    told = "; ".join(map(markdown_text, finals))
    return (
        f"**Laporan final triwulan ini sudah ada:** {told}. Bila disetujui, yang baru terbit sebagai edisi tersendiri "
        "dan berlaku menggantikannya; yang lama tetap tersimpan."
    )


def changes_since(ledger: Ledger, asked: sa.Row, quarter: Quarter, basis: Basis) -> list[str]:
    """What has changed since the report was published whose approval was `asked` for, in words; `quarter` and `basis`
    are of now. Where there is anything, an approval is void."""
    same = {"province_code": asked.province_code, "period": asked.period, "final": False}
    published = ledger.rows(publications, **same)
    found = []
    if basis.data != asked.data:
        reviewed = next(row for row in reversed(published) if row.manifest == asked.manifest)
        found = [*_other_submissions(ledger, asked, quarter), *changed_parts(reviewed, basis)]
        found = found or ["kiriman yang tercatat"]
    if published[-1].manifest != asked.manifest:
        found.append("laporan sementara yang lebih baru sudah terbit, dan tautan di bawah membuka yang baru itu")
    return found


def _other_submissions(ledger: Ledger, asked: sa.Row, quarter: Quarter) -> list[str]:
    """The submissions that are not as they were known then."""
    then, now = (
        {(one.id, one.sha256, one.status): one for one in _known(ledger, asked, moment).itertuples()}
        for moment in (pd.Timestamp(asked.as_of).to_pydatetime(), quarter.as_of)
    )
    files = [one for key, one in now.items() if key not in then]
    told = [f"{markdown_text(_of_whom(one.regency_code))} ({markdown_text(one.file_name)})" for one in files]
    return [f"kiriman: {', '.join(told)}"] if told else []


def _of_whom(regency_code: str) -> str:
    return region_name(regency_code) or regency_code or "daerah belum dikenali"


def _known(ledger: Ledger, asked: sa.Row, moment: object) -> pd.DataFrame:
    return ledger.files(asked.province_code, Period.parse(asked.period), moment)
