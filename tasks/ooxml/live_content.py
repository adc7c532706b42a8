"""What a workbook can carry beside figures and their look: macros, links to files and programs, data that are fetched,
embedded objects. A marked copy has none of it. What may stay is listed here; all else goes, known or not.

A kind of part that is neither listed as harmless nor as something that can be cut out makes the package one that cannot
be changed in place, so that the copy holds its values only.
"""

import re
from collections import Counter
from urllib.parse import urlsplit

from tasks.ooxml.book import Book
from tasks.ooxml.formulas import DEAD, is_live
from tasks.ooxml.parts import Parts, Relation
from tasks.ooxml.xml import Element, Keep, Part, Unpatchable

_HARMLESS = {
    *(
        "officedocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "classificationlabels",
    ),
    *("worksheet", "chartsheet", "styles", "theme", "themeoverride", "sharedstrings", "calcchain", "sheetmetadata"),
    *(
        "drawing",
        "vmldrawing",
        "image",
        "hdphoto",
        "chart",
        "chartex",
        "chartstyle",
        "chartcolorstyle",
        "chartusershapes",
    ),
    *("diagramdata", "diagramlayout", "diagramquickstyle", "diagramcolors", "diagramdrawing", "comments", "person"),
    *("threadedcomment", "table", "printersettings", "customproperty", "ctrlprop", "namedsheetviews", "hyperlink"),
    *("pivottable", "pivotcachedefinition", "pivotcacherecords", "slicer", "slicercache", "timeline", "timelinecache"),
}
_MACRO, _EMBEDDED = "makro", "objek tertanam (OLE)"
_SIGNATURES = ("vbaprojectsignature", "vbaprojectsignatureagile", "vbaprojectsignaturev3")
_CUT = {
    **dict.fromkeys(("vbaproject", *_SIGNATURES, "wordvbadata", "attachedtoolbars"), _MACRO),
    **dict.fromkeys(("extensibility", "usercustomization"), "tombol buatan sendiri (customUI)"),
    "webextensiontaskpanes": "add-in web",
    "origin": "tanda tangan digital (hanya berlaku bagi berkas asli)",
    "connections": "sambungan data",
    "querytable": "tabel kueri",
    **dict.fromkeys(("oleobject", "package"), _EMBEDDED),
    "control": "kontrol ActiveX",
    "volatiledependencies": "data langsung (RTD)",
    "customxml": "data XML tambahan",
    **dict.fromkeys(("revisionheaders", "usernames"), "riwayat perubahan"),
}
"""What can be cut out of a package, and what it is called; of external links see `_link_name`."""
_LINKS = {"ddelink": "tautan DDE", "olelink": "tautan OLE", "externalbook": "tautan ke buku kerja lain"}
_OPENED = ("http", "https", "mailto")
"""Where a link may lead that a person clicks: never to files, other machines' folders or programs."""

_BLOCKS = {"externalReference", "oleObject", "control", "dataRef", "picture"}
"""Elements that go with the whole block, directly under the root, in which they stand."""
_ALONE = {"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver", "externalData"}
_ALWAYS = {
    "oleObjects": "objek tertanam (OLE)",
    **dict.fromkeys(("webPublishItems", "webPublishObjects"), "terbitan web"),
}
"""Blocks that act without pointing to any part."""

_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
_REFERS = {"textlink", "fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup", "fmlaPict"}
_STARTS = {"macro", "fmlaMacro"}
_QUERIED = {"tableType", "connectionId", "queryTableFieldId"}
_ACTING = _REFERS | _STARTS | _QUERIED
_BLOCK_NAMES = re.compile(rb"[<:](?:oleObjects|webPublishItems|webPublishObjects)[\s/>]")
_WORTH_A_LOOK = re.compile(
    rb"[<:](?:f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula|oleObjects|webPublish\w+)[\s/>]"
    rb"|\b(?:macro|textlink|fmla\w+|connectionId|queryTableFieldId|tableType)\s*="
)
_VML_ACTS = re.compile(
    rb"<(?:[\w.-]{1,40}:)?FmlaMacro\s*>[^<]*</(?:[\w.-]{1,40}:)?FmlaMacro\s*>"
    rb"|\s(?:[\w.-]{1,40}:)?(?:href|althref|src)\s*=\s*(?:\"[^\"]*\"|'[^']*')"
)
_SHOWN_CELLS = 5


