"""Two answers never lie under one name, not even where a file system tells no capitals apart."""

import unicodedata
from itertools import permutations
from pathlib import Path

import openpyxl
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import settings as site
from tasks.answer.copies import annotate
from tasks.answer.of_quarter import answer_names
from tasks.intake.take_in import check_files
from tasks.read.workbooks import read_workbooks
from tests.builders import AS_OF

SENDERS = ["62.01", "62.02", ""]
CONTENTS = ["a" * 64, "a" * 63 + "b", "b" * 64]  # the first two begin alike
NAMES = ["laporan.xlsx", "LAPORAN.xlsx", "Laporan - temuan.xlsx", "laporan - temuan 2.xlsx", "lapor\u00e9.xlsx"]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(SENDERS), st.sampled_from(CONTENTS)), min_size=1, max_size=8))
def test_every_submission_of_a_quarter_has_a_name_of_its_own(sent: list[tuple[str, str]]) -> None:
    revisions: dict[str, int] = {}
    rows = []
    for id_, (code, sha256) in enumerate(sent):
        revisions[code] = revisions.get(code, 0) + 1
        rows.append((id_, code, sha256, revisions[code]))
    files = pd.DataFrame(rows, columns=["id", "regency_code", "sha256", "revision"])
    names = [name.casefold() for name in answer_names(files).values()]
    assert len(set(names)) == len(rows)


def sent(folder: Path, names: list[str]) -> list[Path]:
    """A file of each name and of its other spelling, each in a folder of its own."""
    paths = []
    for number, name in enumerate([*names, unicodedata.normalize("NFD", names[-1])]):
        path = folder / str(number) / name
        path.parent.mkdir(parents=True)
        book = openpyxl.Workbook()
        book.active["A1"] = number
        book.save(path)
        paths.append(path)
    return paths


def test_every_file_that_is_checked_has_a_copy_of_its_own_also_beside_those_of_before(tmp_path: Path) -> None:
    paths, folder = sent(tmp_path / "kiriman", NAMES), tmp_path / "salinan"
    written: set[str] = set()
    for order in list(permutations(range(len(paths))))[:3]:
        files = [paths[at] for at in order]
        checked = check_files(files, read_workbooks(files, site().limits), AS_OF, site())
        copies = annotate(checked, folder, site().limits)
        told = {unicodedata.normalize("NFC", path.name).casefold() for path in copies}
        assert len(told) == len(files)
        assert [openpyxl.load_workbook(copy)["Sheet"]["A1"].value for copy in copies] == list(order)
        written |= told
    assert len({unicodedata.normalize("NFC", path.name).casefold() for path in folder.iterdir()}) == len(written)
    assert len(list(folder.iterdir())) == len(written)
