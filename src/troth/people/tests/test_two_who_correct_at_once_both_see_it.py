import pytest

from troth.accounts.models import Account, Membership
from troth.people.tests.pages import correct, details, version_of
from troth.people.tests.test_details_are_corrected_at_once import TYPED
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_kept_and_the_newer_value_is_shown() -> None:
    make.in_force("softsys")
    account = make.account()
    first, second = signed_in(make.owner(account)), signed_in(make.owner(account))
    opened = version_of(second.get(details(account)).content.decode())
    correct(first, details(account), **TYPED | {"name": "Changed by the first"})

    typed = TYPED | {"name": "Typed by the second"}
    answer = correct(second, details(account), version=opened, **typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Someone else has changed this in the meantime" in page
    assert "Changed by the first" in page and 'value="Typed by the second"' in page
    assert Account.objects.get().name == "Changed by the first"

    again = correct(second, details(account), version=version_of(page), **typed)
    assert again.status_code == 302
    assert Account.objects.get().name == "Typed by the second"


def test_a_correction_of_something_else_is_not_undone() -> None:
    make.in_force("softsys")
    account = make.account()
    client = signed_in(make.owner(account))
    correct(client, details(account), **TYPED)
    opened = version_of(client.get(details(account)).content.decode())
    correct(client, details(account), **TYPED | {"city": "Potsdam"})
    stale = correct(client, details(account), version=opened, **TYPED | {"name": "Another"})
    assert "This is “Potsdam” now" in stale.content.decode()
    assert (Account.objects.get().city, Account.objects.get().name) == ("Potsdam", "A New Name")


def test_scopes_that_were_changed_meanwhile_are_told() -> None:
    make.in_force("softsys")
    account = make.account()
    friend = make.trusted(account, make.person())
    owner = signed_in(make.owner(account))
    page = f"/account/{account.pk}/people/{friend.pk}/"
    owner.post(page, {"scopes": ["billing"], "before": "support"})
    stale = owner.post(page, {"scopes": ["services"], "before": "support"}).content.decode()
    assert "since been changed to: view invoices and payments" in stale
    assert 'name="before" value="billing"' in stale
    assert Membership.objects.get(pk=friend.pk).scopes == "billing"
    # The same form twice is one change, and no quarrel.
    assert owner.post(page, {"scopes": ["billing"], "before": "support"}).status_code == 302
