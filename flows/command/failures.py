"""Every way a command can fail, as one sentence and an exit code."""

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import get_args

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from schemas.failure import Failure
from tasks.home.os_faults import words_of
from tasks.ledger.errors import reason_of

WRONG_USE, OUR_MISTAKE, INTERRUPTED = 2, 3, 130

_DATABASES = ("sqlalchemy", "sqlite3", "psycopg")
_NOT_NOTED = ("PrefectHTTPStatusError", "ConnectError", "ReadError", "RemoteProtocolError", "ReadTimeout")
"""What a Prefect client raises whose server answers with a fault of its own, or no more."""


def told(error: BaseException) -> int:
    """Says on standard error what went wrong and gives the exit code."""
    from flows.command.screen import complain

    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 0
    if isinstance(error, KeyboardInterrupt):
        complain("Dihentikan. Yang belum selesai diulang pada proses berikutnya.")
        return INTERRUPTED
    sentence = sentence_of(error)
    if sentence:
        complain(sentence)
        return WRONG_USE
    complain(f"Terjadi kesalahan pada program ({type(error).__name__}). Rinciannya ada di {_kept(error)}.")
    return OUR_MISTAKE


def sentence_of(error: BaseException) -> str:
    """The sentence for what its reader can mend; '' for our own mistakes."""
    if isinstance(error, CycloptsError):
        return _parse_sentence(error)
    if isinstance(error, Failure):
        return str(error)
    if isinstance(error, OSError) and error.errno:
        where = f"'{error.filename}'" if error.filename else f"folder '{os.environ.get('SPM_HOME', 'data')}'"
        return f"Tidak dapat memakai {where}: {words_of(error)}."
    home = os.environ.get("SPM_HOME", "data")
    if type(error).__module__.partition(".")[0] in _DATABASES:
        return f"Basis data tidak dapat dipakai: {reason_of(error).rstrip('.')}."
    if type(error).__name__ in _NOT_NOTED:
        if found := error.__context__ and sentence_of(error.__context__):
            return found  # what had failed, which Prefect could not even note down: a full disk, say
        where = f"{home}/prefect/server.log dan {_kept(error)}"
        return f"Server Prefect tidak dapat mencatat proses ini: penyimpanan penuh, atau lihat {where}."
    if type(error).__module__.startswith("prefect.") and error.__context__:
        return sentence_of(error.__context__)
    return ""


def _parse_sentence(error: CycloptsError) -> str:
    hint = "Lihat spm --help."
    if isinstance(error, UnknownCommandError):
        return f"Perintah '{error.unused_tokens[0]}' tidak dikenal. {hint}"
    if isinstance(error, UnknownOptionError):
        return f"Pilihan '{error.token.keyword or error.token.value}' tidak dikenal. {hint}"
    if isinstance(error, UnusedCliTokensError):
        return f"'{error.unused_tokens[0]}' tidak diperlukan di sini. {hint}"
    name = error.argument.names[0] if error.argument and error.argument.names else "Isian"
    if isinstance(error, MissingArgumentError):
        return f"{name} belum diisi. {hint}"
    if isinstance(error, CoercionError):
        given, choices = error.token.value if error.token else "", get_args(error.target_type)
        may = f"Pilihannya: {', '.join(map(str, choices))}." if choices else hint
        return f"{name} '{given}' tidak dapat dipakai. {may}"
    return f"Perintah tidak dapat dipahami ({error}). {hint}"


def _kept(error: BaseException) -> Path | str:
    """Where the traceback was written: a log in the home folder, or the screen where even that is not possible."""
    text = "".join(traceback.format_exception(error))
    log = Path(os.environ.get("SPM_HOME", "data")) / "spm.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as lines:
            lines.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {' '.join(sys.argv)}\n{text}\n")
    except OSError:
        sys.stderr.write(text)
        return "atas"
    return log
