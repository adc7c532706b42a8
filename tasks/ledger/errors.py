"""What can be wrong with a ledger, for those who tell it without opening one."""

from schemas.failure import Failure


class LedgerError(Failure, RuntimeError):
    """The ledger cannot be used."""


class RowRefused(LedgerError):
    """The ledger works, but it cannot keep what one submission holds."""


class EmptyLedger(LedgerError):
    """There is not even an empty table where a ledger was expected."""


_DAMAGED = "rusak; pindahkan berkasnya (juga -wal dan -shm) ke folder lain, lalu pulihkan dengan spm restore CADANGAN"
_SERVER_GONE = "server basis datanya berhenti di tengah pekerjaan"
_REASONS = {
    "database is locked": "proses lain terus memakainya",
    "database or disk is full": "ruang penyimpanan habis",
    "disk I/O error": "penyimpanannya penuh atau gagal membaca dan menulis",
    "attempt to write a readonly database": "hanya dapat dibaca",
    **dict.fromkeys(("database disk image is malformed", "file is not a database"), _DAMAGED),
    "no such table": _DAMAGED,
    "Could not parse SQLAlchemy URL": "itu bukan alamat basis data; contoh postgresql+psycopg://pengguna@mesin/spm",
    "onnection refused": "server basis datanya tidak menjawab; jalankan, atau perbaiki database_url",
    "timeout expired": "server basis datanya tidak menjawab pada waktunya",
    "could not translate host name": "nama server basis datanya tidak dikenal; perbaiki database_url",
    "authentication failed": "server basis datanya menolak nama pengguna atau kata sandinya",
    **dict.fromkeys(('FATAL:  database "', 'FATAL:  role "'), "basis data atau pengguna itu tidak ada di servernya"),
    "the database system is": "server basis datanya sedang dimulai atau dihentikan; ulangi sebentar lagi",
    "remaining connection slots": "server basis datanya penuh: terlalu banyak sambungan",
    **dict.fromkeys(("server closed the connection", "terminating connection", "connection is lost"), _SERVER_GONE),
}
"""What an operator can mend: a part of what SQLite or PostgreSQL says, and in words."""


def reason_of(error: Exception) -> str:
    """What a database or its driver says of a fault, in words where we have them; the first line says all."""
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    return next((words for part, words in _REASONS.items() if part in reason), reason)


def unusable(shown: str, error: Exception) -> LedgerError:
    """The sentence for a ledger, `shown` without its password, that cannot be used for now."""
    if isinstance(error, ModuleNotFoundError):
        return LedgerError(f"Basis data '{shown}' memerlukan paket Python '{error.name}'; pasang dengan pip install.")
    return LedgerError(f"Buku besar '{shown}' tidak dapat dipakai: {reason_of(error)}.")
