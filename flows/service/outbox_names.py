"""What lies in the outbox, in the words of who looks for it: `2024-TW4-final-2` is a final report of a quarter."""

import re
import tomllib
from datetime import datetime
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import config
from schemas.period import Period
from tasks.answer.answers import FOLDER as ANSWERS
from tasks.report.tables.lookups import date_text
from tasks.understand.identity import region_name

_WORDS = Path(config.__file__).parent / "outbox.toml"
_CODE = re.compile(r"(\d\d(?:\.\d\d)?)(?:-kiriman-(\d+))?(?!\d|\.\d)")
"""Whose something is, and of which of several that were sent."""
_REPORT = re.compile(r"(\d{4}-TW[1-4])(-final)?(?:-(\d+))?(?:-per-(\d{8}T\d{4,6}))?")


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def in_words(parts: list[str], is_file: bool = False) -> str:
    """What the last of these parts of a path is; '' where its name says all that is known."""
    name, folder = parts[-1], parts[-2] if len(parts) > 1 else ""
    if report := _REPORT.fullmatch(name):
        return _report(report, folder == ANSWERS)
    known = _words()["files"].items() if is_file else ()
    told = next((words for pattern, words in known if fnmatch(name, pattern)), "")
    told = told if is_file else _words()["folders"].get(name, "")
    code = _CODE.match(name)
    if not code or not (whose := region_name(code[1])):
        return told
    sent = f"kiriman ke-{code[2]}" if code[2] else ""
    kind = told or (_words()["kinds"].get(Path(name).suffix, "") if is_file else "")
    return ", ".join(filter(None, (whose, sent, kind)))


def _report(found: re.Match, of_answers: bool) -> str:
    key, final, edition, moment = found.groups()
    if of_answers:
        return Period.parse(key).label
    told = f"{Period.parse(key).label}, laporan {'final' if final else 'sementara'}"
    told += f" edisi {edition}" if edition else ""
    return f"{told}, keadaan {date_text(datetime.fromisoformat(moment))}" if moment else told
