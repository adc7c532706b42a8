"""What the rows of a form may be about: codes and names of its services, quality items and bidang."""

from dataclasses import dataclass
from functools import cache, cached_property

from config import catalogue
from schemas.wording import plain


@dataclass(frozen=True)
class Vocabulary:
    """`codes`: code in capitals -> code; `names`: reduced name -> codes (an item's name after its service's code).

    Two items of a service may have the same name, from two of the edition's sets.
    """

    codes: dict[str, str]
    names: dict[str, list[str]]
    labels: dict[str, str]

    @cached_property
    def item_names(self) -> frozenset[str]:
        """The reduced names of quality items, without their services."""
        return frozenset(name.partition(" ")[2] for name in self.names)


@cache
def vocabulary(version: str, rows: str) -> Vocabulary:
    """The codes and names that the rows of a sheet may have in a form version."""
    if rows == "items":
        items = catalogue.quality_items(version)
        labels = dict(zip(items["item_code"], items["item_name"], strict=True))
        pairs = [(f"{code.split('.')[0]} {plain(name)}", code) for code, name in labels.items()]
    elif rows == "fields":
        fields = catalogue.fields(version)
        labels = dict(zip(fields["field_code"], fields["field_name"], strict=True))
        pairs = [(plain(name), code) for code, name in labels.items()]
    else:
        services = catalogue.services(version)
        labels = dict(zip(services["service_code"], services["service_name"], strict=True))
        aliases = catalogue.table("service_aliases")
        known = zip(aliases["service_code"], aliases["alias"], strict=True)
        pairs = [(plain(name), code) for code, name in [*labels.items(), *known] if code in labels]
    names: dict[str, list[str]] = {}
    for name, code in pairs:
        if code not in names.setdefault(name, []):
            names[name].append(code)
    return Vocabulary({code.upper(): code for code in labels}, names, labels)


def field_outside(text: str, version: str, kind: str) -> str:
    """The bidang that a code or name belongs to, where it is one that an office's form leaves out; else ''.

    `kind` is service, item or field.
    """
    words = _outside(version, kind)
    return words.get(tidy(text)) or words.get(plain(text), "")


@cache
def _outside(version: str, kind: str) -> dict[str, str]:
    """Code in capitals, or reduced name -> its bidang."""
    layout = catalogue.layouts()[version]
    if layout.whole:
        return {}
    whole = catalogue.layout_for(layout.level).version
    field_of = catalogue.services(whole).set_index("service_code")["field_code"].to_dict()
    words = vocabulary(whole, {"item": "items", "field": "fields"}.get(kind, "services"))
    pairs = [*words.codes.items(), *((name, code) for name, codes in words.names.items() for code in codes)]
    found = {text: field_of.get(code.partition(".")[0], code) for text, code in pairs}
    return {text: field for text, field in found.items() if field not in layout.fields}


def tidy(text: str) -> str:
    """`k_dik 01` -> `K-DIK-01`."""
    return "-".join(text.upper().replace("_", " ").replace("-", " ").split())


def nearest(text: str, words: Vocabulary) -> str:
    """The most similar code or name as a half sentence, '' where nothing is near."""
    from rapidfuzz import fuzz, process  # needed for a mistake only

    by_code = process.extractOne(text.upper(), words.codes.keys(), scorer=fuzz.ratio, score_cutoff=75)
    by_name = process.extractOne(plain(text), words.names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=70)
    code = words.codes[by_code[0]] if by_code else words.names[by_name[0]][0] if by_name else ""
    return f" Mungkin maksudnya {code} ({words.labels[code]})." if code else ""
