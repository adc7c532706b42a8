"""The story of three years of two provinces in which known things happen: what is said of each quarter, in full.

`python -m tests.report.test_history` writes the golden sentences anew; read them as a governor would before they are
committed.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from config import catalogue
from config.provinces import provinces
from schemas.consolidated import Consolidated
from schemas.frames import Findings, frame_of
from schemas.movement import News
from schemas.period import Period
from schemas.wording import number_text
from tasks.report.change_sentences import points_text
from tasks.report.front_page import front_page
from tasks.report.outlook import span_text
from tasks.report.overview import story_of
from tasks.report.tables.change import province_steps, regency_changes
from tasks.report.tables.lookups import facts_of, short_name
from tests.report_builders import KABKOTA, consolidated

pytestmark = pytest.mark.whole

GOLDEN = Path(__file__).parents[1] / "golden" / "cerita"
QUARTERS = Period(2022, 1).through(Period(2024, 4))
SERVICES = catalogue.services(KABKOTA)
ITEMS = catalogue.quality_items(KABKOTA).drop_duplicates("service_code").set_index("service_code")["item_code"]
Figures = dict[str, pd.DataFrame]

EVENTS = {
    "34": {
        "34.04": "melapor sejak 2022-TW3",
        "34.71": "melapor sejak 2023-TW1",
        "34.03": "berhenti melapor mulai 2024-TW3",
        "34.02": "pada 2024-TW4 memotong sasaran tanpa melayani lebih banyak",
        "semua": "tidak ada yang melapor pada 2023-TW2; sejak 2023 butir mutu kesehatan memakai daftar lain",
    },
    "76": {
        "76.06": "ditolak pada 2022-TW4 sampai 2023-TW1",
        "76.03": "pada 2023-TW3 mengirim angka 2023-TW2 lagi",
        "semua": "pada 2024 sasaran lebih rendah, yang dilayani tetap; semua ditolak pada 2024-TW3; pada 2024-TW4 "
        "hanya tiga yang melapor",
    },
}


def reporters(province: str, quarter: Period) -> list[str]:
    codes, key = list(catalogue.regencies(province)["code"]), quarter.key
    silent = {
        "34.04": key < "2022-TW3",
        "34.71": key < "2023-TW1",
        "34.03": key >= "2024-TW3",
        "76.06": "2022-TW4" <= key <= "2023-TW1",
        **dict.fromkeys(("76.04", "76.05"), key == "2024-TW4"),
    }
    if key in {"34": ("2023-TW2",), "76": ("2024-TW3",)}[province]:
        return []
    return [code for code in codes if not silent.get(code) and (code, key) != ("76.06", "2024-TW4")]


def regency(code: str, quarter: Period) -> Figures:
    """Served is a share of the target that grows with the year and from year to year."""
    if (code, quarter.key) == ("76.03", "2023-TW3"):
        quarter = quarter.previous()
    lower = code.startswith("76") and quarter.year == 2024
    year = 2023 if lower else quarter.year
    size, level = 400 + 10 * int(code[-2:]), 0.70 + 0.01 * (int(code[-2:]) % 9) + 0.06 * (year - 2022)
    rows = []
    for place, service in enumerate(SERVICES.itertuples()):
        target = size + 7 * place
        served = round(target * min(1, level + 0.03 * (place % 5)) * quarter.quarter / 4)
        target = round(target * 0.8) if lower or (code, quarter.key) == ("34.02", "2024-TW4") else target
        if (code, quarter.key) == ("34.02", "2024-TW4"):
            served = round(served * 0.9)
        rows.append((code, place + 6, service.service_code, service.unit, target, served, False))
    columns = ["regency_code", "row", "service_code", "unit", "target", "served", "nihil"]
    recipients = pd.DataFrame(rows, columns=columns).astype({"target": float, "served": float})
    return {"recipients": recipients, "quality": _quality(code, quarter, year)}


def _quality(code: str, quarter: Period, year: int) -> pd.DataFrame:
    """One item a service; those of health are of another list before 2023, with other needs."""
    rows = []
    for place, (service, item) in enumerate(ITEMS.items()):
        old = code.startswith("34") and quarter.year < 2023 and ".KES" in item.replace("K-KES", ".KES")
        listed = f"{service}.PMK4.01" if old else item
        required = 30.0 if old else 20.0
        rows.append((code, place + 6, service, listed, required, float(12 + (place + year) % 7)))
    return pd.DataFrame(rows, columns=["regency_code", "row", "service_code", "item_code", "required", "available"])


@cache
def figures(province: str, quarter: Period) -> Figures:
    made = [regency(code, quarter) for code in reporters(province, quarter)]
    return {key: pd.concat([one[key] for one in made], ignore_index=True) for key in made[0]} if made else {}


def is_refused(province: str, quarter: Period) -> bool:
    """Whether those who do not count sent something, which was rejected."""
    return (province, quarter.key) == ("76", "2024-TW3") or quarter.key in ("2022-TW4", "2023-TW1")


@cache
def report(province: str, quarter: Period) -> Consolidated:
    """As of the day after the deadline; up to seven quarters before it are known."""
    counted = reporters(province, quarter)
    others = [code for code in catalogue.regencies(province)["code"] if code not in counted]
    refused = is_refused(province, quarter)
    before = [one for one in QUARTERS if quarter.back(7) <= one < quarter and reporters(province, one)]

    def made(given: Figures) -> None:
        if counted:
            for key, found in figures(province, quarter).items():
                given[key] = found.reindex(columns=given[key].columns).assign(revision=1)
                given[key]["note"] = ""

    found = consolidated(
        province,
        missing=() if refused else tuple(others),
        rejected=tuple(others) if refused else (),
        own=False,
        period=quarter,
        change=made,
        earlier={one: figures(province, one) for one in before},
    )
    copied = (
        "76.03",
        "76.03.xlsx",
        "H03",
        "warning",
        "",
        "",
        "",
        "Hampir semua angka sama dengan triwulan sebelumnya.",
    )
    if (province, quarter.key) != ("76", "2023-TW3"):
        return found
    return replace(found, findings=pd.concat([found.findings, frame_of(Findings, [copied])], ignore_index=True))


@cache
def told(province: str, report_of: Callable[[str, Period], Consolidated] = report) -> str:
    """Every quarter: its sentences, the steps from last year's figure, and what there is to note of a regency."""
    lines = [f"# {provinces()[province].name}", "", "Yang terjadi:", ""]
    lines += [f"- {who}: {what}" for who, what in EVENTS[province].items()]
    for quarter in QUARTERS:
        facts = facts_of(report_of(province, quarter))
        story, steps = story_of(facts), province_steps(facts)
        lines += ["", f"## {quarter.key}"]
        for text in (story.head, story.development, story.standing, *story.complete):
            lines += ["", text] if text else []
        rows = steps.frame.to_dict("records")
        lines += ["", f"{steps.title}:", ""] if rows else []
        lines += [f"- {row['what']}: {_points(row['points'])}{number_text(row['index'], 2)}" for row in rows]
        noted = regency_changes(facts).frame
        lines += ["", *(f"- {row.name_}: {row.note}" for row in _noted(noted))] if len(noted) else []
    return "\n".join(line for line in lines) + "\n"


