"""A connection that no gate has let go fails the test in which it is opened, whatever opens it."""

import asyncio
import http.client
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from contextvars import copy_context
from threading import Thread
from types import FunctionType
from urllib.request import urlopen

import pytest
import requests

from troth.core.leave import reaching
from troth.testing.connections import found, only_by_leave


@pytest.fixture
def port() -> Iterator[int]:
    """Where something listens, that says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def by_requests(port: int) -> None:
    requests.get(f"http://127.0.0.1:{port}/", timeout=0.01)


def by_urllib(port: int) -> None:
    urlopen(f"http://127.0.0.1:{port}/", timeout=0.01)


def by_http_client(port: int) -> None:
    way = http.client.HTTPConnection("127.0.0.1", port, timeout=0.01)
    with closing(way):
        way.connect()


def by_a_socket(port: int) -> None:
    with socket.socket() as raw:
        raw.connect(("127.0.0.1", port))


def by_a_datagram(port: int) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as raw:
        raw.sendto(b"canary", ("127.0.0.1", port))


def by_a_name(port: int) -> None:
    socket.getaddrinfo("canary.localhost", port)


def by_asyncio(port: int) -> None:
    async def connect() -> None:
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        await writer.wait_closed()

    # In a thread: a test in a browser, once there was one, leaves a running loop to those after it.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(copy_context().run, asyncio.run, connect()).result()


def by_a_thread(port: int) -> None:
    made = socket.socket()
    thread = Thread(target=made.connect, args=(("127.0.0.1", port),))
    thread.start()
    thread.join()
    made.close()


def by_a_pool(port: int) -> None:
    with ThreadPoolExecutor(1) as pool, socket.socket() as made:
        pool.submit(made.connect, ("127.0.0.1", port)).result()


def by_another_program(port: int) -> None:
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
    subprocess.run([sys.executable, "-c", code])


def swallowed(port: int) -> None:
    with suppress(Exception):
        by_a_socket(port)


WAYS = [
    *(by_requests, by_urllib, by_http_client, by_a_socket, by_a_datagram, by_a_name),
    *(by_asyncio, by_a_thread, by_a_pool, by_another_program, swallowed),
]
each_way = pytest.mark.parametrize("way", WAYS)
unraised = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


def as_ours(way: Callable[[int], None]) -> Callable[[int], None]:
    """The same, as a plug-in of ours would have it."""
    assert isinstance(way, FunctionType)
    return FunctionType(way.__code__, {**way.__globals__, "__name__": "troth.bank.cheats"})


@each_way
@unraised
def test_what_is_ours_is_caught_everywhere(way: Callable[[int], None], port: int) -> None:
    with suppress(Exception):
        as_ours(way)(port)
    assert found()


@each_way
def test_a_test_may_do_so_itself(way: Callable[[int], None], port: int) -> None:
    with suppress(Exception):
        way(port)
    assert not found()


@each_way
@unraised
def test_a_plug_in_is_held_to_its_leave_whoever_wrote_it(
    way: Callable[[int], None], port: int
) -> None:
    with pytest.raises(AssertionError, match="without leave"), only_by_leave(), suppress(Exception):
        way(port)
    assert found()


@pytest.mark.parametrize("way", [way for way in WAYS if way not in (by_a_thread, by_a_pool)])
def test_with_leave_it_goes(way: Callable[[int], None], port: int) -> None:
    with reaching("the test"), only_by_leave(), suppress(OSError):
        as_ours(way)(port)
    assert not found()


@pytest.mark.parametrize("way", [by_a_thread, by_a_pool])
@unraised
def test_a_leave_holds_in_no_other_thread(way: Callable[[int], None], port: int) -> None:
    with reaching("the test"), suppress(Exception):
        as_ours(way)(port)
    assert found()
