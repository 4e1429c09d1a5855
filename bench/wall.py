"""Answer from behind the second wall, beside the same without it, in one process."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings

from bench import database
from bench.measure import by_turns
from bench.pages import pages_of, signed_in
from bench.subject import add_subjects
from troth.accounts.models import Activity, Membership, Person
from troth.support.models import TicketMessage
from troth.wall.enter import behind_wall

WALL = "troth.portal.wall.wall"


def run(*, rows: int = 10_001, requests: int = 20, rounds: int = 15) -> None:
    with database.fresh():
        [person] = add_subjects(1, rows=rows)
        database.settle()
        behind = signed_in(person)
        without = [name for name in settings.MIDDLEWARE if name != WALL]
        with override_settings(MIDDLEWARE=without):
            before = signed_in(person)
            before.get("/")  # a client reads the settings with its first request
        for page in pages_of(person):
            result = by_turns(
                partial(_get, behind, page, requests),
                partial(_get, before, page, requests),
                rounds=rounds,
            )
            result.show(f"wall: {requests} times {page}, beside the same without the wall")
        for name, query in _queries(person).items():
            result = by_turns(
                partial(_behind, person, query, requests),
                partial(_in_front, query, requests),
                rounds=rounds,
            )
            result.show(f"wall: {requests} times {name}, each in a transaction")


def _get(client: Client, page: str, requests: int) -> None:
    for _ in range(requests):
        assert client.get(page).status_code == 200


def _queries(person: Person) -> dict[str, Callable[[], object]]:
    account = person.pk - database.PEOPLE_FROM
    return {
        "the least query": Membership.objects.filter(person=person).count,
        "a count of thousands of rows": Activity.objects.filter(account=account).count,
        "a count of parts": TicketMessage.objects.filter(account=account).count,
        "fifty rows in order": lambda: list(
            Activity.objects.filter(account=account).order_by("-at")[:50]
        ),
    }


def _behind(person: Person, query: Callable[[], object], requests: int) -> None:
    for _ in range(requests):
        with behind_wall(person):
            query()


def _in_front(query: Callable[[], object], requests: int) -> None:
    for _ in range(requests):
        with transaction.atomic():
            query()
