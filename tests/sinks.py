"""What a message arrives at: a mail server and an HTTP server on this machine, each with everything it was sent."""

import email
import email.policy
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


@dataclass
class Sink:
    """`received` holds mails, or the JSON of each request. While `broken` it takes nothing."""

    port: int = 0
    received: list = field(default_factory=list)
    broken: bool = False

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
        if self.broken:
            return "451 try again later"
        self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    sink = Sink()
    controller = _OnAnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    sink.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        controller.stop()


class _OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        """The library would greet port 0."""
        socket.create_connection(self.server.sockets[0].getsockname()[:2]).close()


@contextmanager
def http_sink() -> Iterator[Sink]:
    sink = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not sink.broken:
                sink.received.append(json.loads(body))
            self.send_response(500 if sink.broken else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def enclosures_of(mail: EmailMessage) -> dict[str, bytes]:
    return {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
