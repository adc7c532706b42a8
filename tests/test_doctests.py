"""The examples in docstrings say what is true."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from tests.test_house import MODULES, ROOT, name_of

HERE = Path(__file__).parent
WITH_EXAMPLES = [path for path in (*MODULES, *HERE.glob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", [path for path in WITH_EXAMPLES if path != Path(__file__)], ids=name_of)
def test_the_examples_of_a_module_hold(path: Path) -> None:
    of = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    tried = doctest.testmod(of)
    assert (tried.attempted > 0, tried.failed) == (True, 0)
