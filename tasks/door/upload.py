"""What a browser sends: a small form, or a file (multipart/form-data), which is taken apart while it comes, so that
nothing is held in memory."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from urllib.parse import parse_qs

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from tasks.door.spool import Brought, Spool, TooLarge

_NAME = b"berkas"
_PATIENCE = 30
"""Seconds that nothing may come."""
_LONGEST_BODY = 20 * 60
"""Seconds; a phone with 0.2 Mbit/s brings 30 MB."""
_AT_FIRST, _LEAST_PACE = 60, 2_000
"""Seconds that anything may take, and the bytes that have to come in each further one: a tenth of such a phone."""
_READ_TO_THE_END = 3
"""Of a file that is too large up to so many times the largest size is read on: a browser that is cut off shows no
answer."""
_LONGEST_NAME = 150
_LONGEST_FORM = 10_000
_AROUND = 10_000
"""Bytes of a body beside its file."""


class BadUpload(ValueError):
    """What came is no file; the message is one sentence for its sender."""


class _Parts:
    """Writes the one part that is called `berkas` into the spool."""

    def __init__(self, spool: Spool, brought: Brought) -> None:
        self._spool, self._brought = spool, brought
        self._header, self._value, self._wanted = b"", b"", False
        self.name: str | None = None
        self.whole = False
        self.too_large: TooLarge | None = None

    @property
    def callbacks(self) -> dict:
        names = ("part_begin", "part_data", "header_field", "header_value", "header_end", "end")
        return {f"on_{name}": getattr(self, name) for name in names}

    def part_begin(self) -> None:
        self._wanted = False

    def end(self) -> None:
        self.whole = True

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            if options.get(b"name") == _NAME and b"filename" in options:
                if self.name is not None:
                    raise BadUpload("Kirim satu berkas saja setiap kali.")
                self._wanted, self.name = True, own_name(options[b"filename"].decode("utf-8", errors="replace"))
        self._header, self._value = b"", b""

    def part_data(self, data: bytes, start: int, end: int) -> None:
        if self._wanted and not self.too_large:
            try:
                self._spool.write(self._brought, data[start:end])
            except TooLarge as error:
                self.too_large = error

    def finish(self) -> str:
        """The name of the file, once it is there as a whole."""
        if self.too_large:
            raise self.too_large
        if not self.whole:
            raise BadUpload("Berkas tidak sampai utuh. Coba kirim lagi.")
        if self.name is None or not self._brought.size:
            raise BadUpload("Belum ada berkas yang dipilih, atau berkasnya kosong.")
        self._brought.file.flush()
        return self.name


def own_name(sent: str) -> str:
    """The last part of what a sender calls a file, in one line; some browsers send a whole path."""
    last = sent.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(one for one in last if one.isprintable()).strip()
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > _LONGEST_NAME and dot and len(ending) <= 8:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return shown[:_LONGEST_NAME] or "tanpa nama"


async def receive(request: Request, spool: Spool, brought: Brought, largest: int) -> str:
    """Writes the file of a request into `brought` and gives its name. Raises BadUpload, TooLarge, Full."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise BadUpload("Permintaan ini tidak berisi berkas.")
    parts = _Parts(spool, brought)
    parser = MultipartParser(options[b"boundary"], parts.callbacks)
    total, began = 0, monotonic()
    try:
        async with asyncio.timeout(_LONGEST_BODY):
            async for chunk in _stream(request):
                total += len(chunk)
                if monotonic() - began > _AT_FIRST + total / _LEAST_PACE:
                    raise TimeoutError
                if total > _READ_TO_THE_END * largest + _AROUND:
                    raise parts.too_large or BadUpload("Permintaan ini terlalu besar.")
                parser.write(chunk)
    except FormParserError as error:
        raise BadUpload("Berkas tidak sampai utuh. Coba kirim lagi.") from error
    except TimeoutError as error:
        raise BadUpload("Berkas terlalu lama di jalan. Coba lagi dengan sambungan yang lebih baik.") from error
    return parts.finish()


async def _stream(request: Request) -> AsyncIterator[bytes]:
    stream = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(_PATIENCE):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        yield chunk


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a small form; nothing of one that is none."""
    body = b""
    try:
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > _LONGEST_FORM:
                    return {}
    except TimeoutError:
        return {}
    found = parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=20)
    return {name: values[-1] for name, values in found.items()}
