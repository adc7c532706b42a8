"""What a file is, by its first bytes and its contents, never by its name."""

import os
import re

from tasks.read.package import SAVE_AS, Package, Refused, damaged, decimal_comma

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")

_BY_FIRST_BYTES = (
    (b"%PDF", "dokumen PDF"),
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"BM", "gambar BMP"),
    (b"II*\x00", "gambar TIFF"),
    (b"MM\x00*", "gambar TIFF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf\x27\x1c", "arsip 7z"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"PK\x05\x06", "arsip ZIP yang kosong"),
    (b"{\\rtf", "dokumen teks RTF"),
    (b"MZ", "program Windows"),
    (b"\x7fELF", "program Linux"),
    (b"SQLite format 3", "basis data SQLite"),
    (b"\x00\x01\x00\x00Standard", "basis data Access"),
)
_BY_PART = (
    ("word/", "dokumen Word (.docx)"),
    ("ppt/", "presentasi PowerPoint (.pptx)"),
    ("visio/", "gambar Visio (.vsdx)"),
    ("index/document.iwa", "berkas Apple Numbers, Pages, atau Keynote"),
    ("androidmanifest.xml", "aplikasi Android (.apk)"),
)
_BY_STREAM = (
    ("WordDocument", "dokumen Word lama (.doc)"),
    ("PowerPoint Document", "presentasi PowerPoint lama (.ppt)"),
    ("__properties_version1.0", "pesan surel Outlook (.msg)"),
    ("VisioDocument", "gambar Visio lama (.vsd)"),
)
_OPENDOCUMENT = (
    (b"application/vnd.oasis.opendocument.text", "dokumen teks OpenDocument (.odt)"),
    (b"application/vnd.oasis.opendocument.presentation", "presentasi OpenDocument (.odp)"),
    (b"application/vnd.oasis.opendocument.graphics", "gambar OpenDocument (.odg)"),
)
_LOCKED_PART = re.compile(rb"<(?:[\w.-]+:)?encryption-data[\s/>]")


_SEND = "Kirim laporan sebagai .xlsx, .xlsm, .xls, .xlsb atau .ods"
_UNPACK = "Ekstrak dulu arsipnya, lalu kirim buku kerja di dalamnya"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def other_kind(kind: str, way: str = _SEND) -> Refused:
    """`kind` fits the sentence "Berkas ini ..., bukan buku kerja Excel."; `way` says what to do."""
    return Refused("F03", kind=kind, way=way)


def kind_of(path: str, file, limits: dict) -> tuple[str, Package | None]:
    """`xlsx`, `xls`, `xlsb` or `ods`, with the parts of its package. Raises Refused with F01 to F04."""
    size = os.fstat(file.fileno()).st_size
    if size == 0:
        raise Refused("F01", "empty")
    if size > limits["file_mb"] * 1_000_000:
        raise _too_large(size, limits)
    if os.path.basename(path).startswith("~$"):
        raise other_kind("berkas kunci sementara yang dibuat Excel saat buku kerja sedang dibuka")
    head = file.read(4096)
    if head.startswith(_ZIP):
        package = Package(file, limits)
        return _kind_of_package(package), package
    if head.startswith(_OLE2):
        file.seek(0)
        return _kind_of_ole2(file.read()), None
    raise damaged() if not head.strip(b"\x00") else other_kind(*_description(head))


def _too_large(size: int, limits: dict) -> Refused:
    return Refused("F04", "size", found=decimal_comma(size / 1_000_000), limit=decimal_comma(limits["file_mb"]))


def _kind_of_package(package: Package) -> str:
    main_part = package.main_part
    for start, kind in _BY_PART:
        if main_part.lower().startswith(start):
            raise other_kind(kind)
    if main_part:
        return "xlsb" if main_part.lower().endswith(".bin") else "xlsx"
    mimetype = package.read("mimetype").strip() if "mimetype" in package else b""
    if mimetype.startswith(_ODS):
        if "META-INF/manifest.xml" in package and _LOCKED_PART.search(package.read("META-INF/manifest.xml")):
            raise Refused("F02")
        return "ods"
    for known, kind in _OPENDOCUMENT:
        if mimetype.startswith(known):
            raise other_kind(kind)
    for start, kind in _BY_PART:
        if any(name.lower().startswith(start) for name in package.names()):
            raise other_kind(kind)
    raise damaged() if "[Content_Types].xml" in package else other_kind("arsip ZIP", _UNPACK)


def _kind_of_ole2(content: bytes) -> str:
    """Streams are recognised by their directory entries: 128 bytes each, aligned, beginning with the UTF-16 name."""
    if _has_stream(content, "EncryptedPackage"):
        raise Refused("F02")
    for stream, kind in _BY_STREAM:
        if _has_stream(content, stream):
            raise other_kind(kind)
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        return "xls"
    if any(_has_stream(content, name) for name in ("BOOK", "WORKBOOK")):
        raise other_kind("buku kerja Excel lama dengan susunan yang tidak biasa", SAVE_AS)
    raise other_kind("dokumen Office lama dari jenis lain") if _has_stream(content, "Root Entry") else damaged()


def _has_stream(content: bytes, name: str) -> bool:
    wanted = (name + "\0").encode("utf-16-le")
    at = content.find(wanted)
    while at >= 0 and at % 128:
        at = content.find(wanted, at + 1)
    return at >= 0


def _description(head: bytes) -> tuple[str, str]:
    """What it is, and what to do with it: Excel opens more than we read."""
    for start, kind in _BY_FIRST_BYTES:
        if head.startswith(start):
            return kind, _UNPACK if kind.startswith("arsip") else _SEND
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "gambar WebP", _SEND
    if head.startswith(_OLD_EXCEL):
        return "berkas dari program sebelum Excel 97", SAVE_AS
    if head.startswith(_UTF_16):
        head = head.decode("utf-16", "replace").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if re.match(rb"<!doctype html|<html|<table|<meta|<head|<style|<!--", start):
        return "halaman web (HTML) yang disimpan dengan nama buku kerja", SAVE_AS
    if re.match(rb"mime-version:|content-type: *multipart/related|from: <saved by", start):
        return "arsip halaman web (MHT) yang disimpan dengan nama buku kerja", SAVE_AS
    if start.startswith(b"<?xml") or b"<workbook" in start:
        return "berkas XML (misalnya Excel 2003 XML)", SAVE_AS
    if b"\x00" in head:
        return "berkas biner dari jenis yang tidak dikenal", _SEND
    return "berkas teks (misalnya CSV)", SAVE_AS
