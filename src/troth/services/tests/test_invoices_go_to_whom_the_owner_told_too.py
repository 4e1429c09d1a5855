"""The owner has invoices and reminders go to a trusted person as well, while they may see them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from troth.accounts.models import Membership, Person
from troth.accounts.restrict import restrict
from troth.billing.dunning.set_step import Action, set_step
from troth.gates.limit_reading import limit_reading
from troth.messaging.models import Message
from troth.people.hand_over import hand_over
from troth.services.by_night import by_night
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
ISSUED = datetime(2026, 6, 15, 1, tzinfo=UTC)
OVERDUE = ISSUED + timedelta(days=17)


@pytest.fixture
def bookkeeper() -> Membership:
    """A trusted person of an account, for whom a year is to be invoiced."""
    in_cyprus()
    account = customer()
    make.verified(make.owner(account))
    paid_until(date(2026, 6, 22), account, months=12)
    set_step(3, Action.REMIND, by=make.staff(), at=make.NOW)
    return make.trusted(account, make.verified(make.person()))


def told(who: Membership, *scopes: str, tick: bool = True) -> object:
    """The owner saves the page of a trusted person."""
    owner = make.owner(who.account)
    path = f"/account/{who.account_id}/people/{who.pk}/"
    sent = {"scopes": scopes, "before": Membership.objects.get(pk=who.pk).scopes}
    answer = signed_in(owner).post(path, sent | ({"gets_invoices": "on"} if tick else {}))
    assert answer.status_code == 302
    return answer


def mailed(who: Person) -> list[str]:
    for at in (ISSUED, OVERDUE):
        by_night(at=at)
    return [each.subject.split()[0] for each in Message.objects.filter(person=who).order_by("pk")]


def test_they_get_what_the_owner_gets(bookkeeper: Membership) -> None:
    told(bookkeeper, "billing")
    page = signed_in(make.owner(bookkeeper.account)).get(
        f"/account/{bookkeeper.account_id}/people/{bookkeeper.pk}/"
    )
    assert 'name="gets_invoices" id="id_gets_invoices" checked' in " ".join(
        page.content.decode().replace('aria-describedby="id_gets_invoices_helptext" ', "").split()
    )
    assert mailed(bookkeeper.person) == ["Invoice", "Invoice"]
    assert mailed(make.owner(bookkeeper.account)) == ["Invoice", "Invoice"]


@pytest.mark.parametrize(
    ("scopes", "subjects"),
    [
        (["billing"], ["suspended", "tomorrow"]),
        (["billing", "services"], ["suspended", "tomorrow", "ended"]),
        (["services"], []),
    ],
)
def test_they_are_told_what_becomes_of_services_that_are_not_paid(
    scopes: list[str], subjects: list[str], bookkeeper: Membership
) -> None:
    for days, action in ((5, Action.SUSPEND), (8, Action.END)):
        set_step(days, action, by=make.staff(), at=make.NOW)
    told(bookkeeper, *scopes)
    for days in (0, 19, 22, 23):
        by_night(at=ISSUED + timedelta(days=days))
    about = Message.objects.filter(person=bookkeeper.person, subject__startswith="Your services")
    assert [each.subject.split()[-1] for each in about.order_by("pk")] == subjects


CLOSED: dict[str, Callable[[Membership], object]] = {
    "never told": lambda who: told(who, "billing", tick=False),
    "without the scope": lambda who: told(who, "support"),
    "no longer with it": lambda who: (told(who, "billing"), told(who, "support")),
    "shut by the owner": lambda who: (
        told(who, "billing"),
        limit_reading(make.owner(who.account), ["billing"], at=make.NOW),
    ),
    "restricted": lambda who: (told(who, "billing"), restrict(who.account, at=make.NOW)),
}


@pytest.mark.parametrize("how", CLOSED)
def test_nobody_is_written_to_about_what_they_may_not_see(how: str, bookkeeper: Membership) -> None:
    CLOSED[how](bookkeeper)
    assert mailed(bookkeeper.person) == []


def test_the_setting_does_not_outlive_a_change_of_owners(bookkeeper: Membership) -> None:
    told(bookkeeper, "billing")
    owner = make.owner(bookkeeper.account)
    hand_over(bookkeeper, by=owner, at=make.NOW)
    assert not Membership.objects.filter(gets_invoices=True).exists()
