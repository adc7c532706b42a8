"""Problems and actions of the quarter before: what is said of each, against a count by hand."""

import random
import re

import pandas as pd
import pytest

from schemas.followed_up import COUNTS
from schemas.frames import FIGURES, columns
from schemas.period import Period
from tasks.compute.followed_up import followed_up

PERIOD = Period(2025, 1)
TEXT = {"problems": "problem", "actions": "activity"}
Named = list[tuple[str, str, str, str]]
"""Regency, service, text, office."""


def quarter(reporting=("A", "B"), **named: Named) -> dict[str, pd.DataFrame]:
    """Figures of a quarter in which these regencies reported and named these problems and actions."""
    frames = {"recipients": pd.DataFrame({"regency_code": list(reporting)}, dtype=str)}
    for key, column in TEXT.items():
        rows = [
            dict(zip(("regency_code", "service_code", column, "opd"), one, strict=True)) for one in named.get(key, [])
        ]
        names = ["regency_code", *(name for name in columns(FIGURES[key]) if name != "submission")]
        frames[key] = pd.DataFrame(rows, columns=names).astype(
            dict.fromkeys(("regency_code", "service_code", column, "opd"), str)
        )
    return frames


def states(now: dict, before: dict | None) -> list[tuple]:
    rows = followed_up(PERIOD, now, before).rows
    return [(row.then, row.state, row.now) for row in rows.itertuples()]


def problems(*texts: str, service: str = "K-KES-01", code: str = "A", opd: str = "Dinas") -> Named:
    return [(code, service, text, opd) for text in texts]


def test_the_same_words_but_for_capitals_spaces_and_marks_are_named_again():
    now, then = quarter(problems=problems("data  BELUM padan.")), quarter(problems=problems("Data belum padan"))
    assert states(now, then) == [("Data belum padan", "same", "")]


def test_other_words_for_the_same_service_are_changed_and_all_of_them_are_shown():
    now = quarter(problems=problems("Kurang dana", "Alat rusak", "Data belum padan"))
    then = quarter(problems=problems("Data belum padan", "Kurang guru"))
    assert states(now, then) == [
        ("Data belum padan", "same", ""),
        ("Kurang guru", "changed", "Alat rusak; Kurang dana"),
    ]


def test_what_only_another_service_or_regency_or_kind_names_is_not_named_any_more():
    others = [*problems("Kurang guru", service="K-DIK-01"), *problems("Kurang guru", code="B")]
    now = quarter(problems=others, actions=problems("Kurang guru"))
    assert states(now, quarter(problems=problems("Kurang guru"))) == [("Kurang guru", "gone", "")]


def test_of_who_did_not_report_in_both_quarters_nothing_is_said():
    now = quarter(("A", "C"), problems=problems("Kurang guru", code="C"))
    then = quarter(("A", "B"), problems=[*problems("Kurang guru"), *problems("Kurang guru", code="B")])
    told = followed_up(PERIOD, now, then)
    assert (list(told.rows["regency_code"]), told.without, told.since) == (["A"], ("C",), Period(2024, 4))
    assert (told.both, told.counted_then) == (("A",), 2)


@pytest.mark.parametrize("before", [None, quarter(())])
def test_without_a_quarter_before_there_is_nothing(before):
    told = followed_up(PERIOD, quarter(problems=problems("Kurang guru")), before)
    assert (len(told.rows), len(told.by_regency), len(told.by_office), told.without) == (0, 0, 0, ("A", "B"))
    assert (told.both, told.counted_then) == ((), 0)


def test_blank_texts_are_no_problems_and_the_same_one_twice_is_one():
    then = quarter(problems=[*problems("", "Kurang guru", "kurang  guru"), *problems("Kurang guru", opd="DINAS")])
    assert states(quarter(), then) == [("Kurang guru", "gone", "")]


def test_spellings_of_one_office_are_counted_together():
    then = quarter(problems=[*problems("a", opd="DINAS  kesehatan"), *problems("b", opd="Dinas Kesehatan", code="B")])
    offices = followed_up(PERIOD, quarter(), then).by_office
    assert offices[["name", "problems_gone"]].to_numpy().tolist() == [["DINAS  kesehatan", 2]]


def test_another_office_is_named_and_one_that_stays_is_not():
    then = quarter(
        problems=[*problems("a", "b", "c", opd="Dinas"), *problems("a", opd="Badan"), *problems("d", opd="")]
    )
    now = quarter(problems=[*problems("a", opd="DINAS"), *problems("B.", opd="Kantor"), *problems("d", opd="Dinas")])
    rows = followed_up(PERIOD, now, then).rows
    assert {(row.then, row.opd): (row.state, row.opd_now) for row in rows.itertuples()} == {
        ("a", "Badan"): ("same", "DINAS"),
        ("a", "DINAS"): ("same", "DINAS"),
        ("b", "DINAS"): ("same", "Kantor"),
        ("c", "DINAS"): ("gone", ""),
        ("d", ""): ("same", "DINAS"),
    }


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def by_hand(kind: str, now: Named, then: Named, both: set[str]) -> set[tuple]:
    """Every former one beside every present one."""
    told = set()
    for code, service, text, opd in then:
        if not words(text) or code not in both:
            continue
        former = {words(one[2]) for one in then if one[:2] == (code, service)}
        present = {words(one[2]) for one in now if one[:2] == (code, service) and words(one[2])}
        state = "same" if words(text) in present else "changed" if present - former else "gone"
        told.add(
            (
                code,
                service,
                kind,
                words(opd),
                words(text),
                state,
                frozenset(present - former if state == "changed" else ()),
            )
        )
    return told


@pytest.mark.parametrize("seed", range(60))
def test_it_is_what_a_count_by_hand_gives(seed):
    chance = random.Random(seed)

    def made() -> tuple[list[str], dict[str, Named]]:
        named = {
            kind: [
                (
                    *map(
                        chance.choice,
                        ("ABC", ("S1", "S2"), ("dana", "Dana ", "guru", "alat", "", "-")),
                    ),
                    chance.choice(("Dinas", "dinas", "Badan", "")),
                )
                for _ in range(chance.randrange(9))
            ]
            for kind in TEXT
        }
        return [code for code in "ABC" if chance.random() < 0.8], named

    (now_from, now), (then_from, then) = made(), made()
    told = followed_up(PERIOD, quarter(now_from, **now), quarter(then_from, **then))
    both = set(now_from) & set(then_from)
    expected = set().union(*(by_hand(kind, now[kind], then[kind], both) for kind in TEXT))
    found = {
        (row.regency_code, row.service_code, row.kind, words(row.opd), words(row.then), row.state,
         frozenset(filter(None, map(words, row.now.split("; ")))))
        for row in told.rows.itertuples()
    }  # fmt: skip
    assert (found, len(told.rows)) == (expected, len(expected))
    for frame, place in ((told.by_regency, 0), (told.by_office, 3)):
        counted = {words(row["name"]): tuple(row[name] for name in COUNTS) for row in frame.to_dict("records")}
        names = {words(one[place]) for one in expected}
        assert counted == {
            name: tuple(
                sum((words(one[place]), f"{one[2]}_{one[5]}") == (name, column) for one in expected)
                for column in COUNTS
            )
            for name in names
        }
