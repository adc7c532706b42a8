"""What a person reads before deciding on the final report: its figures, every warning that stands, and what has changed
since the decision was asked for."""

from collections.abc import Collection, Sequence
from datetime import datetime

import pandas as pd

from schemas.consolidated import Consolidated
from schemas.finding import Finding, Severity, families, place_of
from schemas.frames import COUNTING, STATUSES
from schemas.ledger import DUPLICATE
from schemas.shown import markdown_names, markdown_table, markdown_text
from schemas.wording import KEPT, number_text
from tasks.compute.counting import counting, submissions_of
from tasks.judge.against_peers import PEERS
from tasks.ledger.ledger import Ledger
from tasks.notify.run_summary import Summary, shown_number
from tasks.publish.approval import Since
from tasks.report.tables.lookups import date_text
from tasks.understand.identity import region_name

MISSING = STATUSES[-1]


def standing_warnings(ledger: Ledger, consolidated: Consolidated) -> list[dict[str, str]]:
    """A row a warning about the submissions that count, with what follows from it, also those that only show beside the
    other regencies, with Indonesian headings."""
    files = ledger.files(consolidated.province_code, consolidated.period, consolidated.as_of)
    counted = submissions_of(counting(files[files["status"] != DUPLICATE]))
    recorded = ledger.findings([int(id_) for id_ in counted["id"]])
    found = [
        (file.regency_code, one.rule, one.sheet, one.cell, _with_following(one, following))
        for file in counted.itertuples()
        for one, following in families([each for each in recorded[file.id] if each.severity is Severity.WARNING])
    ]
    beside = consolidated.findings
    beside = beside[(beside["rule"] == PEERS) & (beside["severity"] == Severity.WARNING)]
    found += beside[["regency_code", "rule", "sheet", "cell", "message"]].itertuples(index=False, name=None)
    return [
        {
            "Kabupaten/Kota": _of_whom(code),
            "Aturan": rule,
            "Sel": place_of(sheet, cell),
            "Peringatan": told,
        }
        for code, rule, sheet, cell, told in sorted(found, key=lambda one: one[0])
    ]


def _with_following(warning: Finding, following: Sequence[Finding]) -> str:
    names = ", ".join(one.name for one in following)
    return f"{warning.told} Termasuk pula: {names}." if names else warning.told


def review_page(
    summary: Summary,
    warnings: Sequence[dict[str, str]],
    links: list[str],
    manifest: str,
    finals: Collection[str] = (),
    repeated: bool = False,
) -> str:
    """What stands above the form: what decides first, because a small screen leaves it a few lines. `repeated`: the
    last of `finals` tells the same."""
    figures = [f"{one.name} **{shown_number(one.printed)}** ({one.category or '-'})" for one in summary.figures]
    missing = markdown_names(summary.missing)
    absent = f"Belum lapor: {missing}" if missing else "Semua kabupaten/kota sudah lapor"
    rejected = f"Ditolak, belum diperbaiki: {markdown_names(names)}" if (names := _rejected(summary)) else ""
    kept = f"Terhitung, tetapi {KEPT}: {markdown_names(summary.kept)}" if summary.kept else ""
    stand = f"Masih ada {number_text(len(warnings))} peringatan; jelaskan tiap jenisnya di bawah" if warnings else ""
    told = ". ".join(filter(None, (", ".join(figures), absent, rejected, kept, stand)))
    final = [finals_text(finals, repeated)] if finals else []
    page = [
        f"**SPM {summary.province_name}, {summary.period.label}.** Baca dulu: {', '.join(links)}",
        *final + _changed(summary),
        f"{told}.",
        f"Kode pengenal laporan yang akan diputuskan: `{manifest[:16]}`",
    ]
    return "\n\n".join([*page, markdown_table(warnings)] if warnings else page)


def _changed(summary: Summary) -> list[str]:
    """An index does not show it: where both sides of a share are halved it stays."""
    return [f"**Pastikan dulu**, {markdown_text(one)}." for one in summary.to_confirm]


def _rejected(summary: Summary) -> list[str]:
    """Without those of whom a part alone was rejected: that is told beside their being missing."""
    states = summary.regencies
    missing = {*states.loc[states["status"] == MISSING, "regency_name"]}
    return [name for name in summary.rejected if name not in missing]


def finals_text(finals: Collection[str], repeated: bool) -> str:
    """As Markdown, for whoever is to decide on one more."""
    told = "; ".join(map(markdown_text, finals))
    same = " **Datanya sama: tidak ada yang berubah sejak yang berlaku itu diperiksa.**" if repeated else ""
    return (
        f"**Laporan final triwulan ini sudah ada:** {told}. Bila disetujui, yang baru terbit sebagai edisi tersendiri "
        f"dan berlaku menggantikannya; yang lama tetap tersimpan.{same}"
    )


def changes_text(since: Since, as_of: datetime) -> tuple[str, str]:
    """As Markdown, for whoever is to decide on the report of a moment: why an approval would be void, and what else is
    new since it was asked for; '' for nothing."""
    accepted = since.sent["status"].isin(COUNTING)
    if since.is_void:
        told = [one for one in since.rests_on if one != "kiriman"]
        told = [f"kiriman: {_files(since.sent[accepted])}", *told] if "kiriman" in since.rests_on else told
        return (
            f"**Data berubah sejak dimintakan persetujuan:** {'; '.join(told)}. Persetujuan atas laporan ini akan "
            "batal; minta persetujuan lagi di beranda setelah laporan yang baru terbit."
        ), ""
    new = [f"kiriman yang tidak mengubah angka: {_files(since.sent)}"] if len(since.sent) else []
    new += ["laporan sementara yang lebih baru sudah terbit, dan tautan di bawah membuka yang baru itu"] * since.newer
    holds = f"Angkanya tetap, dan persetujuan tetap berlaku untuk laporan keadaan {date_text(as_of)}."
    return "", f"**Sejak dimintakan persetujuan:** {'; '.join(new)}. {holds}" if new else ""


def _files(sent: pd.DataFrame) -> str:
    told = [
        f"{markdown_text(_of_whom(one.regency_code))} ({markdown_text(one.file_name)}, {one.status})"
        for one in sent.itertuples()
    ]
    return ", ".join(told) or "berkurang"


def _of_whom(regency_code: str) -> str:
    return region_name(regency_code) or regency_code or "daerah belum dikenali"
