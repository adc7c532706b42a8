"""The commands for whoever looks after a site; `flows.command.cli` gathers them with those about reports."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter


def serve(
    *,
    host: Annotated[str, Parameter(help="Alamat yang didengarkan.")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="Porta antarmuka; bawaan: 4200.")] = 4200,
) -> None:
    """Jalankan semuanya: antarmuka di peramban, jadwal, dan proses yang mengerjakannya. Ctrl-C untuk berhenti."""
    from flows.service.serve import serve_site

    serve_site(host, port)


def gate(
    *,
    host: Annotated[str, Parameter(help="Alamat yang didengarkan.")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="Porta antarmuka; bawaan: 4200.")] = 4200,
) -> None:
    """Jalankan server dan gerbangnya saja, untuk pekerja di mesin lain. Ctrl-C untuk berhenti."""
    from flows.service.serve import guard_server

    guard_server(host, port)


def work(*, limit: Annotated[int, Parameter(help="Paling banyak proses sekaligus; bawaan: 2.")] = 2) -> None:
    """Kerjakan proses dari server di mesin lain (PREFECT_API_URL). Ctrl-C untuk berhenti."""
    import os

    from flows.service.server import QUIET

    for name, value in QUIET.items():
        os.environ.setdefault(name, value)  # before anything imports Prefect
    from flows.service.worker import work_for_server

    work_for_server(limit)


def door(
    *,
    host: Annotated[str, Parameter(help="Alamat yang didengarkan.")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="Porta halaman kiriman; bawaan: 4300.")] = 0,
) -> None:
    """Jalankan halaman tempat daerah mengirim laporannya (pintu). Ctrl-C untuk berhenti."""
    from flows.service.door import serve_door

    serve_door(host, port)


def link(
    regency: Annotated[str, Parameter(help="Kode kabupaten/kota, contoh: 62.01.")] = "",
    /,
    *,
    office: Annotated[str, Parameter(help="Bidang perangkat daerah, contoh: KES; bawaan: semua bidang.")] = "",
    until: Annotated[str, Parameter(help="Berlaku sampai akhir tanggal ini: 2025-12-31; bawaan: sampai dicabut.")] = "",
    list_: Annotated[bool, Parameter(name="--list", negative="", help="Tampilkan semua tautan.")] = False,
    revoke: Annotated[int, Parameter(help="Cabut tautan dengan nomor ini.")] = 0,
) -> None:
    """Buat tautan rahasia untuk mengirim lewat pintu, satu untuk tiap daerah atau perangkat daerah."""
    from flows.command.arguments import WrongUse
    from flows.command.link import list_links, new_link, revoke_link

    if bool(regency) + list_ + bool(revoke) != 1:
        raise WrongUse("Sebutkan satu: kode daerah, --list, atau --revoke NOMOR. Contoh: spm link 62.01.")
    if regency:
        new_link(regency, office, until)
    elif list_:
        list_links()
    else:
        revoke_link(revoke)


Roles = Annotated[
    tuple[Literal["pembaca", "operator", "penyetuju"], ...],
    Parameter(help="Peran; dapat diulang. Bawaan: pembaca.", negative=""),
]
_ONE_THING = 'Sebutkan satu orang dan satu hal. Contoh: spm people siti --name "Siti Rahmah" --role operator.'


def people(
    login: Annotated[str, Parameter(help="Nama untuk masuk, contoh: siti; tanpa nama: tampilkan semua.")] = "",
    /,
    *,
    name: Annotated[str, Parameter(help="Nama lengkap, seperti pada laporan final.")] = "",
    office: Annotated[str, Parameter(help="Jabatan, seperti pada laporan final.")] = "",
    role: Roles = (),
    new_password: Annotated[bool, Parameter(negative="", help="Buat kata sandi baru.")] = False,
    remove: Annotated[bool, Parameter(negative="", help="Hapus orang ini.")] = False,
) -> None:
    """Tampilkan, tambah, ubah atau hapus orang yang boleh masuk ke antarmuka. Pembaca melihat; operator menjalankan;
    penyetuju memutuskan laporan final."""
    from flows.command.arguments import WrongUse
    from flows.command.people import list_people, remove_person, set_person

    given = bool(name or office or role or new_password)
    if ((given or remove) and not login) or (given and remove):
        raise WrongUse(_ONE_THING)
    if remove:
        remove_person(login)
    elif login:
        set_person(login, name, office, role, new_password)
    else:
        list_people()


def watch() -> int:
    """Periksa apakah proses malam masih berhasil, dan kabari operator bila tidak; untuk penjadwal di luar spm serve."""
    from datetime import UTC, datetime

    from config.settings import settings
    from flows.command.failures import WRONG_USE
    from flows.command.screen import complain
    from flows.hourly import NOTHING_TO_WATCH, look

    seen = look(settings(), datetime.now(UTC))
    nothing = [] if seen.nights else [f"{NOTHING_TO_WATCH} ({settings().home})"]
    for line in nothing + seen.warnings + seen.notes:
        complain(f"{line}.")
    if nothing:
        return WRONG_USE
    return 1 if seen.late else 0


def take_history_in(
    folder: Annotated[Path, Parameter(help="Folder berisi laporan lama.")],
    /,
    *,
    reason: Annotated[str, Parameter(help="Dari mana waktu terima diketahui; tertulis pada tanda terima dan laporan.")],
    received: Annotated[str, Parameter(help="Waktu terima semua berkas, waktu setempat: 2024-04-18T14:30.")] = "",
    received_from: Annotated[
        Path | None, Parameter(help="CSV dengan kolom file,time: waktu terima tiap berkas.")
    ] = None,
) -> int:
    """Catat laporan dari sebelum program ini dipakai, dengan waktu terima menurut operator."""
    from flows.command.import_history import import_history, show_imported

    checked = import_history(folder, received, received_from, reason)
    show_imported(checked)
    return 1 if any(one.status == "ditolak" for one in checked) else 0


def backup(
    *, output: Annotated[Path, Parameter(name=["--output", "-o"], help="Berkas .zip yang ditulis, atau foldernya.")]
) -> None:
    """Cadangkan buku besar, arsip dan pengaturan ke satu berkas; aman dijalankan kapan saja."""
    from flows.command.backup import back_up

    back_up(output)


def restore(file: Annotated[Path, Parameter(help="Cadangan dari spm backup.")], /) -> None:
    """Pulihkan cadangan ke SPM_HOME yang masih kosong."""
    from flows.command.backup import put_back

    put_back(file)


COMMANDS = (serve, people, gate, work, door, link, watch, backup, restore)
