"""The door itself: its routes, who may take each, and what every answer of it carries."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tasks.answer.receipt_question import AT
from tasks.door import answers
from tasks.door.desk import MOST_OF_A_LINK, Check, Desk
from tasks.door.guard import COOKIE, Guard, cookie_of, disturbed
from tasks.door.links import Link, code_in, link_of
from tasks.door.own import Own, note_fetch, own
from tasks.door.pages import COPY, QUARTER, RECEIPT, check_page, home_page, page, sent_page
from tasks.door.replies import ASSETS, asset, download, nothing_here, who_are_you
from tasks.door.send import Lost, NotSent, send, sent_before
from tasks.door.spool import Full, Pace, TooLarge
from tasks.door.upload import BadUpload, fields_of, receive

_LOOK_SECONDS = 15
_AT_ONCE, _OF_A_LINK, _WORKED_ON = 100, 8, 4
"""Files that may be on their way together, and by one link, whose holder so keeps nobody else from sending; and what is
read, sent or marked together: the others wait their turn, and keep nobody from looking at a page."""
_OF_RECEIPT = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-modals"
_MANY = f"Dengan tautan ini {_OF_A_LINK} berkas masih di jalan. Tunggu sampai salah satunya selesai, lalu coba lagi."
_GONE = (
    "Berkas ini tidak ada lagi di sini: yang belum dikirim hanya disimpan sebentar, dan hanya untuk tautan yang "
    "memeriksanya. Lihat riwayat kiriman; bila belum ada, pilih lagi berkasnya."
)
_MADE_ROOM = (
    f"Berkas ini sudah dihapus dari sini dan belum terkirim: dengan satu tautan paling banyak {MOST_OF_A_LINK} berkas "
    "disimpan, dan sesudahnya ada yang memeriksa berkas lain dengan tautan ini. Pilih lagi berkasnya."
)
_ANOTHERS = (
    "Berkas itu diperiksa dengan tautan lain, dan peramban ini sekarang memakai tautan yang tertulis di atas. Berkas "
    "itu belum terkirim: buka lagi tautannya, lalu pilih lagi berkasnya."
)
_OVER = (
    "Tautan Anda tidak berlaku lagi. Yang sudah dikirim tetap tercatat; yang belum, tidak terkirim. Minta tautan baru "
    "ke provinsi."
)
_LEFT = "Anda belum masuk atau sudah keluar. Buka lagi tautan Anda; yang belum dikirim harus dipilih dan dikirim lagi."
_UNKNOWN = "Kode ini tidak dikenal atau sudah tidak berlaku. Periksa lagi, atau minta tautan baru ke provinsi."


class Door:
    """The application of one desk. A route that is `own` answers only who comes by a link."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._files, self._on_the_way = Pace(desk.site.of_door.files_per_minute), Counter()
        self._working = asyncio.Semaphore(_WORKED_ON)
        self._turns, self._sending = defaultdict(asyncio.Lock), defaultdict(asyncio.Lock)
        own_routes = (
            ("/keluar", self.leave, "POST"),
            ("/keluar", self.to_front, "GET"),
            ("/unggah", self.bring, "POST"),
            ("/unggah", self.to_front, "GET"),
            ("/periksa/{check}", self.show_check, "GET"),
            ("/periksa/{check}/salinan.xlsx", self.copy_of_check, "GET"),
            ("/kirim/{check}", self.send, "POST"),
            ("/kirim/{check}", self.back_to_check, "GET"),
            ("/buang/{check}", self.discard, "POST"),
            ("/buang/{check}", self.back_to_check, "GET"),
            ("/kiriman/{submission:int}", self.show_sent, "GET"),
            ("/kiriman/{submission:int}/tanda-terima.html", self.receipt, "GET"),
            ("/kiriman/{submission:int}/salinan.xlsx", self.copy, "GET"),
            ("/formulir.xlsx", self.form, "GET"),
            (AT, self.check_receipt, "GET"),
            (AT, self.check_receipt, "POST"),
        )
        self.app = Starlette(
            routes=[
                *(Route(path, self.first, methods=["GET"]) for path in ("/", "/masuk")),
                Route("/masuk", self.enter, methods=["POST"]),
                *(Route(path, asset, methods=["GET"]) for path in ASSETS),
                *(Route(path, partial(self.own, take), methods=[how]) for path, take, how in own_routes),
            ],
            lifespan=self._lifespan,
            exception_handlers={404: nothing_here, 405: nothing_here, Exception: disturbed},
        )

    def guarded(self) -> Guard:
        return Guard(self.app, Pace(self.desk.site.of_door.requests_per_minute))

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        forgetting = asyncio.create_task(self._forget())
        try:
            yield
        finally:
            forgetting.cancel()
            self.desk.end()

    async def _forget(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            await run_in_threadpool(self.desk.forget_old)

    async def own(self, take: "Callable[[Request, Link], Awaitable[Response]]", request: Request) -> Response:
        link = await self._link(request)
        return await take(request, link) if link else who_are_you(401, _OVER if request.cookies.get(COOKIE) else _LEFT)

    async def _link(self, request: Request) -> Link | None:
        secret = request.cookies.get(COOKIE, "")
        return await run_in_threadpool(link_of, self.desk.ledger, secret, self.desk.clock()) if secret else None

    async def first(self, request: Request) -> Response:
        link = await self._link(request)
        if link is None:
            return who_are_you(200, _OVER if request.cookies.get(COOKIE) else "")
        return HTMLResponse(await run_in_threadpool(home_page, self.desk, link))

    async def enter(self, request: Request) -> Response:
        secret = code_in((await fields_of(request)).get("kode", ""))
        link = await run_in_threadpool(link_of, self.desk.ledger, secret, self.desk.clock())
        if link is None:
            return who_are_you(403, _UNKNOWN)
        answer = RedirectResponse("/", 303)
        answer.headers["set-cookie"] = cookie_of(secret, request.url.scheme == "https")
        return answer

    async def leave(self, request: Request, link: Link) -> Response:
        answer = RedirectResponse("/", 303)
        answer.headers["set-cookie"] = cookie_of("", request.url.scheme == "https")
        return answer

    async def bring(self, request: Request, link: Link) -> Response:
        if told := self._why_to_wait(link):
            return await run_in_threadpool(self._told, link, told, 429)
        largest = int(self.desk.site.limits.file_mb * 1e6)
        try:
            with self._counted(link), self.desk.spool.bringing() as brought:
                name = await receive(request, self.desk.spool, brought, largest)
                async with self._turns[link.id]:  # what takes long keeps its own sender waiting, nobody else
                    check = await self._work(self.desk.check, link, brought, name)
        except (BadUpload, TooLarge, Full) as error:
            status = {BadUpload: 400, TooLarge: 413, Full: 429}[type(error)]
            return await run_in_threadpool(self._told, link, str(error), status)
        return RedirectResponse(f"/periksa/{check.id}", 303)

    def _why_to_wait(self, link: Link) -> str:
        if not self._files.allows(str(link.id)):
            return "Terlalu banyak berkas dalam satu menit. Tunggu sebentar, lalu coba lagi."
        if self._on_the_way[link.id] >= _OF_A_LINK:
            return _MANY
        many = self._on_the_way.total() >= _AT_ONCE
        return "Sedang banyak yang mengirim. Tunggu sebentar, lalu coba lagi." if many else ""

    @contextmanager
    def _counted(self, link: Link) -> Iterator[None]:
        self._on_the_way[link.id] += 1
        try:
            yield
        finally:
            self._on_the_way[link.id] -= 1

    async def show_check(self, request: Request, link: Link) -> Response:
        check = self._check(request, link)
        if not check:
            return await self._gone(request, link)
        return HTMLResponse(await run_in_threadpool(check_page, self.desk, link, check))

    async def copy_of_check(self, request: Request, link: Link) -> Response:
        check = self._check(request, link)
        if not check:
            return await self._gone(request, link)
        content = await self._work(answers.marked_copy_of_check, self.desk, check)
        return download(content, f"{Path(check.one.arrival.file_name).stem} - temuan.xlsx")

    def _check(self, request: Request, link: Link) -> Check | None:
        return self.desk.find(link, request.path_params["check"])

    async def _gone(self, request: Request, link: Link) -> Response:
        """What was sent meanwhile, else what to do."""
        id_ = request.path_params["check"]
        done = await run_in_threadpool(sent_before, self.desk.ledger, link, id_)
        if done:
            return RedirectResponse(f"/kiriman/{done}", 303)
        told = _MADE_ROOM if self.desk.made_room(link, id_) else _GONE
        told = _ANOTHERS if self.desk.is_anothers(link, id_) else told
        return await run_in_threadpool(self._told, link, told, 404)

    async def send(self, request: Request, link: Link) -> Response:
        form, check = await fields_of(request), self._check(request, link)
        if not check:
            return await self._gone(request, link)
        if form.get("sha256") != check.sha256:
            return await run_in_threadpool(self._told, link, _GONE, 409)
        asked_at = self.desk.asked_at(check)
        try:
            async with self._sending[link.regency_code]:  # one after the other, in the order in which it was asked
                done = await self._work(send, self.desk, link, check, form.get("alasan", ""), asked_at)
        except Lost as error:
            await run_in_threadpool(self.desk.forget, check)
            return await run_in_threadpool(self._told, link, str(error), 409)
        except NotSent as error:
            self.desk.not_asked(check)
            return HTMLResponse(await run_in_threadpool(check_page, self.desk, link, check, str(error)), 422)
        return RedirectResponse(f"/kiriman/{done}", 303)

    async def discard(self, request: Request, link: Link) -> Response:
        async with self._sending[link.regency_code]:  # what is just being sent is sent
            if not (check := self._check(request, link)):
                return await self._gone(request, link)
            await run_in_threadpool(self.desk.discard, check)
        return RedirectResponse("/", 303)

    async def to_front(self, request: Request, link: Link) -> Response:
        """A page that said why nothing came of it is opened again."""
        return RedirectResponse("/", 303)

    async def back_to_check(self, request: Request, link: Link) -> Response:
        """A page that said why it was not sent is opened again."""
        return RedirectResponse(f"/periksa/{request.path_params['check']}", 303)

    async def show_sent(self, request: Request, link: Link) -> Response:
        return await self._of_sent(request, link, lambda mine, id_: HTMLResponse(sent_page(self.desk, link, id_, mine)))

    async def receipt(self, request: Request, link: Link) -> Response:
        def made(mine: Own, id_: int) -> Response:
            page = HTMLResponse(answers.receipt_page(self.desk, mine.one(id_)))
            note_fetch(self.desk.ledger, link, id_, RECEIPT, self.desk.clock())
            page.headers["content-security-policy"] = _OF_RECEIPT
            return page

        return await self._of_sent(request, link, made)

    async def check_receipt(self, request: Request, link: Link) -> Response:
        given = (await fields_of(request)).get("teks", "")
        shown, status = await self._work(answers.receipt_question, self.desk, link, given)
        return HTMLResponse(page("tanda-terima", link, check=shown), status)

    async def copy(self, request: Request, link: Link) -> Response:
        def made(mine: Own, id_: int) -> Response:
            row = mine.one(id_)
            content = answers.marked_copy(self.desk, row)
            note_fetch(self.desk.ledger, link, id_, COPY, self.desk.clock())
            return download(content, f"{answers.answer_name(row)}.xlsx")

        return await self._of_sent(request, link, made)

    async def _work(self, what: Callable, *of: object) -> Any:
        async with self._working:
            return await run_in_threadpool(what, *of)

    async def _of_sent(self, request: Request, link: Link, make: Callable[[Own, int], Response]) -> Response:
        def made() -> Response:
            mine, id_ = own(self.desk.ledger, link, self.desk.clock()), request.path_params["submission"]
            return nothing_here() if mine.one(id_) is None else make(mine, id_)

        return await self._work(made)

    async def form(self, request: Request, link: Link) -> Response:
        mine = await run_in_threadpool(own, self.desk.ledger, link, self.desk.clock())
        asked = request.query_params.get(QUARTER, mine.due.key)
        period = next((one for one in mine.offered if one.key == asked), None)
        if period is None:
            return nothing_here()
        mine = replace(mine, due=period)
        name, content = await self._work(answers.own_form, self.desk, mine)
        return download(content, name)

    def _told(self, link: Link, sentence: str, status: int) -> Response:
        return HTMLResponse(home_page(self.desk, link, sentence), status)
