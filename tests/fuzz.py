"""A mutation fuzzer over valid forms: `make fuzz`, or `python -m tests.fuzz --files 100 --grids 200 --seed 7`.

Files are changed in their bytes, in the parts of their package, or in their XML; they are read, judged and answered.
Grids are changed as if they had been read, which is ten times faster and goes straight at what is behind the reader.
Each case is made from the seed and its own number alone, so any of them can be made again: `--only 1234`. What fails
lies in build/fuzz/.
"""

import argparse
import json
import logging
import random
import re
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from pprint import pformat

from config.catalogue import layouts, rules
from config.settings import Settings, settings
from schemas.finding import Severity, count_of
from schemas.frames import STATUSES
from schemas.reconciliation import Fate
from schemas.submission import Checked
from schemas.workbook import NO_VALUE, RawSheet, RawWorkbook, Refusal
from tasks.answer.copies import annotate
from tasks.intake.take_in import check_files
from tasks.read.workbooks import read_workbooks
from tasks.understand.rows import figure_columns
from tests.builders import PROVINSI, Book
from tests.hostile_files import Parts, clean_books, clean_form, parts_of, write_package

BATCH = 200
AS_OF = datetime(2025, 1, 22, tzinfo=UTC)
FAILURES = Path("build/fuzz")
_CELL = re.compile(r"([A-Z]{1,3}[1-9]\d*)?")

NASTY_NUMBERS = ["-1", "0", "-0", "1e308", "-1e308", "5e-324", "1e15", "1e16", "9007199254740993", "0.1", "NaN", "inf"]
NASTY_NUMBERS += ["1e999", "2958466", "99999999999999999999", "1,5", "0x1A", "", " ", "6201123456780001", "1.5e", "٣"]
NASTY_TEXTS = ["", " ", "\xa0", "-", "–", "#REF!", "#N/A", "NIHIL", "Ya", "1.234,50", "1,234", "Rp 1.000", "85 %", "'"]
NASTY_TEXTS += [
    "{value}",
    "%s",
    "K-KES-99",
    "K-KES-01",
    "TOTAL",
    "JUMLAH",
    "6201-1234-5678-0001",
    "9" * 400,
    "x" * 40_000,
]
NASTY_TEXTS += ["(1)", "2024", "IV", "Kode Layanan", "Jumlah Terlayani", "_xD800_", "\u202e0005", "=1+1", "0" * 5000]
NASTY_TEXTS += [
    "١٢٣",
    "²",
    "½",
    "1e5",
    "NaN",
    "Infinity",
    "\U0001f600",
    "62.1",
    "Tahun 20255",
    "TW V",
    "Sudah ",
    "e\u0301",
]
NASTY_VALUES = [0.0, -1.0, -0.0, 1e308, -1e308, 5e-324, 1e15, 1e16, 62.1, 0.5, 2**53 + 1.0, 6201123456780001.0, 2024.0]
NASTY_VALUES += [True, False, None, 7, 10**30, date(1, 1, 1), datetime(9999, 12, 31), timedelta(days=-1)]
NASTY_VALUES += [datetime(2024, 1, 1).time(), *NASTY_TEXTS[:-20], "9" * 400, "\x07", "a\x00b", "\n\t", "\ufffe"]


# --- files: bytes, parts, XML ----------------------------------------------------------------------------------------


def change_bytes(dice: random.Random, content: bytes) -> bytes:
    """Flipped, overwritten, cut out, doubled or cut off somewhere."""
    data = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at, length = dice.randrange(len(data) or 1), dice.choice((1, 2, 16, 500))
        piece = data[at : at + length]
        how = dice.randrange(6)
        if how == 0 and piece:
            data[at] ^= 1 << dice.randrange(8)
        elif how == 1:
            data[at : at + length] = dice.randbytes(len(piece))
        elif how == 2:
            del data[at : at + length]
        elif how == 3:
            data[at:at] = piece
        elif how == 4:
            data[at : at + length] = dice.choice((b"\0", b"\xff", b" ")) * len(piece)
        elif dice.random() < 0.1:
            del data[at:]
    return bytes(data)


