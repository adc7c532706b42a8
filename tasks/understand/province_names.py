"""Which province a name means."""

import re
from functools import cache

from config import catalogue
from schemas.wording import plain

_OF_A_PROVINCE = re.compile(r"^(?:pemerintah |pemda |pem)?(?:daerah )?(?:(?:provinsi|propinsi|prov|prop) )?")


def provinces_of_name(name: str) -> list[str]:
    """The codes of the provinces that a name can mean: `Provinsi Kalimantan Tengah`, `Pemprov Kalteng`."""
    named, said = _provinces_by_name(), plain(name)  # whole first: two provinces' own names begin with `Daerah`
    return named.get(said.replace(" ", "")) or named.get(_OF_A_PROVINCE.sub("", said).replace(" ", ""), [])


@cache
def _provinces_by_name() -> dict[str, list[str]]:
    """Name of a province without spaces, as it is or as people write it -> its code."""
    rows, aliases = catalogue.table("provinces"), catalogue.table("region_aliases")
    spelled = aliases[aliases["kind"] == "province"]
    named = [*zip(rows["code"], rows["name"], strict=True), *zip(spelled["code"], spelled["alias"], strict=True)]
    return {plain(name).replace(" ", ""): [code] for code, name in named}
