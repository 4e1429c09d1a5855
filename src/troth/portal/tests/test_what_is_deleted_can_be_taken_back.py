import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Activity, Person, Signin
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.services.models import Service
from troth.support.models import Ticket
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/privacy-centre/deleted/"


@pytest.fixture
def owner() -> Person:
    """The owner of an account with a row of every record, whose message has been sent."""
    make.in_force("soffront")
    return make.owner(make.full_account())


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("model", [Ticket, Service, Message, Signin])
def test_each_kind_goes_out_of_sight_and_comes_back(
    owner: Person, model: type[Ticket | Service | Message | Signin]
) -> None:
    row, kind = model.objects.get(), model.__name__.lower()
    client, other = signed_in(owner), signed_in(make.owner(make.account()))
    delete = f"/privacy-centre/delete/{kind}/{row.pk}/"
    back = f"{PAGE}{kind}/{row.pk}/take-back/"
    for path in (delete, back):
        assert other.post(path).status_code == 404
    for _click in range(2):
        assert client.post(delete)["Location"] == PAGE
    shown = text_of(client, PAGE)
    word = "Sign-in" if model is Signin else model.__name__
    assert back in shown and f"{word} · Purged by" in shown
    assert back not in text_of(other, PAGE)
    for _click in range(2):
        assert client.post(back)["Location"] == PAGE
    assert back not in text_of(client, PAGE)
    row.refresh_from_db()
    assert row.deleted_at is None
    events = Entry.objects.filter(event__startswith="entry.").order_by("pk")
    assert [each.event for each in events] == ["entry.deleted", "entry.taken_back"]
    assert {each.rule for each in events} == {"keep.deleted"}
    if model in (Ticket, Service):
        said = Activity.objects.order_by("-pk").values_list("what", flat=True)[:2]
        assert [*said] == [f"deleted {kind} taken back", f"{kind} deleted"]


def test_what_still_runs_or_waits_is_not_deleted(owner: Person) -> None:
    service = make.service(owner.memberships.get().account, at=timezone.now())
    Message.objects.update(next_at=timezone.now())
    client = signed_in(owner)
    for path in (f"service/{service.pk}", f"message/{Message.objects.get().pk}", "nonsense/1"):
        assert client.post(f"/privacy-centre/delete/{path}/").status_code == 404


@pytest.mark.parametrize("policy", ["softsys", "websoft"])
def test_not_where_the_policy_does_not_say_when_it_is_purged(policy: str) -> None:
    make.in_force(policy)
    account = make.full_account()
    client, ticket = signed_in(make.owner(account)), Ticket.objects.get()
    assert client.get(PAGE).status_code == 404
    assert client.post(f"/privacy-centre/delete/ticket/{ticket.pk}/").status_code == 404
    assert PAGE not in text_of(client, "/privacy-centre/")
    assert "/delete/" not in text_of(client, "/security/history/")