def change_parts(dice: random.Random, form: Parts) -> list[tuple[str, bytes]]:
    """Parts that are missing, doubled, renamed, exchanged, cut off or changed in their bytes."""
    parts = list(form.items())
    for _ in range(dice.randint(1, 3)):
        at, other = dice.randrange(len(parts)), dice.randrange(len(parts))
        (name, content), (other_name, other_content) = parts[at], parts[other]
        how = dice.randrange(7)
        if how == 0 and len(parts) > 1:
            del parts[at]
        elif how == 1:
            parts.append((name, other_content))
        elif how == 2:
            parts[at] = (dice.choice((name.upper(), name[:-4], f"../{name}", name.replace("/", "\\"), "")), content)
        elif how == 3:
            parts[at], parts[other] = (name, other_content), (other_name, content)
        elif how == 4:
            parts[at] = (name, content[: dice.randrange(len(content) + 1)])
        else:
            parts[at] = (name, change_bytes(dice, content))
    return parts


_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
_REFERENCES = [b"A1", b"F6", b"XFD1048576", b"A0", b"a1", b"ZZZ9", b"F-6", b"", b"R1C1", b"A99999999999", b"B5:C7"]
_KINDS = [b"s", b"str", b"b", b"e", b"n", b"d", b"inlineStr", b"", b"zzz"]


def change_xml(dice: random.Random, form: Parts) -> list[tuple[str, bytes]]:
    """One part with tags and texts dropped, doubled, exchanged, or with other attributes, kinds, places and values."""
    name = dice.choice([name for name in form if name.endswith((".xml", ".rels"))])
    tokens = _TOKEN.findall(form[name])
    for _ in range(dice.randint(1, 8)):
        at, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
        how = dice.randrange(6)
        if how == 0 and len(tokens) > 2:
            del tokens[at]
        elif how == 1:
            tokens.insert(other, tokens[at])
        elif how == 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif tokens[at].startswith(b"<"):
            tokens[at] = _change_tag(dice, tokens[at])
        else:
            tokens[at] = dice.choice(NASTY_NUMBERS + NASTY_TEXTS).encode()
    return list((form | {name: b"".join(tokens)}).items())


def _change_tag(dice: random.Random, tag: bytes) -> bytes:
    attributes = list(_ATTRIBUTE.finditer(tag))
    if not attributes:
        return dice.choice((tag[:-1] + b"/>", b"<" + tag[1:].lstrip(b"/"), b"</" + tag[1:], tag[:-1] + b' t="e">'))
    one, other = dice.choice(attributes), dice.choice(attributes)
    new = {b"r": _REFERENCES, b"t": _KINDS, b"ref": _REFERENCES}.get(one[1], [n.encode() for n in NASTY_NUMBERS])
    changed = dice.choice((b"", one[0] * 2, b' %s="%s"' % (one[1], dice.choice(new)), b' %s="%s"' % (one[1], other[2])))
    return tag[: one.start()] + changed + tag[one.end() :]


# --- grids -----------------------------------------------------------------------------------------------------------


def change_grid(dice: random.Random, book: RawWorkbook) -> RawWorkbook:
    """The workbook as if it had been read with other cells, rows, columns, faults, merged ranges, names and sheets."""
    sheets = [
        RawSheet(one.name, [list(cells) for cells in one.rows], dict(one.faults), list(one.merged), one.visible)
        for one in book.sheets
    ]
    for _ in range(dice.choice((1, 2, 5, 30))):
        at = dice.randrange(len(sheets))
        if dice.random() < 0.9 and sheets[at].rows:
            dice.choice(_SHEET_CHANGES)(dice, sheets[at])
        elif dice.random() < 0.3:
            sheets.append(dice.choice(sheets))
        elif dice.random() < 0.3 and len(sheets) > 1:
            del sheets[at]
        else:
            one, name = (
                sheets[at],
                dice.choice([*NASTY_TEXTS, *(sheet.name for sheet in sheets), "a/b\\c:*?", "x" * 99]),
            )
            sheets[at] = RawSheet(name, one.rows, one.faults, one.merged, one.visible)
    return RawWorkbook(book.kind, sheets)


def _place(dice: random.Random, sheet: RawSheet) -> tuple[list, int]:
    """A row and a place in it, near the headings as often as anywhere."""
    row = sheet.rows[dice.randrange(min(len(sheet.rows), dice.choice((10, 10_000))))]
    return row, dice.randrange(len(row) + 1)


