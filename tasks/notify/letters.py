"""Reminders as files: a mail and a chat text to send, and a letter to sign, from templates that a site can change."""

import logging
from collections import Counter
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from jinja2 import TemplateError

from schemas.message import Message
from schemas.reminder import Reminder
from schemas.shown import visible
from tasks.home.trouble import STRICT, Troubles
from tasks.report.document.pictures import Picture, picture_of
from tasks.report.document.word import DELIVERED, Templates, WordError, render_word, template_path

FOLDER, RESULTS = "pengingat", "surat-hasil"
BY_HAND = "kirim-lewat-whatsapp.html"
_PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><title>Kirim lewat WhatsApp</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem}}</style>
<h1>Kirim lewat WhatsApp</h1><p>Klik satu daerah: WhatsApp terbuka dengan pesannya; pilih penerimanya, lalu kirim.
Berkas dilampirkan sendiri.</p><ul>{links}</ul></html>"""

_EMBLEM_CM = 2.0

log = logging.getLogger(__name__)


def reminder_files(reminders: list[Reminder], home: Path, troubles: Troubles = STRICT) -> dict[str, bytes]:
    """Name in the published folder -> content: `62.07-surel.txt`, `62.07-pesan.txt` and `62.07-surat.docx` for each;
    `62.07-2-surel.txt` for another one of the same regency, of which offices report by themselves.

    A site's own template that cannot be used is told and the delivered one takes its place: no report waits for it.
    """
    found, of_regency, links = {}, Counter(), []
    for one in reminders:
        of_regency[one.regency_code] += 1
        number = of_regency[one.regency_code]
        stem = f"{FOLDER}/{one.regency_code}" + (f"-{number}" if number > 1 else "")
        with troubles.over(str(one.values.get("berkas", one.regency_code)), "menulis surat"):
            subject, mail = mail_of(one, home)
            enclosed = f"Lampiran: {one.values['lampiran']}\n" if "lampiran" in one.values else ""
            texts = {"surel": f"Hal: {subject}\n{enclosed}\n{mail}", "pesan": chat_of(one, home)}
            letter, link = _letter(one, home), _link(one, home)
            found |= {f"{stem}-{name}.txt": text.encode() for name, text in texts.items()}
            found[f"{stem}-surat.docx"] = letter
            links.append(link)
    return found | ({f"{FOLDER}/{BY_HAND}": _PAGE.format(links="".join(links)).encode()} if links else {})


def result_files(results: list[Reminder], home: Path, troubles: Troubles = STRICT) -> dict[str, bytes]:
    """Name in the published folder -> content: `surat-hasil/62.07.docx`, a letter of results to sign."""
    found = {}
    for one in results:
        with troubles.over(one.regency_code, "menulis surat hasil"):
            found[f"{RESULTS}/{one.regency_code}.docx"] = _letter(one, home)
    return found


def _link(reminder: Reminder, home: Path) -> str:
    """Opens WhatsApp with the text; whom to is chosen there: no number of anybody lies in a report."""
    text, kind = chat_of(reminder, home, with_files=False), reminder.kind.replace("-", " ")
    return (
        f'<li><a target="_blank" rel="noopener" href="https://wa.me/?text={quote(text, safe="")}">'
        f"{escape(reminder.regency_code)} {escape(str(reminder.values['daerah']))}: {escape(kind)}</a></li>"
    )


def reminder_message(reminder: Reminder, province_code: str, folder: Path, home: Path) -> Message:
    """The reminder to be sent, with what belongs to it among the answers in `folder`."""
    subject, mail = mail_of(reminder, home)
    return Message(
        province_code=province_code,
        recipient=reminder.regency_code,
        state=f"{reminder.period.key}/{reminder.state}",
        subject=subject,
        mail=mail,
        chat=chat_of(reminder, home),
        bare=chat_of(reminder, home, with_files=False),
        enclosed=tuple(folder / name for name in reminder.enclosed),
        fields=reminder.fields,
    )


def mail_of(reminder: Reminder, home: Path) -> tuple[str, str]:
    """Subject (the first line of the template) and text."""
    subject, _, text = _text(f"surel-{reminder.kind}.txt", reminder, home).partition("\n")
    return subject.strip(), text.lstrip()


def chat_of(reminder: Reminder, home: Path, *, with_files: bool = True) -> str:
    """A few lines for a chat; without files they say where these are to be had."""
    told = replace(reminder, values=reminder.values | {"dengan_berkas": with_files})
    return _text(f"pesan-{reminder.kind}.txt", told, home)


def _text(name: str, reminder: Reminder, home: Path) -> str:
    for path in (template_path(name, home), DELIVERED / name):
        try:
            return _plain().from_string(path.read_text(encoding="utf-8-sig")).render(reminder.values)
        except (TemplateError, UnicodeDecodeError) as error:
            if path.parent == DELIVERED:
                raise
            _told(f"Templat '{name}' tidak dapat diisi: {error}")
    raise AssertionError(name)


def _letter(reminder: Reminder, home: Path) -> bytes:
    from tasks.report.document.inline import placed  # Word's parts, that a service which waits need not hold

    name, values = f"surat-{reminder.kind}.docx", reminder.values | {"lambang": _emblem(reminder, home)}
    own = template_path(name, home)
    try:
        return render_word(own, lambda word: placed(values, word), reminder.since)
    except WordError as error:
        if own.parent == DELIVERED:
            raise
        _told(str(error))
        return render_word(DELIVERED / name, lambda word: placed(values, word), reminder.since)


def _emblem(reminder: Reminder, home: Path) -> Picture | str:
    """The emblem of the letterhead; '' where the site has none, or one that is no picture."""
    name = reminder.values["surat"]["lambang"]
    if not name:
        return ""
    try:
        return picture_of(home / "templates" / name, f"Lambang {reminder.values['provinsi']}", _EMBLEM_CM)
    except WordError as error:
        log.warning("%s Surat ditulis tanpa lambang.", error)
        return ""


def _told(problem: str) -> None:
    log.warning("%s Templat bawaan dipakai.", problem)


@cache
def _plain() -> Templates:
    return Templates(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_in_a_line)


def _in_a_line(value: object) -> object:
    """A file could be called like a second message."""
    return visible(value) if type(value) is str else value
