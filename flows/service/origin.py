"""Only the server's own pages may talk to it: no other website that the operator has open in the same browser.

Prefect's API answers pages of every origin and takes JSON that calls itself plain text, which a browser sends anywhere
without asking; without this a page from the internet could start runs on 127.0.0.1.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Channel = Callable[..., Awaitable[Any]]


class OwnPages:
    """Around an ASGI application that has a password: a name that leads here by trickery (DNS rebinding) brings nobody
    in."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Channel, send: Channel) -> None:
        if scope["type"] == "lifespan" or self._welcome(dict(scope["headers"])):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            said = [(b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": 403, "headers": said})
            await send({"type": "http.response.body", "body": b"Permintaan dari situs lain ditolak."})

    def _welcome(self, headers: dict[bytes, bytes]) -> bool:
        """A proxy may call us by another name than it is called; no page can make a browser say so in its stead."""
        names = [headers.get(name, b"").decode("latin-1") for name in (b"host", b"x-forwarded-host")]
        origin = headers.get(b"origin")
        return origin is None or urlsplit(origin.decode("latin-1")).netloc in [name for name in names if name]
