"""What `spm reconcile` asks for, and how it shows what differs between e-SPM and the report."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from rich.table import Table

from config.corrections import load_corrections
from config.settings import settings
from flows.command.arguments import WrongUse, existing, moment_of, period_of, province_of, regency_of, zone_of
from flows.command.screen import as_json, out
from schemas.espm import Comparison, Difference
from tasks.compute.corrections import figure_text
from tasks.espm.differences import compare
from tasks.espm.read_export import NotComparable, read_espm
from tasks.home.site import ledger_of
from tasks.ledger.quarter import Quarter
from tasks.publish.manifest import published_moment

_SHEETS = {"recipients": "Penerima", "quality": "Mutu", "budget": "Anggaran"}


def compared(file: Path, province: str, period: str, regency: str = "", as_of: str = "") -> tuple[Comparison, Quarter]:
    """As typed. Without `as_of` against the published report's state; where none is published, against that of now."""
    existing(file)
    province_code, wanted, site = province_of(province), period_of(period), settings()
    regency_code, zone = regency_of(regency) if regency else "", zone_of(province_of(province))
    if not regency_code.startswith(province_code) and regency_code:
        raise WrongUse(f"Kabupaten/kota {regency_code} bukan bagian dari provinsi {province_code}.")
    published = published_moment(site.outbox / province_code / wanted.key)
    moment = moment_of(as_of, zone) if as_of else published or datetime.now(zone)
    quarter = Quarter(province_code, wanted, moment)
    method, corrections = site.of_province(province_code), load_corrections(site.corrections)
    try:
        given = read_espm(file, province_code, site.limits, regency_code)
        return compare(given, ledger_of(site), quarter, method, corrections), quarter
    except NotComparable as error:
        raise WrongUse(str(error)) from error


def comparison_as_json(file: Path, comparison: Comparison, quarter: Quarter) -> str:
    """{file, province, period, as_of, compared, differences, unknown}; a blank figure is null."""
    content = {
        "file": str(file),
        "province": quarter.province_code,
        "period": quarter.period.key,
        "as_of": quarter.as_of.isoformat(),
        "compared": comparison.compared,
        "differences": [asdict(one) for one in comparison.differences],
        "unknown": list(comparison.unknown),
    }
    return as_json(content)


def show_comparison(comparison: Comparison, quarter: Quarter) -> None:
    """A line a difference with both places, then one sentence that sums it up."""
    console = out()
    if comparison.differences:
        table = Table(header_style="bold")
        for name in ("Daerah", "Lembar", "Kode", "Angka", "e-SPM", "Laporan", "Di berkas e-SPM", "Asal angka laporan"):
            table.add_column(name, justify="right" if name in ("e-SPM", "Laporan") else "left", no_wrap=name == "Kode")
        for one in comparison.differences:
            table.add_row(*_cells(one))
        console.print(table)
    for sentence in comparison.unknown:
        console.print(f"Tidak dibandingkan: {sentence}")
    moment = f"keadaan {quarter.as_of:%d/%m/%Y %H:%M}"
    count = len(comparison.differences)
    said = f"{count} perbedaan" if count else "tidak ada perbedaan"
    console.print(f"{comparison.compared} angka dibandingkan dengan laporan {quarter.period} {moment}: {said}.")


def _cells(one: Difference) -> tuple[str, ...]:
    whose = f"{one.regency_code} {one.regency_name}"
    if one.kind != "berbeda":
        return whose, _SHEETS.get(one.sheet, ""), one.code, one.kind, "", "", one.their_cell, _source(one)
    figures = (figure_text(float("nan") if value is None else value) for value in (one.theirs, one.ours))
    return whose, _SHEETS[one.sheet], one.code, one.heading, *figures, one.their_cell, _source(one)


def _source(one: Difference) -> str:
    corrected = " (dikoreksi provinsi)" if one.corrected else ""
    return " ".join(filter(None, (one.our_file, one.our_cell))) + corrected
