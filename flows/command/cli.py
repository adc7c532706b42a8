"""The `spm` command. It answers without importing Prefect or pandas; each command imports what it needs.

Exit code 0: fine. 1: something was rejected. 2: wrong use or setting, one sentence says which. 3: our mistake, its
details are in `spm.log` of the home folder.
"""

import gc
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from cyclopts import App, Group, Parameter

from flows.command import failures, site


def _version() -> str:
    from importlib.metadata import version

    return f"spm {version('spm-provinsi')}"


app = App(
    name="spm",
    usage="spm PERINTAH [PILIHAN]",
    default_parameter=Parameter(show_default=False),
    group_commands=Group("Perintah", sort_key=0),
    group_arguments=Group("Isian"),
    group_parameters=Group("Pilihan"),
    help="Laporan Standar Pelayanan Minimal: dari kiriman kabupaten/kota menjadi laporan provinsi.",
    version=_version,
    result_action="return_value",
    exit_on_error=False,
    suppress_keyboard_interrupt=False,
    print_error=False,
    help_on_error=False,
)
app["--help"].help = "Tampilkan bantuan ini."
app["--version"].help = "Tampilkan versi."

ProvinceCode = Annotated[str, Parameter(help="Kode provinsi, contoh: 62.")]
PeriodKey = Annotated[str, Parameter(help="Tahun dan triwulan, contoh: 2024-TW4.")]
AsOf = Annotated[
    str, Parameter(help="Keadaan per tanggal (atau tanggal dan jam) yang lewat, waktu setempat; bawaan: saat ini.")
]
Output = Annotated[Path, Parameter(name=["--output", "-o"], help="Berkas atau folder yang ditulis.")]
Proof = Annotated[
    Path | None,
    Parameter(
        help="Tanda terima (.html, .json, teks kode QR; - untuk teks yang diketik) atau folder laporan.",
        allow_leading_hyphen=True,
    ),
]
Verbose = Annotated[bool, Parameter(name=["--verbose", "-v"], negative="", help="Tampilkan setiap langkah.")]


@app.command
def demo(*, verbose: Verbose = False) -> None:
    """Coba semuanya: kiriman contoh satu provinsi, proses malam atasnya, dan letak laporannya."""
    from flows.command.demo import run_demo
    from flows.command.screen import show_summary

    show_summary(run_demo(verbose))


@app.command
def run(
    *,
    province: ProvinceCode,
    period: PeriodKey = "",
    inbox: Annotated[str, Parameter(help="Folder kiriman; bawaan: inbox di SPM_HOME.")] = "",
    outbox: Annotated[str, Parameter(help="Folder laporan; bawaan: outbox di SPM_HOME.")] = "",
    as_of: AsOf = "",
    verbose: Verbose = False,
) -> int:
    """Jalankan proses malam sekali, di sini. Tanpa --period: triwulan yang laporannya jatuh tempo. Dengan --as-of:
    laporan keadaan itu di folder tersendiri; tidak ada yang diambil atau dikirim."""
    from flows.command.run import Asked, run_once
    from flows.command.screen import show_summary

    summary = run_once(Asked(province, period, inbox, outbox, as_of), verbose)
    show_summary(summary)
    return 1 if summary.to_mend else 0


@app.command
def check(
    places: Annotated[list[Path], Parameter(help="Berkas atau folder yang diperiksa.", consume_multiple=True)],
    /,
    *,
    json: Annotated[bool, Parameter(negative="", help="Hasil sebagai JSON.")] = False,
    annotate: Annotated[Path | None, Parameter(help="Folder untuk salinan dengan temuan di selnya.")] = None,
    verbose: Annotated[
        bool,
        Parameter(name=["--verbose", "-v"], negative="", help="Tampilkan semua catatan dan sel yang tidak dipakai."),
    ] = False,
) -> int:
    """Periksa berkas tanpa mencatatnya: temuan apa, di sel mana, dan apa yang dibaca."""
    from flows.command.check import check_places
    from flows.command.screen import findings_as_json, show_findings

    looked = check_places(places, annotate)
    if json:
        print(findings_as_json(looked))
    else:
        show_findings(looked, verbose)
    if not looked.complete:
        return failures.WRONG_USE
    return 1 if any(one.status == "ditolak" for one in looked.checked) else 0


@app.command
def template(
    *,
    regency: Annotated[
        str, Parameter(help="Kode kabupaten/kota, contoh: 62.01; kode provinsi untuk formulir provinsi.")
    ],
    period: PeriodKey,
    output: Output,
    form: Annotated[
        str, Parameter(help="Versi formulir, contoh: SPM-KES-2025.1 untuk satu bidang; bawaan: semua bidang.")
    ] = "",
) -> None:
    """Buat formulir kosong yang siap diisi."""
    from flows.command.arguments import form_of, not_there_yet, period_of, regency_of
    from flows.command.screen import out
    from tasks.forms.form import form_identity, write_form

    code, quarter = regency_of(regency), period_of(period)
    layout = form_of(form, code)
    not_there_yet([output])
    output.parent.mkdir(parents=True, exist_ok=True)
    write_form(output, layout, form_identity(code, quarter, layout))
    out().print(f"Formulir {layout.version} {code} {quarter}: {output}")