def _points(points: float | str) -> str:
    return "" if isinstance(points, str) else f"{points_text(points)} menjadi "


def _noted(frame: pd.DataFrame) -> list:
    return list(frame[frame["note"] != "–"].rename(columns={"name": "name_"}).itertuples())


@pytest.mark.parametrize("province", list(EVENTS))
def test_what_is_said_of_every_quarter_is_what_was_read_and_found_right(province: str):
    assert told(province) == (GOLDEN / f"{province}.md").read_text(encoding="utf-8")


def said(province: str, key: str) -> str:
    story = story_of(facts_of(report(province, Period.parse(key))))
    return f"{story.head} {story.development}"


@pytest.mark.parametrize(
    ("province", "key", "holds"),
    [
        ("34", "2022-TW1", lambda text: "Laporan pertama" in text),
        ("34", "2022-TW2", lambda text: "Laporan pertama" not in text and "naik" not in text),
        ("34", "2023-TW3", lambda text: "Triwulan II dilewati" in text),
        ("34", "2024-TW2", lambda text: "Triwulan II Tahun 2023 tidak mempunyai laporan yang diterima" in text),
        ("34", "2023-TW1", lambda text: "cara menghitung" in text and "kini ikut dihitung" in text),
        ("34", "2024-TW3", lambda text: "kali ini belum dihitung" in text),
        ("76", "2023-TW3", lambda text: "Angka Kabupaten Mamasa hampir seluruhnya sama dengan laporan" in text),
        ("76", "2024-TW1", lambda text: "hanya karena sasaran yang lebih rendah" in text and "naik" not in text),
        ("76", "2024-TW3", lambda text: "belum dapat dihitung" in text and "0,00" not in text),
        (
            "76",
            "2024-TW4",
            lambda text: "bila seperti pada Triwulan IV Tahun 2023 (laporan terakhir yang sebanding)" in text,
        ),
    ],
)
def test_each_event_is_told_as_what_it_is(province: str, key: str, holds: Callable[[str], bool]):
    assert holds(said(province, key)), said(province, key)


