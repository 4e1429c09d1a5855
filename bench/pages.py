"""Serve the pages of an account with a long history, beside an empty view on the same server."""

import multiprocessing
import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPConnection
from time import process_time, sleep

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from bench import database
from bench.empty import ADDRESS
from bench.measure import by_turns, show_goal
from bench.subject import add_subjects
from troth.accounts.models import Person
from troth.testing.port import free_port

GOAL = 3.0  # times the empty view
QUERIES_GOAL = 12
CLIENTS = 4  # at once, each on a connection that stays open


def run(*, rows: int = 10_001, requests: int = 200, rounds: int = 7) -> None:
    with database.fresh():
        [person] = add_subjects(1, rows=rows)
        database.settle()
        client, pages = signed_in(person), pages_of(person)
        for page in pages:
            count_queries(client, page)
        answer = partial(answer_here, client, requests)
        for page in pages:
            result = by_turns(
                partial(answer, page), partial(answer, ADDRESS), rounds=rounds, clock=process_time
            )
            result.show(f"pages: the server's own CPU time of {requests} times {page}", goal=GOAL)
        with served() as port:
            ask = partial(ask_for, port, client, requests)
            for page in pages:
                result = by_turns(partial(ask, page), partial(ask, ADDRESS), rounds=rounds)
                result.show(f"pages: {requests} times {page}, beside an empty view", goal=GOAL)


def pages_of(person: Person) -> list[str]:
    """The overview of the person's account, and their privacy centre with what is held."""
    account = person.pk - database.PEOPLE_FROM
    return [f"/account/{account}/", "/privacy-centre/", "/privacy-centre/held/"]


def signed_in(person: Person) -> Client:
    """A browser of the person's, on the benches' addresses."""
    settings.ROOT_URLCONF = "bench.empty"
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(person)
    return client


def count_queries(client: Client, page: str) -> None:
    """Say how many queries a page takes when nothing is new to the process any more.

    The transaction's own BEGIN and COMMIT ask for nothing and are not counted.
    """
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200, page
    queries = [each for each in captured if each["sql"] not in ("BEGIN", "COMMIT")]
    print(f"pages: {page} takes {len(queries)} queries")
    show_goal(f"at most {QUERIES_GOAL}", len(queries) <= QUERIES_GOAL)


def answer_here(client: Client, requests: int, path: str) -> None:
    """Answer in this process as a server does, without a client or a socket beside it."""
    server = WSGIHandler()
    headers = {"Cookie": cookie(client), "Host": "localhost"}
    asked = RequestFactory().get(path, headers=headers).environ
    for _ in range(requests):
        response = server({**asked}, lambda *head: len)
        assert response.status_code == 200 and response.getvalue(), (path, response.status_code)
        response.close()


@contextmanager
def served(**more: object) -> Iterator[int]:
    """The platform on a port of its own, in a process as `troth serve` starts it.

    more: its settings that are not this process's.
    """
    port = free_port()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(port, more))
    server.start()
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.join()


def wait_for(port: int) -> None:
    """Wait until a server listens, which beside other work may take a minute."""
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        sleep(0.1)
    raise AssertionError(f"nobody listens at port {port}")


def serve(port: int, more: Mapping[str, object]) -> None:
    """Be a server of the platform, with more settings."""
    Granian(
        "bench.pages:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGINL,
        log_level=LogLevels.warning,
    ).serve(target_loader=partial(_application, more), wrap_loader=False)


def _application(more: Mapping[str, object]) -> ASGIHandler:
    for name, value in {**more, "ROOT_URLCONF": "bench.empty"}.items():
        setattr(settings, name, value)
    from troth.asgi import application

    return application


def ask_for(port: int, client: Client, requests: int, path: str) -> None:
    """Ask `requests` times for a path, by CLIENTS at once."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        share = [port], [cookie(client)], [requests // CLIENTS], [path]
        list(clients.map(_ask, *(part * CLIENTS for part in share)))


def cookie(client: Client) -> str:
    """The header by which whoever uses a client is known."""
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def _ask(port: int, cookie: str, requests: int, path: str) -> None:
    http = HTTPConnection("127.0.0.1", port)
    for _ in range(requests):
        http.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
        response = http.getresponse()
        assert response.read() and response.status == 200, (path, response.status)
    http.close()