def _set_value(dice: random.Random, sheet: RawSheet) -> None:
    row, at = _place(dice, sheet)
    row[at : at + 1] = [dice.choice(NASTY_VALUES)]


def _set_column(dice: random.Random, sheet: RawSheet) -> None:
    _, at = _place(dice, sheet)
    value = dice.choice(NASTY_VALUES)
    for row in sheet.rows[5:]:
        row[at : at + 1] = [value]


def _exchange_cells(dice: random.Random, sheet: RawSheet) -> None:
    row, at = _place(dice, sheet)
    other, there = _place(dice, sheet)
    if at < len(row) and there < len(other):
        row[at], other[there] = other[there], row[at]


def _drop_row(dice: random.Random, sheet: RawSheet) -> None:
    at = dice.randrange(len(sheet.rows))
    del sheet.rows[at : at + dice.choice((1, 1, 5, 100))]


def _double_row(dice: random.Random, sheet: RawSheet) -> None:
    at = dice.randrange(len(sheet.rows))
    sheet.rows.insert(dice.randrange(len(sheet.rows) + 1), list(sheet.rows[at]))


def _shift_row(dice: random.Random, sheet: RawSheet) -> None:
    row, at = _place(dice, sheet)
    if dice.random() < 0.5:
        row.insert(at, "")
    else:
        del row[at:]


def _insert_blank(dice: random.Random, sheet: RawSheet) -> None:
    at = dice.randrange(6)
    if dice.random() < 0.5:
        sheet.rows[at:at] = [[]] * dice.choice((1, 40))
    else:
        for row in sheet.rows:
            row[at:at] = ["x" if dice.random() < 0.1 else ""] * dice.choice((1, 30))


def _set_fault(dice: random.Random, sheet: RawSheet) -> None:
    row, at = dice.randrange(len(sheet.rows)), dice.randint(1, 12)
    if at <= len(sheet.rows[row]):
        sheet.rows[row][at - 1] = ""
    sheet.faults[row + 1, at] = dice.choice((NO_VALUE, "#REF!", "#SPILL!", "Err:502"))


def _merge(dice: random.Random, sheet: RawSheet) -> None:
    top, left = dice.randint(1, 40), dice.randint(1, 12)
    sheet.merged.append((top, left, top + dice.choice((0, 1, 3, 1_000_000)), left + dice.choice((0, 1, 5, 16_000))))


def _turn(dice: random.Random, sheet: RawSheet) -> None:
    """Rows become columns; or nothing is left at all."""
    turned = [list(cells) for cells in zip(*sheet.rows, strict=False)]
    sheet.rows[:] = turned if dice.random() < 0.5 else []


_SHEET_CHANGES: list[Callable[[random.Random, RawSheet], None]] = [_set_value] * 8 + [_set_column, _exchange_cells]
_SHEET_CHANGES += [_drop_row, _double_row, _shift_row, _insert_blank, _set_fault, _merge, _turn]


# --- cases -----------------------------------------------------------------------------------------------------------


class Forms:
    """The valid workbooks that all cases start from, in every format."""

    def __init__(self, folder: Path) -> None:
        self.xlsx = clean_form(folder / "form.xlsx")
        written = list(clean_books(folder).values())
        self.others = [path.read_bytes() for path in written]
        self.parts = [parts_of(content) for content in (self.xlsx, *self.others[1:])]
        read = read_workbooks([folder / "form.xlsx", *written], settings().limits)
        self.grids = [*read, Book().raw(), Book(PROVINSI).raw()]

    def write_mutated(self, dice: random.Random, path: Path) -> None:
        """A file of any format; most are .xlsx and changed in their XML."""
        how = dice.random()
        if how < 0.3:
            path.write_bytes(change_bytes(dice, dice.choice([self.xlsx, *self.others])))
        elif how < 0.5:
            write_package(path, change_parts(dice, dice.choice(self.parts)))
        else:
            write_package(path, change_xml(dice, dice.choice(self.parts[:1] * 3 + self.parts[2:])))


