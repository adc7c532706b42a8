"""Only the server's own pages may talk to it: no other website that the operator has open in the same browser.

Prefect's API answers pages of every origin and takes JSON that calls itself plain text, which a browser sends anywhere
without asking; without this a page from the internet could start runs on 127.0.0.1.
"""

import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Channel = Callable[..., Awaitable[Any]]

_ELSEWHERE = "Permintaan dari situs lain ditolak."
_OTHER_NAME = (
    "Server ini tidak dikenal dengan nama itu. Buka dengan alamat IP-nya, atau tulis alamatnya di interface_addresses "
    "(settings.toml)."
)
_TWICE = "\0"
"""Stands for a header that is there more than once: it is nobody's."""
_SAID_BY_OWN = (None, "same-origin", "none")
_OF_SOCKETS = {"ws": "http", "wss": "https"}


class OwnPages:
    """Around the application for people. `addresses` (`https://spm.provinsi.go.id`) are those by which people reach it
    through a proxy, or by a name of the DNS: every other such name may be one that somebody has lead here, so that
    pages of theirs count as ours to a browser (DNS rebinding). What a request says of proxies is believed of nobody."""

    def __init__(self, app: Callable[..., Awaitable[None]], addresses: Iterable[str] = ()) -> None:
        self._app, self._addresses = app, frozenset(addresses)
        self._names = {urlsplit(address).netloc for address in self._addresses}

    async def __call__(self, scope: Scope, receive: Channel, send: Channel) -> None:
        refusal = scope["type"] != "lifespan" and self._refusal(scope)
        if not refusal:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            said = [(b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": refusal[0], "headers": said})
            await send({"type": "http.response.body", "body": refusal[1].encode()})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        host, origin, site = (_said(scope, name) for name in (b"host", b"origin", b"sec-fetch-site"))
        if not self._is_own_name(host or ""):
            return 421, _OTHER_NAME
        own = {*self._addresses, f"{_OF_SOCKETS.get(scope['scheme'], scope['scheme'])}://{host}"}
        if (origin and origin not in own) or (site not in _SAID_BY_OWN and not _is_opened(scope)):
            return 403, _ELSEWHERE
        return None

    def _is_own_name(self, host: str) -> bool:
        """Whether nobody can have lead it here: an address, a name of this network's own (`mesin-server`), one that the
        operator has set."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        own = host in self._names or "." not in name or name == socket.gethostname().lower()
        return host != _TWICE and (own or _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _said(scope: Scope, name: bytes) -> str | None:
    values = [value for key, value in scope["headers"] if key == name]
    return values[0].decode("latin-1") if len(values) == 1 else _TWICE if values else None


def _is_opened(scope: Scope) -> bool:
    """Whether a browser opens it as a page of its own: a link in a message or in a report leads here, and reads
    nothing."""
    how = (_said(scope, b"sec-fetch-mode"), _said(scope, b"sec-fetch-dest"))
    return scope["type"] == "http" and scope["method"] == "GET" and how == ("navigate", "document")
