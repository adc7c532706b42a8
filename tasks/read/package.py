"""The zip around an .xlsx, .xlsb or .ods: bounded before anything in it is unpacked, and counted while it is."""

import html
import os
import posixpath
import re
import zipfile
import zlib
from functools import cached_property, lru_cache

_MEGABYTE = 1_000_000
_RATIO_FROM = 10 * _MEGABYTE
"""Below this unpacked size no ratio is suspicious: a small sheet of equal rows packs a hundredfold."""
_SMALL = 10 * _MEGABYTE
"""Up to this unpacked size all parts that were read are kept in memory."""
_ENCRYPTED = 0x1
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\s([^>]*)>")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0")
"""How XML begins of which each letter takes two or four bytes."""
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_READ_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_START = 200
SAVE_AS = "Buka di Excel, Simpan Sebagai .xlsx, lalu kirim kembali"
_ATTRIBUTE = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Refused(Exception):
    """A file that is answered with a finding: the fields of `schemas.workbook.Refusal`."""

    def __init__(self, rule: str, variant: str = "default", sheet: str = "", cell: str = "", **words: str):
        super().__init__(rule, variant)
        self.refusal = (rule, variant, words, sheet, cell)


def damaged() -> Refused:
    return Refused("F01", "damaged")


def check_encoding(xml: bytes) -> None:
    """Refuses XML that is not UTF-8, which Excel opens: it would be read as an empty sheet, or as a damaged one."""
    declared = _ENCODING.match(xml[:_START])
    other = declared and declared[1].lower() not in _READ_ENCODINGS and not xml.isascii()
    if xml.startswith(_WIDE) or other:
        name = declared[1].decode() if other else "UTF-16"
        raise Refused("F03", kind=f"buku kerja dengan pengodean {name}", way=SAVE_AS)


def check_count(found: int, what: str, limits: dict) -> None:
    """Parts and sheets are held to one limit: each sheet of a workbook has a part of its own, or should have."""
    if found > limits["parts"]:
        raise Refused("F04", "unpacked", found=f"{found} {what}", limit=f"{limits['parts']} {what}")


def decimal_comma(number: float) -> str:
    """31.44 as `31,4`, the way it is written in Indonesian; whole numbers without decimals."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def attributes_of(tag: bytes | None) -> dict[bytes, bytes]:
    """The attributes of an XML tag, as they stand there."""
    return {key: double or single for key, double, single in _ATTRIBUTE.findall(tag or b"")}


class Package:
    """The parts of a zip by their lower-case name with forward slashes, as spreadsheet programs match them."""

    def __init__(self, file, limits: dict):
        try:
            entries = zipfile.ZipFile(file).infolist()
        except MemoryError:
            raise
        except Exception as error:  # zipfile lets errors of struct, of decoding and of its own through
            raise damaged() from error
        self._file = file
        self._entries = {_key(entry.filename): entry for entry in entries}
        if len(self._entries) < len(entries):
            raise damaged()  # two parts of one name: programs disagree on which one counts
        self._check_size(limits)
        self.is_small = sum(entry.file_size for entry in entries) <= _SMALL
        self._kept: dict[str, bytes] = {}

    def _check_size(self, limits: dict) -> None:
        packed = sum(entry.compress_size for entry in self._entries.values())
        unpacked = sum(entry.file_size for entry in self._entries.values())
        check_count(len(self._entries), "bagian", limits)
        if unpacked > limits["unpacked_mb"] * _MEGABYTE:
            found, limit = decimal_comma(unpacked / _MEGABYTE), decimal_comma(limits["unpacked_mb"])
            raise Refused("F04", "unpacked", found=f"{found} MB", limit=f"{limit} MB")
        if unpacked > max(_RATIO_FROM, packed * limits["ratio"]):
            found, limit = f"{unpacked / max(packed, 1):.0f} kali", f"{limits['ratio']:.0f} kali"
            raise Refused("F04", "unpacked", found=found, limit=limit)
        if packed > self._file.seek(0, os.SEEK_END):
            raise damaged()  # parts that say they are longer than the file, or lie on one another

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def names(self) -> list[str]:
        return [entry.filename for entry in self._entries.values()]

    @cached_property
    def main_part(self) -> str:
        """The part a package of the Office Open XML kind begins with: `xl/workbook.xml`; "" where it has none."""
        if "_rels/.rels" not in self:
            return ""
        return next((part for kind, part in self.relations("").values() if kind == "officedocument"), "")

    def size_of(self, name: str) -> int:
        """What a part says it has unpacked, which is the most that is read of it."""
        return self._entries[_key(name)].file_size

    def has_relations(self, part: str) -> bool:
        return _relations_part(part) in self

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to: name to (kind, part), the kind being the last word of its type, in small letters."""
        return _relations_in(self.read(_relations_part(part)), posixpath.dirname(part))

    def read(self, name: str) -> bytes:
        """One part, never more than its declared size: a part that goes on beyond it is a damaged (or hostile) one."""
        if _key(name) in self._kept:
            return self._kept[_key(name)]
        entry = self._entry_at(name)
        content = _inflate(self._file.read(entry.compress_size), entry, entry.file_size + 1)
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise damaged()
        if _key(name).endswith((".xml", ".rels")):
            check_encoding(content)
        if self.is_small:
            self._kept[_key(name)] = content
        return content

    def _entry_at(self, name: str) -> zipfile.ZipInfo:
        """The entry of a part, the file being where its content begins."""
        entry = self._entries.get(_key(name))
        if entry is None or entry.flag_bits & _ENCRYPTED:
            raise damaged()
        self._file.seek(entry.header_offset)
        header = self._file.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise damaged()
        self._file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
        return entry


@lru_cache(maxsize=64)
def _relations_in(xml: bytes, folder: str) -> dict[str, tuple[str, str]]:
    """Cached, because one program writes the same bytes for every copy of a form."""
    found = {}
    for match in _RELATION.finditer(xml):
        attributes = {key: _text(value) for key, value in attributes_of(match[1]).items()}
        kind = attributes.get(b"Type", "").rpartition("/")[2].lower()
        target = posixpath.join("/", folder, attributes.get(b"Target", "").replace("\\", "/"))
        found[attributes.get(b"Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))
    return found


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _key(name: str) -> str:
    return name.replace("\\", "/").lower()


def _text(value: bytes) -> str:
    return html.unescape(value.decode("utf-8", "replace"))


def _inflate(packed: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise damaged()
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    except zlib.error as error:
        raise damaged() from error
