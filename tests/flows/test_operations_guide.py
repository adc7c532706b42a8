"""docs/operasi.md, for whoever looks after a site: it lists what one sees."""

import ast
from pathlib import Path

from schemas.frames import STATUSES
from tasks.notify.run_summary import TO_DO
from tasks.publish.approval import APPROVED, EXPIRED, REFUSED, VOID, WITHDRAWN

HERE = Path(__file__).parents[2]
GUIDE = (HERE / "docs" / "operasi.md").read_text(encoding="utf-8")
PREFECTS_OWN = {
    *("Scheduled", "Late", "AwaitingConcurrencySlot", "Pending", "Submitting", "InfrastructurePending", "Running"),
    *("Suspended", "Resuming", "Cancelling", "Cancelled", "Failed", "Crashed"),
}
_STATES = {"Completed", "Failed", "Crashed", "Scheduled", "Cancelled"}


def named_states() -> set[str]:
    """What the flows call their states, where the name is written out."""
    calls = (one for path in (HERE / "flows").rglob("*.py") for one in ast.walk(ast.parse(path.read_text("utf-8"))))
    states = (one for one in calls if isinstance(one, ast.Call) and getattr(one.func, "id", "") in _STATES)
    names = (word.value for state in states for word in state.keywords if word.arg == "name")
    return {name.value for name in names if isinstance(name, ast.Constant)}


def told_states() -> set[str]:
    """The first column of the guide's table of states."""
    table = GUIDE.partition("| keadaan | proses |")[2].partition("\n\n")[0]
    return {name.strip() for line in table.splitlines()[2:] for name in line.split("|")[1].split(",")}


def test_every_state_that_people_see_is_in_the_guide() -> None:
    found = named_states()
    assert {"Terlambat", "Baik", "Terpotong", "Jawaban siap diserahkan"} <= found
    decided = {one.capitalize() for one in (REFUSED, VOID, EXPIRED, WITHDRAWN)}
    checked = {one.capitalize() for one in STATUSES[:3]}
    assert (
        found | decided | checked | PREFECTS_OWN | {TO_DO, "Selesai", "Dilewati", "Tidak dijalankan"} <= told_states()
    )
    assert APPROVED.capitalize() not in told_states(), "an approved report is 'Terbit'"


def test_the_guide_names_the_menu_that_run_opens_and_no_resume() -> None:
    assert "**Quick run**" in GUIDE
    assert "**Custom run**" in GUIDE
    assert "Resume" not in GUIDE