class Taken:
    """What was taken out of one workbook."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.cells: list[str] = []

    @property
    def sentence(self) -> str:
        """'' where nothing was."""
        told = [name if count == 1 else f"{count} {name}" for name, count in sorted(self.kinds.items())]
        if self.cells:
            more = f" dan {len(self.cells) - _SHOWN_CELLS} lainnya" if len(self.cells) > _SHOWN_CELLS else ""
            told.append(f"rumus pada {', '.join(self.cells[:_SHOWN_CELLS])}{more}, yang tinggal nilainya")
        return f"Tidak disertakan dalam salinan ini karena dapat bertindak sendiri: {'; '.join(told)}." if told else ""


def take_out(parts: Parts) -> Taken:
    """Takes it out of a package. Raises Unpatchable for what cannot be cut out of a workbook that is to open without a
    repair."""
    taken, reached = Taken(), parts.reached()
    if loose := parts.loose(reached):
        taken.kinds["bagian yang tidak dipakai"] += len(loose)
    for part in reached:
        _cut(parts, part, taken)
    parts.leave_out_loose()
    sheets = {one.part: one.name for one in Book(parts).sheets}
    for name in parts.names():
        if name.lower().endswith(".vml"):
            parts.replace_if_changed(name, _VML_ACTS.sub(b"", parts[name]))
        elif name.lower().endswith(".xml") and _WORTH_A_LOOK.search(parts[name]):
            _still(parts, name, sheets.get(name, ""), taken)
    chain = parts.related(parts.main, "calcchain")
    if taken.cells and chain:  # it lists the formulas; a program makes it anew
        parts.drop(chain, parts.main)
    return taken


def _cut(parts: Parts, part: str, taken: Taken) -> None:
    """What a part points to and must not, with the elements by which it does."""
    gone = {one.id: name for one in parts.all_relations(part) if (name := _name_of(parts, one))}
    if not gone:
        return
    taken.kinds.update(gone.values())
    parts.unrelate(part, gone)
    if part.lower().endswith(".xml"):
        parts[part] = _without_references(parts[part], set(gone))
    elif part:
        raise Unpatchable(f"{part} points outside")


def _name_of(parts: Parts, one: Relation) -> str:
    """What a relation that must go leads to; '' for one that stays."""
    if one.external:
        if one.kind == "hyperlink" and urlsplit(one.target).scheme.lower() in _OPENED:
            return ""
        return (
            "tautan ke berkas atau program" if one.kind == "hyperlink" else _CUT.get(one.kind, "isi dari luar berkas")
        )
    if one.kind == "externallink":
        return _link_name(parts, one.target)
    if one.kind == "pivotcachedefinition":
        _refuse_outside_data(parts, one.target)
    if one.kind not in _HARMLESS and one.kind not in _CUT and one.target in parts:
        raise Unpatchable(f"a part of the kind {one.kind}")
    return _CUT.get(one.kind, "")


def _link_name(parts: Parts, target: str) -> str:
    if target not in parts:
        return "tautan ke buku kerja lain"
    kinds = (one.name.rpartition(":")[2].lower() for one in Part(parts[target], lambda *_: True).elements)
    return next((_LINKS[one] for one in kinds if one in _LINKS), "tautan ke buku kerja lain")


def _refuse_outside_data(parts: Parts, target: str) -> None:
    """A pivot table of a sheet of this workbook may stay."""
    if target in parts:
        sources = Part(parts[target], lambda name, *_: name == "cacheSource").named("cacheSource")
        if any(one.attributes.get("type") != "worksheet" for one in sources):
            raise Unpatchable("a pivot table of outside data")


def _without_references(xml: bytes, ids: set[str]) -> bytes:
    """A part without the elements that point to what is gone."""
    part = Part(xml, lambda name, attributes, depth: depth <= 1 or name == "hyperlink" or _points(attributes, ids))
    gone = []
    for one in part.elements[1:]:
        name, keys = one.name.rpartition(":")[2], _points(one.attributes, ids)
        if keys and name in _BLOCKS:
            gone.append(_block(one))
        elif keys and name in _ALONE:
            gone.append(one)
        elif keys and name == "blip":
            part.set(one, **dict.fromkeys(keys))
        elif keys:
            raise Unpatchable(f"{name} points outside")
    links = [one for one in part.elements if one.name == "hyperlink" and one not in gone]
    gone += [one for one in part.named("hyperlinks") if not any(link.parent is one for link in links)]
    _leave_out(part, gone)
    return part.result()


def _points(attributes: dict[str, str], ids: set[str]) -> list[str]:
    return [key for key, value in attributes.items() if ":" in key and value in ids]


def _block(one: Element) -> Element:
    while one.depth > 1:
        one = one.parent
    return one


def _leave_out(part: Part, gone: list[Element]) -> None:
    """Each once, and none that lies inside another."""
    end = 0
    for one in sorted(set(gone), key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            part.replace(one, b"")
            end = one.end


def _still(parts: Parts, name: str, sheet: str, taken: Taken) -> None:
    """What acts without pointing to another part: blocks, formulas, attributes that start a macro."""
    xml = _without_blocks(parts[name], taken)
    places: list[str] = []
    part = Part(xml, _watching(places))
    cells, is_sheet = [], part.root.name == "worksheet"
    for one in part.elements:
        local = one.name.rpartition(":")[2]
        if local == "definedName" and _runs(one):
            part.replace(one, b"")
            taken.kinds[_MACRO] += 1
        elif local == "f" and one.depth == 4 and is_sheet:
            cells.append(one)
        elif local in _FORMULAS and is_live(one.text):
            part.replace(one, xml[one.start : one.inner] + DEAD.encode() + xml[one.inner_end : one.end])
            taken.kinds["rujukan ke luar berkas"] += 1
        else:
            _still_attributes(part, one, taken)
    addresses = dict(zip(part.elements[1:], places, strict=True))
    for one in _live_cells(cells):
        part.replace(one, b"")
        taken.cells.append(f"{sheet}!{addresses[one]}")
    parts.replace_if_changed(name, part.result())


def _watching(places: list[str]) -> Keep:
    """Keeps what holds a formula or acts; notes beside each, but for the root, the cell in which it stands."""
    cell = ""

    def keep(name: str, attributes: dict[str, str], depth: int) -> bool:
        nonlocal cell
        local = name.rpartition(":")[2]
        if local == "c" and depth == 3:
            cell = attributes.get("r", "")
        kept = local in _FORMULAS or not _ACTING.isdisjoint(attributes)
        if kept and depth:
            places.append(cell)
        return kept

    return keep


def _live_cells(formulas: list[Element]) -> list[Element]:
    """Also those that share a live one, which hold no text of their own."""
    live = [one for one in formulas if is_live(one.text)]
    shared = {one.attributes["si"] for one in live if "si" in one.attributes}
    return [one for one in formulas if one in live or one.attributes.get("si") in shared]


def _without_blocks(xml: bytes, taken: Taken) -> bytes:
    if not _BLOCK_NAMES.search(xml):
        return xml
    part = Part(xml, lambda name, _, depth: depth <= 1 or name.rpartition(":")[2] in _ALWAYS)
    found = [one for one in part.elements if one.name.rpartition(":")[2] in _ALWAYS]
    taken.kinds.update({_ALWAYS[one.name.rpartition(":")[2]] for one in found} - set(taken.kinds))
    _leave_out(part, [_block(one) for one in found])
    return part.result()


def _runs(name: Element) -> bool:
    """Whether a defined name is one of a macro."""
    given = name.attributes
    acts = any(given.get(key) in ("1", "true") for key in ("xlm", "function", "vbProcedure"))
    return acts or given.get("name", "").lower().startswith(("_xlnm.auto", "auto_"))


def _still_attributes(part: Part, one: Element, taken: Taken) -> None:
    given = one.attributes
    gone = [key for key in given if given[key] and (key in _STARTS or (key in _REFERS and is_live(given[key])))]
    gone += [key for key in given if key in _QUERIED and (key != "tableType" or given[key] == "queryTable")]
    if gone:
        taken.kinds.update({_MACRO} if not _STARTS.isdisjoint(gone) else ())
        part.set(one, **dict.fromkeys(gone))
