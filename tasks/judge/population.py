"""What the population of a regency says about its targets: how many a service can have to serve at most (H05)."""

import pandas as pd

from config import catalogue


def with_most(recipients: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """The rows with `population` of their regency and `most`, the largest target it allows; `codes` are the regencies
    by submission. Both are missing where it is not known whose submission it is."""
    known = catalogue.populations()
    population = pd.Series([known.get(code) for code in codes], dtype="float")
    people = recipients["submission"].map(population)
    shares = catalogue.table("target_kinds").set_index("service_code")["most_of_population"]
    return recipients.assign(population=people, most=(people * recipients["service_code"].map(shares)).round())
