"""What an ASGI server loads: `troth.asgi:application`.

A few threads do the work. Each request arrives whole, within limits of length, time and memory,
before one of them takes it, and what it answers leaves without it: who is slow, by mischance or on
purpose, keeps nobody else waiting. What is longer than its address takes is not read any further.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import IO, Any, cast

import django
from django.core import signals
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.db import close_old_connections
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")
django.setup()

from allauth.core.internal.ratelimit import get_ip  # noqa: E402  (needs the settings)

from troth.portal.uploads import longest  # noqa: E402

_SECONDS = 20  # in which a body has to arrive, and one more for each
_RATE = 2**15  # bytes of it
_AT_ONCE = 10  # bodies that may be on their way from one address
_MEMORY = 2**27  # bytes of bodies that a process keeps at any moment

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


class Handler(ASGIHandler):
    """Django's, with the middleware and views in `threads` threads."""

    def __init__(self, threads: int) -> None:
        self.load_middleware()
        self._threads = ThreadPoolExecutor(threads)
        self._arriving: Counter[str] = Counter()
        self._kept: dict[BytesIO, int] = {}

    def create_request(
        self, scope: Mapping[str, Any], body_file: IO[bytes]
    ) -> tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]:
        """Django's hook, which lets a Content-Type that cannot be read fail."""
        try:
            return super().create_request(scope, body_file)
        except BadRequest:
            return None, _refusal(400, "The header Content-Type cannot be read.\n")

    async def handle(
        self,
        scope: dict[str, Any],
        receive: Receive,
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer one request."""
        body = BytesIO()
        request, response = self.create_request(scope, body)
        try:
            if request:
                response = await self._take_in(request, receive, body)
                response = response or await self._in_thread(self._answer, request)
        except ConnectionError:
            return
        finally:
            self._kept.pop(body, None)
        assert response
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = self._pieces(iter(response))
        try:
            await self.send_response(response, send)
        finally:
            await self._in_thread(response.close)

    async def _take_in(
        self, request: ASGIRequest, receive: Receive, body: BytesIO
    ) -> HttpResponseBase | None:
        """Read a body, and return a refusal where that cannot be.

        What is too long is refused by the platform, with a page, because of its CONTENT_LENGTH.
        Raises ConnectionError when the sender is gone.
        """
        declared = int(request.META.get("CONTENT_LENGTH") or 0)
        if not declared and "HTTP_TRANSFER_ENCODING" not in request.META:
            return None
        most = longest(request.path_info)
        if declared > most:
            return None
        sender = _network_of(request)
        if self._arriving[sender] >= _AT_ONCE:
            return _refusal(503)
        self._arriving[sender] += 1
        try:
            async with asyncio.timeout(_SECONDS) as clock:
                more = True
                while more and body.tell() <= most:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ConnectionError
                    piece = message.get("body", b"")
                    body.write(piece)
                    self._kept[body] = body.tell()
                    if sum(self._kept.values()) > _MEMORY:
                        return _refusal(503)
                    clock.reschedule(cast(float, clock.when()) + len(piece) / _RATE)
                    more = message.get("more_body", False)
        except TimeoutError:
            return _refusal(408)
        finally:
            self._arriving[sender] -= 1
            if not self._arriving[sender]:
                del self._arriving[sender]
        request.META["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
        return None

    def _answer(self, request: ASGIRequest) -> HttpResponseBase:
        signals.request_started.send(sender=self.__class__, scope=request.scope)
        response = self.get_response(request)
        close_old_connections()  # those of this thread
        return response

    async def _pieces(self, content: Iterator[bytes]) -> AsyncIterator[bytes]:
        while (piece := await self._in_thread(next, content, None)) is not None:
            yield piece

    async def _in_thread[T](self, work: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)


def _refusal(status: int, line: str = "") -> HttpResponse:
    """An answer of a line or none, which no middleware sees."""
    response = HttpResponse(line, status=status, content_type="text/plain; charset=utf-8")
    response["Connection"] = "close"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _network_of(request: ASGIRequest) -> str:
    """Where a request comes from, as every limit counts it; blank where nobody can tell."""
    try:
        return str(get_ip(request))
    except PermissionDenied:
        return ""


application = Handler(threads=2 * (os.cpu_count() or 1))
