"""The parts of an .xlsx in memory: some are changed, added or left out; all others go into the copy as they are."""

import posixpath
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tasks.ooxml.xml import Part, Unpatchable, children, escaped, keeping
from tasks.read.package import Package, Refused

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_TYPES = "[Content_Types].xml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_BOUNDS = {"parts": 100_000, "unpacked_mb": 1_000, "ratio": 10_000}
"""The reader has held the file to the limits of the settings before; these only keep a slip of ours from doing harm."""


class Relation(NamedTuple):
    """What a part points to: `kind` is the last word of its type, in small letters; `target` a part, or, where it is
    `external`, an address outside the package as it stands there."""

    id: str
    kind: str
    target: str
    external: bool


class Parts:
    """A package by the names of its parts. Raises Unpatchable where it is none, or of a kind that cannot be changed."""

    def __init__(self, file: BinaryIO):
        try:
            self._package = Package(file, _BOUNDS)
            self.main = self._package.main_part
        except Refused as error:
            raise Unpatchable("no readable package") from error
        names = [name.replace("\\", "/") for name in self._package.names()]
        self._names = {name.lower(): name for name in names if _is_plain(name)}
        self._changed: dict[str, bytes] = {}
        if self.main.lower() not in self._names:
            raise Unpatchable("no workbook part")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def __getitem__(self, name: str) -> bytes:
        key = name.lower()
        if key in self._changed:
            return self._changed[key]
        try:
            return self._package.read(name)
        except Refused as error:
            raise Unpatchable(f"part {name} is damaged") from error

    def __setitem__(self, name: str, content: bytes) -> None:
        self._names.setdefault(name.lower(), name)
        self._changed[name.lower()] = content

    def replace_if_changed(self, name: str, content: bytes) -> None:
        if content != self[name]:
            self[name] = content

    def __delitem__(self, name: str) -> None:
        self._names.pop(name.lower(), None)
        self._changed.pop(name.lower(), None)

    def names(self) -> list[str]:
        return list(self._names.values())

    def all_relations(self, part: str) -> list[Relation]:
        found = []
        for one in self._relations(part).named("Relationship"):
            name, kind, target, mode = (one.attributes.get(key, "") for key in ("Id", "Type", "Target", "TargetMode"))
            external = mode == "External"
            if not external:
                target = posixpath.join("/", posixpath.dirname(part), target.replace("\\", "/"))
                target = posixpath.normpath(target).lstrip("/")
            found.append(Relation(name, kind.rpartition("/")[2].lower(), target, external))
        return found

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The other parts that a part points to: id to (kind, part)."""
        return {one.id: (one.kind, one.target) for one in self.all_relations(part) if not one.external}

    def unrelate(self, part: str, ids: Collection[str]) -> None:
        """A part no longer points to what it pointed to by these ids."""
        relations = self._relations(part)
        for one in relations.named("Relationship"):
            if one.attributes.get("Id", "") in ids:
                relations.replace(one, b"")
        self[_relations_name(part)] = relations.result()

    def reached(self) -> list[str]:
        """The parts that a program finds when it opens the package, the package itself ('') first."""
        found = [""]
        for part in found:
            for one in self.all_relations(part):
                if not one.external and one.target in self and self._names[one.target.lower()] not in found:
                    found.append(self._names[one.target.lower()])
        return found

    def loose(self, reached: Collection[str]) -> list[str]:
        """The parts that no program finds, given those that it does."""
        found = {name.lower() for part in reached for name in (part, _relations_name(part))} | {_TYPES.lower()}
        return [name for name in self.names() if name.lower() not in found]

    def leave_out_loose(self) -> None:
        """What nothing points to is in no program's way, but it would be handed on."""
        gone = {name.lower() for name in self.loose(self.reached())}
        for name in gone:
            del self[name]
        endings = {posixpath.splitext(name)[1].lstrip(".").lower() for name in self.names()}
        types = self._types()
        for one in types.named("Override"):
            if one.attributes.get("PartName", "").lstrip("/").lower() in gone:
                types.replace(one, b"")
        for one in types.named("Default"):
            if one.attributes.get("Extension", "").lower() not in endings:
                types.replace(one, b"")
        self[_TYPES] = types.result()

    def related(self, part: str, kind: str) -> str:
        """The first part of a kind that a part points to; '' where there is none."""
        return next((target for one, target in self.relations(part).values() if one == kind and target in self), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Points from one part to another and gives the id of the relation."""
        relations = self._relations(part)
        used = {one.attributes.get("Id") for one in relations.named("Relationship")}
        name = next(f"rId{number}" for number in range(len(used) + 1, 2 * len(used) + 2) if f"rId{number}" not in used)
        attributes = {"Id": name, "Type": f"{RELATION}/{kind}", "Target": f"/{target}"}
        relations.append(relations.root, relations.tag("Relationship", attributes))
        self[_relations_name(part)] = relations.result()
        return name

    def add(self, part: str, content: bytes, content_type: str, source: str, kind: str) -> str:
        """Adds a part that `source` points to and gives the id of that relation."""
        self[part] = content
        types = self._types()
        types.append(types.root, types.tag("Override", {"PartName": f"/{part}", "ContentType": content_type}))
        self[_TYPES] = types.result()
        return self.relate(source, kind, part)

    def drop(self, part: str, source: str) -> None:
        """Leaves a part out, with what it points to it by and what it points to itself."""
        relations = self._relations(source)
        targets = self.relations(source)
        for one in relations.named("Relationship"):
            if targets.get(one.attributes.get("Id", ""), ("", ""))[1].lower() == part.lower():
                relations.replace(one, b"")
        self[_relations_name(source)] = relations.result()
        types = self._types()
        for one in types.named("Override"):
            if one.attributes.get("PartName", "").lstrip("/").lower() == part.lower():
                types.replace(one, b"")
        self[_TYPES] = types.result()
        del self[part], self[_relations_name(part)]

    def unused(self, pattern: str) -> str:
        """A name no part has yet; `pattern` holds a place for a number."""
        return next(name for number in range(1, len(self._names) + 2) if (name := pattern.format(number)) not in self)

    def become_plain_workbook(self) -> None:
        """Of the kind the ending .xlsx promises, whatever it was (.xlsm, .xltx)."""
        types = self._types()
        for one in types.named("Override"):
            if one.attributes.get("PartName", "").lstrip("/").lower() == self.main.lower():
                types.set(one, ContentType=f"{CONTENT_TYPE}sheet.main+xml")
        for one in types.named("Default"):
            if one.attributes.get("Extension", "").lower() == "bin":  # what is left of them is set-ups of printers
                types.set(one, ContentType=f"{CONTENT_TYPE}printerSettings")
        self[_TYPES] = types.result()

    def save(self, target: Path) -> None:
        """Writes the copy. The same parts give the same bytes: no time of writing is put down."""
        with ZipFile(target, "w", ZIP_DEFLATED) as copy:
            for name in self.names():
                entry = ZipInfo(name, date_time=_LONG_AGO)
                entry.compress_type = ZIP_DEFLATED
                copy.writestr(entry, self[name])

    def _types(self) -> Part:
        return Part(self[_TYPES], keeping("Override", "Default"))

    def _relations(self, part: str) -> Part:
        name = _relations_name(part)
        if name not in self:
            return Part(_RELATIONS, children)
        return Part(self[name], children)


def root_with_namespace(name: str, content: bytes) -> bytes:
    """A whole part of the spreadsheet's vocabulary."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + f'<{name} xmlns="{SPREADSHEET}" xmlns:r="{RELATION}">'.encode() + content + f"</{name}>".encode()


def with_text(text: str) -> bytes:
    return b'<t xml:space="preserve">' + escaped(text) + b"</t>"


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _is_plain(name: str) -> bool:
    """Names of folders, and such as lead out of the package, are not passed on."""
    return not name.endswith("/") and not name.startswith("/") and ".." not in name.split("/")
