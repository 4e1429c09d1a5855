import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from troth.asgi import Handler


def answer_to(content_type: bytes) -> list[Mapping[str, Any]]:
    """What the server is told to send, for a request with this header."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/sign-in/",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", content_type)],
        "client": ("192.0.2.1", 1),
    }
    sent: list[Mapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    def serve() -> None:
        asyncio.run(Handler(threads=1).handle(scope, receive, send))

    # A test of pages leaves a loop running in its thread.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(serve).result()
    return sent


@pytest.mark.parametrize(
    "content_type",
    [
        b"text/plain; charset*=no-such-one''a",  # RFC 2231
        b"text/plain; a=" + b"b" * 20_000,
    ],
)
def test_it_is_the_senders_fault(content_type: bytes) -> None:
    start, body = answer_to(content_type)
    assert start["status"] == 400
    assert body["body"] == b"The header Content-Type cannot be read.\n"
