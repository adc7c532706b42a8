"""Rules.md part 1 once more, in exact fractions and plain loops over dicts: what the computation is compared with.

Shares no code with the project. A province here is {regency_code: {service_code: Answer}}.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from math import floor

import pandas as pd
from hypothesis import strategies as st

from config import catalogue
from config.settings import ProvinceSettings, settings

FORM = {
    "K-DIK-01": "DIK",
    "K-DIK-02": "DIK",
    "K-KES-01": "KES",
    "K-KES-02": "KES",
    "K-KES-03": "KES",
    "K-PU-01": "PU",
    "K-PR-01": "PR",
    "K-TRA-01": "TRA",
    "K-SOS-01": "SOS",
}
BIDANG = ["DIK", "KES", "PU", "PR", "TRA", "SOS"]
SERVICES = pd.DataFrame({"service_code": list(FORM), "field_code": list(FORM.values()), "unit": "orang"}, dtype="str")
CATEGORIES = catalogue.table("categories")
REGIONS = catalogue.regencies("62").head(5)
LADDER = [
    (0, "Belum Tuntas"),
    (60, "Tuntas Muda"),
    (70, "Tuntas Pratama"),
    (80, "Tuntas Madya"),
    (90, "Tuntas Utama"),
    (100, "Tuntas Paripurna"),
]
NEAR = Fraction(1, 10**9)


@dataclass(frozen=True)
class Answer:
    """What a regency reports of a service; `items` are (required, available)."""

    target: float
    served: float
    nihil: bool = False
    items: tuple[tuple[float, float], ...] = ()


NIHIL = Answer(0, 0, nihil=True)


def method(**changed) -> ProvinceSettings:
    given = {"quality": "mean", "nihil": "exclude", "recipient_weight": 0.8, "quality_weight": 0.2, "served_limit": 1.5}
    return ProvinceSettings(**settings().province_defaults.model_dump() | given | changed)


def frames(province: dict[str, dict[str, Answer]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The province as the frames `recipients` and `quality`, as they come out of the ledger."""
    recipients, quality = [], []
    for regency, answers in province.items():
        for row, (service, answer) in enumerate(answers.items(), start=6):
            recipients.append((regency, row, service, float(answer.target), float(answer.served), answer.nihil))
            for number, (required, available) in enumerate(answer.items, start=1):
                code = f"{service}.T.{number:02}"
                quality.append((regency, 10 * row + number, service, code, float(required), float(available)))
    return (
        _frame(recipients, regency_code="str", row=int, service_code="str", target=float, served=float, nihil=bool),
        _frame(
            quality, regency_code="str", row=int, service_code="str", item_code="str", required=float, available=float
        ),
    )


def _frame(rows: list[tuple], **dtypes) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


# Random provinces: up to four of the five regencies report, small numbers so that ties and full marks are common.

_COUNT = st.one_of(st.integers(0, 5), st.integers(0, 3_000_000))
_ITEMS = st.lists(st.tuples(_COUNT, _COUNT), max_size=3).map(tuple)
_ANSWER = st.builds(Answer, _COUNT.filter(bool), _COUNT, st.just(False), _ITEMS) | st.builds(
    Answer, st.just(0), st.just(0), st.just(True), _ITEMS
)
_REGENCY = st.fixed_dictionaries(dict.fromkeys(FORM, _ANSWER))
PROVINCES = st.tuples(st.lists(_REGENCY, max_size=3), st.booleans(), st.permutations(list(REGIONS["code"]))).map(
    lambda drawn: dict(zip(drawn[2], [*drawn[0], *drawn[0][:1]] if drawn[1] else drawn[0], strict=False))
)
"""With the flag the first regency's answers come twice: a tie."""
METHODS = st.builds(
    method, quality=st.sampled_from(["mean", "pooled"]), nihil=st.sampled_from(["exclude", "full", "zero"])
)


# The rules, exactly.


def mean(values) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def service_index(answer: Answer, how: ProvinceSettings) -> Fraction | None:
    if answer.target == 0:
        return {"exclude": None, "full": Fraction(100), "zero": Fraction(0)}[how.nihil]
    reached = Fraction(100 * min(answer.served, answer.target), answer.target)
    needed = [(required, min(available, required)) for required, available in answer.items if required > 0]
    if not needed:
        return reached
    if how.quality == "mean":
        quality = mean(Fraction(100 * has, needs) for needs, has in needed)
    else:
        quality = Fraction(100 * sum(has for _, has in needed), sum(needs for needs, _ in needed))
    return Fraction(str(how.recipient_weight)) * reached + Fraction(str(how.quality_weight)) * quality


def field_indices(answers: dict[str, Answer], how: ProvinceSettings) -> dict[str, Fraction | None]:
    """The six bidang and ALL."""
    found = {}
    for bidang in BIDANG:
        found[bidang] = mean(service_index(answers[service], how) for service in FORM if FORM[service] == bidang)
    return found | {"ALL": mean(found.values())}


def pooled_answers(province: dict[str, dict[str, Answer]]) -> dict[str, Answer]:
    pooled = {}
    for service in FORM:
        answers = [regency[service] for regency in province.values()]
        items = []
        for same_item in zip_longest(*(answer.items for answer in answers), fillvalue=(0, 0)):
            items.append((sum(needs for needs, _ in same_item), sum(min(needs, has) for needs, has in same_item)))
        served = sum(min(answer.served, answer.target) for answer in answers)
        pooled[service] = Answer(sum(answer.target for answer in answers), served, items=tuple(items))
    return pooled


def measures(province: dict[str, dict[str, Answer]], how: ProvinceSettings) -> dict[tuple[str, str], Fraction | None]:
    """(measure, bidang or ALL) -> value, over the regencies of REGIONS."""
    each = [field_indices(answers, how) for answers in province.values()]
    silent = [Fraction(0)] * (len(REGIONS) - len(province))
    pooled = field_indices(pooled_answers(province), how) if province else dict.fromkeys([*BIDANG, "ALL"])
    found = {}
    for bidang in [*BIDANG, "ALL"]:
        known = any(one[bidang] is not None for one in each)
        found["mean_reported", bidang] = mean(one[bidang] for one in each)
        found["mean_all", bidang] = mean([*(one[bidang] for one in each), *silent]) if known else None
        found["pooled", bidang] = pooled[bidang]
    return found


def exact_category(value: Fraction | None) -> str:
    reached = "" if value is None else "Belum Tuntas"
    for least, name in LADDER:
        if value is not None and (value >= least or least - value <= NEAR):
            reached = name
    return reached


def exact_print(value: Fraction | None) -> str:
    """Half up to hundredths, then down until the number is in the value's own category."""
    if value is None:
        return ""
    cents = floor(100 * (value + NEAR) + Fraction(1, 2))
    while Fraction(cents, 100) > value and exact_category(Fraction(cents, 100)) != exact_category(value):
        cents -= 1
    return f"{cents // 100}.{cents % 100:02}"


def exact_ranks(indices: dict[str, Fraction | None]) -> dict[str, int | None]:
    known = [value for value in indices.values() if value is not None]
    return {
        code: None if value is None else 1 + sum(other - value > NEAR for other in known)
        for code, value in indices.items()
    }


def agrees(value: float, exact: Fraction | None) -> bool:
    """The same within 1e-9; NaN where there is no value."""
    return value != value if exact is None else abs(Fraction(value) - exact) <= NEAR
