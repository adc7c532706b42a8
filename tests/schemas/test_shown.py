"""What others wrote (names of files above all) means nothing to a terminal, a log, a message, or a page of Prefect."""

import io
import json
import logging
import re
import unicodedata
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.command import screen
from schemas.shown import markdown_table, markdown_text, seen_by_programs, visible, visible_lines
from tasks.job import shown_file
from tasks.notify.letters import chat_of, mail_of
from tasks.notify.reminders import acceptances
from tests.notify.test_reminders import LETTER, the_quarter

NASTY = (
    *("<img src=x onerror=alert(1)>.xlsx", "[klik](javascript:alert(1)).xlsx", "![](http://jahat.example/x.png)"),
    *("javascript:alert(1)", "http://jahat.example/x", "www.jahat.example", "x@jahat.example", "`kode`", "# judul"),
    *("-", "- butir", "1. butir", "> kutipan", "    kode.xlsx", "a | b", "**tebal**", "~~~", "---", "<!-- -->"),
    *("\x1b[2Jhapus", "\x1b]0;judul\x07", "\x9b31mmerah", "a\nb", "a\r\nFrom: x", "\u202ecod.exe", "\u2066x"),
    *("[red]merah[/red]", "[/]", "[link=http://x]y[/link]", ":smile:", "laporan\udcff.xlsx", "\\", "a\\", "\x00"),
    *("a\u2028b", "$(reboot)", "&lt;b&gt;"),
)
names = st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=40))
rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render


@given(names)
@settings(max_examples=200)
def test_a_line_of_text_has_only_what_can_be_seen(name: str) -> None:
    shown = visible(name)
    assert not [one for one in shown if unicodedata.category(one)[0] == "C" or one in "\u2028\u2029"]
    assert visible(shown) == shown
    shown.encode()
    assert len(visible_lines(f"{name}\nb").split("\n")) == name.count("\n") + 2


@given(names)
@settings(max_examples=200)
@example("\u00a0x")
def test_a_name_on_a_page_of_prefect_is_that_name_and_nothing_else(name: str) -> None:
    """Alone, in a heading, in a list, in a table."""
    seen = visible(name).strip()

    def texts(page: str, allowed: str) -> str:
        tags = re.findall(r"<(/?\w+)[^>]*>", page)
        assert {tag.strip("/") for tag in tags} <= set(allowed.split()), page
        return unescape(re.sub(r"<[^>]*>", "", page)).replace("\u2060", "").strip()

    plain = markdown_text(name)
    assert texts(rendered(plain), "p") == seen
    assert texts(rendered(f"# x{plain}x"), "h1") == f"x{visible(name)}x"
    assert texts(rendered(f"- x{plain}x"), "ul li") == f"x{visible(name)}x"
    page = rendered(markdown_table([{"Berkas": name, "Nilai": "-"}]))
    cells = re.findall(r"<td>(.*?)</td>", page)
    assert [unescape(cell).replace("\u2060", "").strip() for cell in cells] == [seen, "-"]
    assert texts(page, "table thead tbody tr th td").startswith("Berkas")


def test_nothing_becomes_a_link_by_itself() -> None:
    """Some programs make one of every bare address."""
    for name in ("http://jahat.example", "www.jahat.example", "x@jahat.example", "javascript:alert(1)"):
        seen = unescape(re.sub("<[^>]*>", "", rendered(markdown_text(name))))
        assert not re.search(r"https?://|www\.|\w@", seen)


@given(names)
@settings(max_examples=50)
def test_a_link_to_a_file_leads_to_that_file_whatever_it_is_called(name: str) -> None:
    path = Path("/outbox") / name.replace("/", "_").replace("\0", "_").encode("utf-8", "replace").decode()
    if path.name in ("outbox", "..", "."):
        return
    page = rendered(shown_file(path, Path("/outbox"), "/laporan"))
    assert re.fullmatch(r'<p><a href="/laporan/[\w.~%/-]+">[^<]*</a></p>\n', page), page


@given(names)
@settings(max_examples=100)
def test_on_the_screen_a_name_is_no_markup_and_no_command_of_the_terminal(name: str) -> None:
    for write in (lambda console: console.print(f"Berkas {name}"), lambda console: _in_a_table(console, name)):
        written = io.StringIO()
        write(screen.Screen(file=written, width=10_000, force_terminal=True, color_system=None, soft_wrap=True))
        assert "".join(visible(name).split()) in "".join(written.getvalue().split())
        assert not [one for one in written.getvalue() if unicodedata.category(one) in ("Cc", "Cf") and one != "\n"]


def _in_a_table(console: screen.Screen, name: str) -> None:
    screen.print_table(console, "", [{"Kode": "62.01", "Berkas": name, "Status": "diterima"}], set())


@given(names)
@settings(max_examples=50)
def test_json_is_the_same_for_a_program_and_harmless_on_a_terminal(name: str) -> None:
    shown = seen_by_programs(json.dumps([name], ensure_ascii=False))
    assert json.loads(shown) == [name]
    assert not [one for one in shown if unicodedata.category(one) in ("Cc", "Cf", "Cs")]


def test_a_log_line_of_a_step_is_one_line() -> None:
    made = logging.getLogger("tasks.read.workbooks").makeRecord(
        "tasks.read.workbooks", 20, "", 1, "%s: dibaca", ("a\nb\x1b[2J",), None
    )
    assert made.getMessage() == r"a\x0ab\x1b[2J: dibaca"
    others = logging.getLogger("prefect").makeRecord("prefect", 20, "", 1, "a\nb", (), None)
    assert others.getMessage() == "a\nb"


@pytest.mark.slow
@pytest.mark.parametrize("name", NASTY)
def test_a_message_and_a_letter_say_a_name_in_one_line(name: str, home: Path) -> None:
    (told,) = acceptances(the_quarter(), {}, LETTER)[:1]
    told = replace(told, values=told.values | {"berkas": name, "daerah": name})
    subject, mail = mail_of(told, home)
    for text in (subject, mail, chat_of(told, home)):
        assert not [one for one in text if unicodedata.category(one)[0] == "C" and one != "\n"]
    assert visible(name) in mail
    assert "\n" not in subject
