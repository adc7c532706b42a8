"""A text file that somebody saved, in whatever encoding their program writes."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 as Excel's "Unicode Text", or what older programs write. Bytes that are nobody's become U+FFFD."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