@dataclass
class Tally:
    """What has come out so far; `failures` are (case, what went wrong), `over` the files that the limits ended."""

    verdicts: Counter = field(default_factory=Counter)
    rules: Counter = field(default_factory=Counter)
    over: list[str] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    slowest: float = 0

    def add(self, case: str, checked: Checked) -> None:
        self.verdicts[checked.status] += 1
        self.rules.update({finding.rule for finding in checked.findings})
        for fault in faults_of(checked):
            self.failures.append((case, fault))


def faults_of(checked: Checked) -> Iterator[str]:
    """What is wrong with a verdict: every workbook has one, with reasons that a person can find and read."""
    errors = [one for one in checked.findings if one.severity is Severity.ERROR]
    if checked.status not in STATUSES[:3] or bool(errors) != (checked.status == STATUSES[2]):
        yield f"without a verdict: {checked.status!r} with {len(errors)} errors"
    own = {one.name for one in checked.findings if not one.cause}
    if not {one.cause for one in checked.findings if one.cause} <= own or bool(errors) != bool(
        count_of(checked.findings, Severity.ERROR)
    ):
        yield "a cause that nobody told, or no error of its own"
    if not checked.normalised.figures and not errors:
        yield "accepted without a figure"
    if not errors:
        yield from unknown_figures(checked)
    for one in checked.cells.left_out:
        if one.fate is Fate.UNACCOUNTED:
            yield f"passed over: {one.sheet}!{one.cells}"
    for one in checked.findings:
        if one.rule not in rules() or not one.message or not _CELL.fullmatch(one.cell):
            yield f"a finding nobody can use: {one}"
        try:
            json.dumps([one.message, one.sheet, one.value], ensure_ascii=False).encode()
        except UnicodeEncodeError:
            yield f"a finding that cannot be written: {one!r}"


def unknown_figures(checked: Checked) -> Iterator[str]:
    """Required cells that hold nothing, in a workbook of which nobody was told so."""
    layout = layouts()[checked.normalised.layout]
    for key, rows in checked.normalised.figures.items():
        order = figure_columns(key)
        for column in (one for one in layout.by_key[key].columns if one.required and one.key in order):
            at = order.index(column.key)
            for row in rows:
                if row[at] != row[at] or row[at] == "":
                    yield f"accepted without {column.key} in row {row[0]} of {key}"


def check_cases(
    cases: list[str], paths: list[Path], books: list[RawWorkbook], tally: Tally, site: Settings
) -> dict[str, Checked]:
    """The whole batch at once; where it fails, each case for itself, so that the guilty ones are named."""
    try:
        verdicts = dict(zip(cases, check_files(paths, books, AS_OF, site), strict=True))
    except Exception:
        if len(cases) > 1:
            each = zip(cases, paths, books, strict=True)
            return {name: one for c, p, b in each for name, one in check_cases([c], [p], [b], tally, site).items()}
        tally.verdicts["none"] += 1
        tally.failures.append((cases[0], traceback.format_exc(limit=-4)))
        return {}
    for case, checked in verdicts.items():
        tally.add(case, checked)
    return verdicts


def answer_cases(verdicts: dict[str, Checked], folder: Path, tally: Tally, site: Settings) -> None:
    """The annotated copy of each, which must come about and can be opened."""
    answers = {}
    for case, checked in verdicts.items():
        try:
            (answers[case],) = annotate([checked], folder / "answers", site.limits)
        except Exception:
            tally.failures.append((case, traceback.format_exc(limit=-4)))
    for case, book in zip(answers, read_workbooks(list(answers.values()), site.limits), strict=True):
        if book.refusal:
            tally.failures.append((case, f"an annotated copy nobody can open: {book.refusal}"))
        answers[case].unlink()


