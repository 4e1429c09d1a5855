"""A gateway's third party that costs next to nothing: it says yes after so many milliseconds."""

import asyncio
import json
import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

SECRET = "what signs events"


class StandIn(NamedTuple):
    """Its address, and the number of its process."""

    url: str
    number: int


def gateways(url: str = "http://127.0.0.1:9") -> Mapping[str, Mapping[str, Any]]:
    """The setting GATEWAYS with the made-up gateway alone, whose third party is there."""
    backend = "troth.testing.pretend.plug_in.Pretend"
    return {"pretend": {"BACKEND": backend, "OPTIONS": {"url": url, "secret": SECRET}}}


@contextmanager
def answering(*, after: float) -> Iterator[StandIn]:
    """It, while it runs. after: how many seconds each answer takes."""
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_answer, args=(there, after), daemon=True)
    process.start()
    try:
        yield StandIn(f"http://127.0.0.1:{here.recv()}", process.pid or 0)
    finally:
        process.kill()
        process.join()


def _answer(there: Connection, after: float) -> None:
    async def serve() -> None:
        server = await asyncio.start_server(lambda r, w: _one(r, w, after), "127.0.0.1", 0)
        there.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


async def _one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, after: float) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    sizes = [line.split(":")[1] for line in lines if line.lower().startswith("content-length:")]
    said = json.loads(await reader.readexactly(int(sizes[0])) if sizes else b"{}")
    await asyncio.sleep(after)
    body = json.dumps(_paid(said) if lines[0].split()[1] == "/charges" else _page(said)).encode()
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    )
    await writer.drain()
    writer.close()


def _paid(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{"outcome": "paid", "reference": f"pay {said['key']}", "key": said["key"], "fee": 30},
        **{"payee": "ours", "amount": said["amount"], "currency": said["currency"]},
    }


def _page(said: Mapping[str, Any]) -> dict[str, Any]:
    reference = f"page of {said['key']}"
    return {"reference": reference, "url": f"http://127.0.0.1:9/pay/{said['key']}"}
