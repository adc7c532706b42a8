"""What the rows of a form may be about: codes and names of its services, quality items and bidang."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from config import catalogue
from schemas.reference import FIELDS
from schemas.wording import plain


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """`codes`: code, as the form has it or in capitals -> code; `names`: reduced name -> codes (an item's after its
    service's code).

    Two items of a service may have the same name, from two of the edition's sets.
    """

    codes: dict[str, str]
    names: dict[str, list[str]]
    labels: dict[str, str]

    @cached_property
    def near(self) -> dict[str, str]:
        """What is left of a code whose separators and leading zeros are left out -> the code; also of one whose numbers
        follow each other without any: `KDIK01E2106`."""
        glued = {bones(_BETWEEN.sub("", code)): code for code in self.labels}
        return glued | {bones(code): code for code in self.labels}

    @cached_property
    def without_level(self) -> dict[str, str]:
        """Code without the letter of the level of government, which all of a form have -> the code: `DIK-01`."""
        return {code.partition("-")[2]: code for code in self.labels}

    def names_of(self, code: str) -> list[str]:
        """All names, reduced, that mean a code; an item's without its service."""
        found = [name for name, codes in self.names.items() if code in codes]
        return [name.partition(" ")[2] for name in found] if "." in code else found

    def named(self, name: str, service: str = "") -> list[str]:
        """The codes that a name means exactly, behind a word for a service or alone: of a service's items where
        `service` is given."""
        said = f"{service} {plain(name)}" if service else plain(name)
        return self.names.get(said) or self._behind(said)

    def _behind(self, said: str) -> list[str]:
        """The codes of what stands behind a word for a service: `Layanan Pendidikan Dasar`."""
        names = (said.removeprefix(f"{word} ") for word in words_of("service_before") if said.startswith(f"{word} "))
        return next((self.names[name] for name in names if name in self.names), [])

    def meant_instead(self, name: str, code: str) -> str:
        """The code that a name beside `code` means where it is not that one's; '' where it is, or means none."""
        service = code.partition(".")[0] if "." in code else ""
        own = self.named(name, service)
        if code in own:
            return ""
        if own or not service:
            return own[0] if len(own) == 1 else ""
        return self.item_of_name.get(plain(name), "")

    @cached_property
    def telling(self) -> dict[str, frozenset[str]]:
        """Code -> the words of its names that few other codes have in theirs."""
        words = {code: {*" ".join(self.names_of(code)).split()} for code in self.labels}
        common = Counter(word for those in words.values() for word in those)
        few = max(1, len(self.labels) / 4)
        return {code: frozenset(word for word in those if common[word] <= few) for code, those in words.items()}

    @cached_property
    def item_of_name(self) -> dict[str, str]:
        """Reduced name of a quality item, without its service -> the first item of that name."""
        return {name.partition(" ")[2]: codes[0] for name, codes in reversed(self.names.items())}

    def items_named(self, name: str, service: str = "") -> list[str]:
        """The codes of the quality items that a name means exactly: of all services where none is given."""
        if service:
            return self.named(name, service)
        said = plain(name)
        return [code for full, codes in self.names.items() if full.partition(" ")[2] == said for code in codes]

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
    return Vocabulary({text: code for code in labels for text in (code.upper(), code)}, names, labels)


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of a kind in `header_aliases.csv`."""
    aliases = catalogue.table("header_aliases")
    return frozenset(plain(alias) for alias in aliases.loc[aliases["canonical"] == kind, "alias"])


@cache
def row_words(*kinds: str) -> dict[str, str]:
    """Word -> kind, of these kinds; of all where none is named."""
    rows = catalogue.table("row_words")
    return {plain(one.word): one.kind for one in rows.itertuples() if not kinds or one.kind in kinds}


@cache
def parts_of_rows() -> frozenset[str]:
    """The words for a part of a service that say it alone: of one sex, fund, status or area. Schools may be counted."""
    none = (*FIELDS, "aside", "outside", "beyond", "rincian", "kabupaten", "unit", "usia")
    return frozenset(word for word, kind in row_words().items() if kind not in none)


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


_DASHES = re.compile(r"[\u2010-\u2015\u2212_\s-]+")
_BETWEEN = re.compile(r"[\W_]")
_AROUND = " '\u2018\u2019\u201c\u201d\"()[]:;,."
_LETTERS_OR_DIGITS = re.compile(r"[A-Z]+|\d+")
_LOOKALIKES = str.maketrans("OIL", "011")
_WITH_NAME = re.compile(
    r"^\W*([KP][^A-Za-z0-9]?(?:DIK|KES|PU|PR|TRA|SOS)[^A-Za-z0-9]?\d{1,2}\b[^\s:)]*)\W+(.*)$", re.IGNORECASE
)


def tidy(text: str) -> str:
    """`k_dik 01`, `(K–DIK–01)` and `K-DIK-01.` are `K-DIK-01`."""
    return _DASHES.sub("-", text.upper().strip(_AROUND)).strip("-")


@lru_cache(maxsize=2_000)
def bones(text: str) -> str:
    """What is left of a code without separators and leading zeros, O and l in place of digits read as such.

    >>> bones("KDIK02") == bones("K-DIK-2") == bones("K.DIK.O2")
    True
    """
    head, last = re.match(r"^(.*?)([\dOoIil]*)$", text.strip(), re.S).groups()
    last = last.upper().translate(_LOOKALIKES) if any(map(str.isdigit, last)) else last.upper()
    found = _LETTERS_OR_DIGITS.findall(head.upper() + last)
    letters_joined = "".join(f"|{int(one)}|" if one.isdigit() else one for one in found)
    return letters_joined.replace("||", "|")


def shortens(text: str, code: str) -> bool:
    """Whether a text is a code in which parts before its last number are left out.

    >>> [shortens(one, "K-KES-06.PMK6.12a") for one in ("KES-6.12a", "K-KES-06.12A", "12a", "KES-06", "KES-07.12a")]
    [True, True, True, False, False]
    """
    said, every = (_parts_of_code(one) for one in (text, code))
    left = iter(every)
    return said[-1:] == every[-1:] and len(said) < len(every) and all(part in left for part in said)


def _parts_of_code(text: str) -> list[str]:
    """`K-KES-06.PMK6.12a` is K, KES, 6, PMK, 6, 12 and A."""
    return [part.lstrip("0") or "0" for part in re.findall(r"[A-Z]+|\d+", text.upper())]


def code_with_name(text: str) -> tuple[str, str]:
    """A code and the name that follows it in the same cell; twice '' where there are not both."""
    found = _WITH_NAME.match(text)
    return (found[1], found[2].strip()) if found else ("", "")


@cache
def codes_of_older_forms() -> frozenset[str]:
    """Of the quality items that no form of today has."""
    today = {code for version in catalogue.layouts() for code in catalogue.quality_items(version)["item_code"]}
    return frozenset(catalogue.table("quality_items")["item_code"]) - today