@app.command
def sample(
    *,
    province: ProvinceCode,
    period: PeriodKey,
    output: Output,
    seed: Annotated[int, Parameter(help="Angka lain memberi kiriman contoh yang lain.")] = 1,
) -> None:
    """Buat kiriman contoh satu provinsi: rapi, berantakan, salah, dan ada yang belum lapor."""
    from flows.command.arguments import not_there_yet, period_of, province_of
    from flows.command.screen import out, progress
    from tasks.forms.samples import write_samples

    code, quarter = province_of(province), period_of(period)
    if output.is_dir() and not any(output.iterdir()):
        output.rmdir()
    not_there_yet([output])
    with progress(f"Menulis kiriman contoh ke {output}"):
        write_samples(code, quarter, output, seed)
    out().print(f"{sum(path.is_file() for path in output.rglob('*'))} berkas contoh: {output}")


@app.command
def status(*, province: ProvinceCode, period: PeriodKey, as_of: AsOf = "") -> None:
    """Papan triwulan: siapa yang sudah dan belum lapor, berapa hari lagi batas waktunya, dan keterisian lembar."""
    from config.settings import settings
    from flows.command.arguments import moment_of, period_of, province_of, zone_of
    from flows.command.status_screen import show_board
    from tasks.home.site import ledger_of
    from tasks.inspect.board import board_of
    from tasks.ledger.quarter import Quarter

    code = province_of(province)
    zone = zone_of(code)
    now = datetime.now(zone)
    quarter = Quarter(code, period_of(period), moment_of(as_of, zone) if as_of else now)
    show_board(board_of(ledger_of(settings()), quarter, now))


@app.command
def trace(
    *,
    province: ProvinceCode,
    period: PeriodKey,
    regency: Annotated[str, Parameter(help="Kode kabupaten/kota, contoh: 62.01; kode provinsi untuk formulirnya.")],
    service: Annotated[str, Parameter(help="Kode layanan, contoh: K-KES-01.")],
    as_of: AsOf = "",
    json: Annotated[bool, Parameter(negative="", help="Hasil sebagai JSON.")] = False,
) -> None:
    """Telusuri angka laporan sampai ke berkas, lembar dan selnya. Bawaan --as-of: keadaan laporan yang terbit."""
    from flows.command.trace import traced
    from flows.command.trace_screen import show_trace, trace_as_json

    found = traced(province, period, regency, service, as_of)
    if json:
        print(trace_as_json(found))
    else:
        show_trace(found)


@app.command
def pdf(
    document: Annotated[Path, Parameter(help="Dokumen Word (.docx): laporan atau surat.")], /, *, output: Output
) -> None:
    """Ubah dokumen Word menjadi PDF dengan LibreOffice."""
    from flows.command.arguments import not_there_yet
    from flows.command.screen import out
    from tasks.report.document.pdf import write_pdf

    not_there_yet([output])
    write_pdf(document, output)
    out().print(f"PDF: {output}")


@app.command
def verify(
    place: Proof = None,
    /,
    *,
    with_key: Annotated[
        Path | None, Parameter(help="Periksa tanda terima dengan kunci ini saja, tanpa SPM_HOME dan buku besar.")
    ] = None,
    public_key: Annotated[bool, Parameter(negative="", help="Tampilkan kunci publik tanda terima.")] = False,
) -> int:
    """Periksa tanda terima: asli, sesuai buku besar, aturan sejak itu; atau laporan: setiap berkas seperti terbit."""
    from flows.command.arguments import WrongUse
    from flows.command.verify import show_public_keys, verify_receipt, verify_reports

    if public_key:
        return show_public_keys()
    if place is None:
        raise WrongUse("Sebutkan tanda terima atau folder laporan yang diperiksa.")
    if str(place).startswith("--"):
        raise WrongUse(f"Pilihan '{place}' tidak dikenal. Lihat spm --help.")
    return verify_reports(place) if place.is_dir() else verify_receipt(place, with_key)


@app.command
def reconcile(
    file: Annotated[Path, Parameter(help="Angka dari e-SPM: CSV atau buku kerja.")],
    /,
    *,
    province: ProvinceCode,
    period: PeriodKey,
    regency: Annotated[str, Parameter(help="Milik siapa angkanya, bila berkasnya tidak menyebutkan daerah.")] = "",
    as_of: AsOf = "",
    json: Annotated[bool, Parameter(negative="", help="Hasil sebagai JSON.")] = False,
) -> int:
    """Bandingkan angka di e-SPM dengan angka laporan: apa yang berbeda, dan dari sel mana asalnya."""
    from flows.command.reconcile import compared, comparison_as_json, show_comparison

    comparison, quarter = compared(file, province, period, regency, as_of)
    if json:
        print(comparison_as_json(file, comparison, quarter))
    else:
        show_comparison(comparison, quarter)
    return 1 if comparison.differences else 0


for command_of_a_site in site.COMMANDS:
    app.command(command_of_a_site)
app.command(site.take_history_in, name="import")


def command() -> int:
    """What `spm` starts, in a process of its own that should be quick to begin."""
    gc.disable()  # looking for garbage in what imports leave behind takes a fifth of the start
    sys.modules.setdefault("hypothesis", None)  # pandera imports it where it is installed: 0.4 s that only tests need
    return main()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code: 0 where the command itself gives none."""
    os.environ.setdefault("SPM_HOME", "data")
    try:
        code = app(sys.argv[1:] if arguments is None else arguments)
    except BaseException as error:  # the command line is where every error becomes a sentence
        return failures.told(error)
    return code if isinstance(code, int) else 0