def fuzz_files(forms: Forms, seed: int, numbers: range, folder: Path, tally: Tally, site: Settings) -> None:
    cases, paths = [f"file {seed}-{number}" for number in numbers], []
    for number in numbers:
        paths.append(folder / f"62.01 2024-TW4 {number}.{random.Random(number).choice(('xlsx', 'xls', 'ods', 'xlsb'))}")
        forms.write_mutated(random.Random(f"{seed}-{number}"), paths[-1])
    started, known = time.perf_counter(), len(tally.failures)
    try:
        books = list(read_workbooks(paths, site.limits))
    except Exception:
        tally.failures.append((f"{cases[0]} to {numbers[-1]}", traceback.format_exc(limit=-4)))
        return
    tally.slowest = max(tally.slowest, time.perf_counter() - started)
    tally.over += [case for case, book in zip(cases, books, strict=True) if book.refusal == Refusal("F04", "effort")]
    answer_cases(check_cases(cases, paths, books, tally, site), folder, tally, site)
    failed = {case for case, _ in tally.failures[known:]}
    for case, path in zip(cases, paths, strict=True):
        if case in failed:
            _keep(case + path.suffix, path.read_bytes())
        path.unlink()


def fuzz_grids(forms: Forms, seed: int, numbers: range, folder: Path, tally: Tally, site: Settings) -> None:
    path = folder / "62.01 2024-TW4.xlsx"
    path.touch()
    cases = [f"grid {seed}-{number}" for number in numbers]
    dices = [random.Random(f"{seed}-{number}") for number in numbers]
    books = [change_grid(dice, dice.choice(forms.grids)) for dice in dices]
    known = len(tally.failures)
    check_cases(cases, [path] * len(books), books, tally, site)
    failed = {case for case, _ in tally.failures[known:]}
    for case, book in zip(cases, books, strict=True):
        if case in failed:
            _keep(f"{case}.txt", pformat(book, width=200).encode("utf-8", "backslashreplace"))


def _keep(name: str, content: bytes) -> None:
    FAILURES.mkdir(parents=True, exist_ok=True)
    (FAILURES / name.replace(" ", "-")).write_bytes(content)


def fuzz(seed: int, files: range, grids: range, site: Settings, say: Callable[[str], None] = lambda _: None) -> Tally:
    """All cases of these numbers, a batch at a time."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="spm-fuzz-") as name:
        forms = Forms(Path(name))
        for run, numbers in ((fuzz_files, files), (fuzz_grids, grids)):
            for start in range(numbers.start, numbers.stop, BATCH):
                run(forms, seed, range(start, min(start + BATCH, numbers.stop)), Path(name), tally, site)
                say(f"{run.__name__}: {min(start + BATCH, numbers.stop)} of {numbers.stop}")
    return tally


def report(tally: Tally, files: int, grids: int, seconds: float, site: Settings) -> list[str]:
    """What to say of a run: verdicts, rules, speed, limits, and each failure with the case that makes it again."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    total = files + grids
    lines = [f"{total} mutated workbooks: {files} files that were read, {grids} grids as if read"]
    lines += [f"  {verdict:<25} {count:6}" for verdict, count in tally.verdicts.most_common()]
    lines.append("  findings by rule, in how many workbooks: ")
    lines[-1] += ", ".join(f"{rule} {count}" for rule, count in sorted(tally.rules.items()))
    lines.append(f"  {total / seconds:.0f} workbooks a second; slowest batch of reading {tally.slowest:.1f} s")
    lines.append(f"  the largest reading process took {peak} MB (limit {site.limits.memory_mb})")
    lines += [f"FAILED {case}: {fault}" for case, fault in tally.failures]
    lines += [f"OVER THE LIMITS {case}" for case in tally.over]
    lines.append(
        f"{len(tally.failures)} failures; {len(tally.over)} over the limits; {tally.verdicts['none']} without a verdict"
    )
    return lines


def main() -> int:
    """Exit code 1 where anything failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=4000)
    options.add_argument("--grids", type=int, default=6000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", type=int, help="one number: the file and the grid of that case")
    chosen = options.parse_args()
    files, grids = range(chosen.files), range(chosen.grids)
    if chosen.only is not None:
        files = grids = range(chosen.only, chosen.only + 1)
    logging.disable(logging.WARNING)  # that a broken file is answered by its findings alone is no news here
    site, started = settings(), time.perf_counter()
    tally = fuzz(chosen.seed, files, grids, site, say=lambda line: print(line, end="\r", file=sys.stderr, flush=True))
    print("\n".join(report(tally, len(files), len(grids), time.perf_counter() - started, site)))
    return 1 if tally.failures or tally.over else 0


if __name__ == "__main__":
    sys.exit(main())