@pytest.mark.parametrize("quarter", [one for one in QUARTERS if one.quarter < 4], ids=str)
def test_before_the_year_is_over_nothing_is_called_belum_tuntas(quarter: Period):
    for province in EVENTS:
        assert "Belum Tuntas" not in told_of(province, quarter)


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_the_page_for_the_governor_gives_a_verdict_at_the_end_of_a_year_only(quarter: Period):
    for province in EVENTS:
        facts = facts_of(report(province, quarter))
        text = " ".join(line for part in front_page(facts) for line in part.lines)
        assert not (quarter.quarter < 4 and "Belum Tuntas" in text)
        assert ("sampai akhir tahun" in text) == (quarter.quarter < 4 and not facts.consolidated.regency.empty)
        assert not (facts.consolidated.regency.empty and re.search(r"\d,\d\d", text)), text


def told_of(province: str, quarter: Period) -> str:
    return told(province).partition(f"## {quarter.key}\n")[2].partition("\n## ")[0]


def test_a_lower_target_of_one_regency_is_noted_beside_it():
    frame = regency_changes(facts_of(report("34", Period(2024, 4)))).frame.set_index("regency_code")
    assert frame.loc["34.02", "note"] == "bertambah hanya karena sasaran lebih rendah"
    assert set(frame["note"].drop("34.02")) == {"–"}


def test_the_middle_figure_of_a_range_says_over_how_many_it_is_where_the_ends_are_over_more():
    made = report("34", Period(2024, 3))
    (missing,) = made.span.missing
    fewer = replace(made.span, missing=(missing, "34.01"), unknown=("34.01",), over=6)
    text = span_text(facts_of(replace(made, span=fewer)))
    assert "(laporan terakhir yang sebanding; rata-rata 5 dari 6 daerah saja); " in text
    assert "daerah saja" not in span_text(facts_of(made))


def test_a_rejected_sending_whose_earlier_report_counts_is_not_told_like_one_that_left_nothing():
    made = report("34", Period(2024, 3))
    counted, (missing,) = made.regency["regency_code"].iloc[0], made.span.missing
    news = News(made.as_of, 4, 80.0, 80.0, (), (), (), (missing,), (counted,))
    text = " ".join(line for part in front_page(facts_of(replace(made, news=news))) for line in part.lines)
    names = facts_of(made).names
    assert f"kirimannya ditolak: {short_name(names[missing])}; " in text
    assert f"kiriman barunya ditolak, laporan terdahulunya tetap dihitung: {short_name(names[counted])}." in text


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in EVENTS:
        (GOLDEN / f"{each}.md").write_text(told(each), encoding="utf-8")
