"""An agreement is to what the rule said: once more would go, nothing goes before a new one."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.gates.agree_to_share import agree_to_share, asked_of
from troth.gates.models import ConsentEvent
from troth.gates.share import NotSharedError, of
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.third_party import StandIn

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = ["share.plaid", "share.plaid.agreed"]
AGREED = 'when = "consent"\nagreed = true\n'
RECEIVES = 'receives = ["identity", "payment"]\nnever = ["credential"]'
SERVES = f'{AGREED}purposes = ["service"]\n'
TERMS = f'{AGREED}terms = "https://plaid.example/legal"\n'
PLACES = 'country = ["US", "DE"]'
Change = tuple[str, str]


def in_force(*changes: Change, at: datetime) -> None:
    """Softsys's policy, with its rule on Plaid changed."""
    rule = make.policy("softsys").source.partition("[share.plaid]")[2].partition("```")[0]
    changed = rule
    for old, new in changes:
        assert old in changed
        changed = changed.replace(old, new)
    make.in_force(make.changed("softsys", (rule, changed)) if changes else "softsys", at=at)


def is_told(plaid: StandIn, account: Account) -> bool:
    try:
        plaid.tell(account, of(account, "name"), at=timezone.now())
    except NotSharedError:
        return False
    return True


def agreed_under(*changes: Change) -> Account:
    """An account whose owner has agreed while the rule said that."""
    in_force(*changes, at=timezone.now() - timedelta(days=2))
    account = make.account()
    agree_to_share(make.owner(account), "plaid", *BOTH, at=timezone.now() - timedelta(days=1))
    return account


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((RECEIVES, 'receives = ["identity"]'), (RECEIVES, RECEIVES)),
        ((AGREED, SERVES), (AGREED, f'{AGREED}purposes = ["service", "accounting"]\n')),
        ((AGREED, SERVES), (AGREED, AGREED)),
        (("name", "name"), ('country = "US"', PLACES)),
        (("name", "name"), ('country = "US"', 'country = "ZZ"')),
        (("name", "name"), ('name = "Plaid"', 'name = "Plaid and sons"')),
        (('role = "controller"', 'role = "processor"'), ("name", "name")),
        (("name", "name"), ("belongs to the customer", "belongs to them, and its balance")),
        ((AGREED, TERMS), (AGREED, TERMS.replace("legal", "new-legal"))),
    ],
)
def test_what_grows_or_becomes_another_is_asked_for_again(
    plaid: StandIn, before: Change, after: Change
) -> None:
    account = agreed_under(before)
    assert is_told(plaid, account)
    in_force(after, at=timezone.now())
    assert not is_told(plaid, account)
    asked = asked_of(make.owner(account), "plaid", at=timezone.now())
    assert asked and asked.again


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("name", "name"), (RECEIVES, 'receives = ["identity"]')),
        ((AGREED, f'{AGREED}purposes = ["service", "accounting"]\n'), (AGREED, SERVES)),
        (('country = "US"', PLACES), ('country = "US"', 'country = "US"')),
        (('country = "US"', 'country = "ZZ"'), ('country = "US"', PLACES)),
        (("name", "name"), (AGREED, TERMS)),
    ],
)
def test_what_narrows_asks_nobody(plaid: StandIn, before: Change, after: Change) -> None:
    account = agreed_under(before)
    in_force(after, at=timezone.now())
    assert is_told(plaid, account)
    assert asked_of(make.owner(account), "plaid", at=timezone.now()) is None


def test_a_purpose_that_is_described_otherwise_is_another_one(plaid: StandIn) -> None:
    account = agreed_under((AGREED, SERVES))
    words = make.policy("softsys").tables.purpose["service"].description
    wider = f'"{words}, and whatever comes of it"'
    described = make.changed("softsys", (AGREED, SERVES), (f'"{words}"', wider))
    make.in_force(described, at=timezone.now())
    assert not is_told(plaid, account)


def test_somebody_elses_terms_are_others(plaid: StandIn) -> None:
    terms_alone = (AGREED, "agreed = true\n")
    in_force(terms_alone, at=timezone.now() - timedelta(days=2))
    account = make.account()
    day_before = timezone.now() - timedelta(days=1)
    agree_to_share(make.owner(account), "plaid", BOTH[1], at=day_before)
    assert is_told(plaid, account)
    in_force(terms_alone, ('name = "Plaid"', 'name = "Plaid and sons"'), at=timezone.now())
    assert not is_told(plaid, account)


def test_the_page_says_so_and_what_is_agreed_to_anew_counts(plaid: StandIn) -> None:
    account = agreed_under((RECEIVES, 'receives = ["identity"]'))
    in_force(at=timezone.now())
    client = Client()
    client.force_login(customer(account))
    page = "/privacy-centre/consents/"
    said = client.get(page).content.decode()
    assert "You agreed to this before." in said and "Not given" in said
    client.post(f"{page}share/plaid/", {"choice": "give", "agree": BOTH})
    assert is_told(plaid, account)
    assert "You agreed to this before." not in client.get(page).content.decode()


def test_what_nobody_knows_the_policy_of_counts_for_nothing(plaid: StandIn) -> None:
    account = agreed_under()
    assert is_told(plaid, account)
    ConsentEvent.objects.update(policy="0" * 64)
    assert not is_told(plaid, account)
