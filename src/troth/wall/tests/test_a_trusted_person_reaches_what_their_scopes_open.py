"""Behind the wall with one scope: `SELECT`, `UPDATE` and `DELETE` that name no row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from troth.accounts.correct_account import correct_account
from troth.accounts.models import Account, Activity, Invitation, Membership, Person
from troth.accounts.scopes import SCOPES
from troth.gates.limit_reading import limit_reading
from troth.gates.models import Disclosure
from troth.requests.models import RightsRequest
from troth.support.models import Ticket
from troth.testing import make
from troth.wall.enter import behind_wall
from troth.wall.tests.every_row import seen_rows, with_every_row

pytestmark = pytest.mark.django_db

# Of an account that somebody else owns. Nobody manages domains yet.
OPENED = {
    "profile": set(),
    "billing": {
        "bank_bankline",
        "billing_invoice",
        "billing_invoiceline",
        "billing_invoicetax",
        "billing_payment",
        "billing_posting",
        "billing_reminder",
        "billing_transaction",
        "sepa_collection",
        "sepa_mandate",
        "gateways_gatewayevent",
        "gateways_paymentattempt",
        "gateways_paymentmethod",
        "orders_order",
        "orders_orderline",
        "orders_quote",
        "orders_quoteline",
        "tax_certificate",
        "tax_localtax",
        "tax_sign",
        "tax_vatcheck",
    },
    "services": {
        "services_cancellation",
        "services_charge",
        "services_ownprice",
        "services_service",
        "services_suspension",
        "services_term",
    },
    "domains": set(),
    "support": {"support_ticket", "support_ticketmessage"},
    "privacy": {
        "accounts_activity",
        "gates_disclosure",
        "gates_staffread",
        "requests_rightsrequest",
    },
}
MINE = {"accounts_account", "accounts_membership", "accounts_person"}


def trusted(*scopes: str) -> tuple[Account, Person]:
    """An account with every row, and who is trusted with these scopes and nothing else there."""
    account, friend = with_every_row(), make.person("A Friend")
    make.trusted(account, friend)
    Membership.objects.filter(person=friend).update(scopes=" ".join(scopes))
    return account, friend


def changed(act: Callable[[], Any]) -> bool:
    """Whether a statement wrote any row. It is taken back."""
    try:
        with transaction.atomic():
            rows = act()
            transaction.set_rollback(True)
    except ProgrammingError:
        return False
    return bool(rows)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_query_that_forgot_the_scope_sees_what_it_opens(scope: str) -> None:
    _account, friend = trusted(scope)
    with behind_wall(friend):
        seen = {table for table, _key in seen_rows()}
        everybodys = {table for table in seen if table == "allauth_idp_oidc_client"}
        assert seen - everybodys == MINE | OPENED[scope]
        assert Membership.objects.get().person == friend


def test_scopes_and_roles_are_the_owners_to_give() -> None:
    account, friend = trusted(*SCOPES)
    everybody = Membership.objects.all()
    with behind_wall(friend):
        assert not changed(lambda: everybody.update(scopes="domains"))
        assert not changed(lambda: everybody.update(role="owner"))
        assert not changed(lambda: everybody.filter(role="owner")._raw_delete("default"))
        assert changed(lambda: everybody._raw_delete("default"))  # they may leave
    with behind_wall(make.owner(account)):
        assert changed(lambda: everybody.filter(person=friend).update(scopes="billing"))
        assert not changed(lambda: everybody.update(person=friend))
        assert not changed(lambda: everybody.filter(role="owner")._raw_delete("default"))


def test_with_every_scope_they_change_the_details_and_nothing_else() -> None:
    account, friend = trusted(*SCOPES)
    now = timezone.now()
    with behind_wall(friend):
        accounts = Account.objects.all()
        assert changed(lambda: accounts.update(city="Anywhere"))
        assert not changed(lambda: accounts.update(cancelled_at=now))
        assert not changed(lambda: accounts.update(reseller=True))
        assert not changed(lambda: accounts.filter(pk=account.pk).update(erasure_asked_at=now))
        assert not changed(lambda: RightsRequest.objects.update(answer="No."))
        assert not changed(lambda: Invitation.objects.update(withdrawn_at=None))
        mine = {"at": now, "rule": "", "categories": [], "recipient": "mailer"}
        assert not changed(lambda: Disclosure.objects.create(subject=account, **mine))
    with behind_wall(make.owner(account)):
        assert changed(lambda: Account.objects.update(cancelled_at=now))
        assert not changed(lambda: Account.objects.update(reseller=True))


def test_without_the_scope_details_stay_as_they_are() -> None:
    account, friend = trusted("support")
    with behind_wall(friend):
        assert not changed(lambda: Account.objects.update(city="Anywhere"))
        with pytest.raises(ProgrammingError), transaction.atomic():
            correct_account(account, {"city": "Anywhere"}, by=friend, at=timezone.now())


def test_the_log_says_of_nobody_what_another_did() -> None:
    account, friend = trusted("support")
    owner = make.owner(account)
    line = {"account": account, "at": timezone.now(), "what": "account opened"}
    with behind_wall(friend):
        assert changed(lambda: Activity.objects.create(person=friend, **line))
        assert not changed(lambda: Activity.objects.create(person=owner, **line))
        assert not changed(lambda: Activity.objects.create(**line))


def test_a_scope_that_is_taken_away_closes_with_the_next_request() -> None:
    _account, friend = trusted("support")
    with behind_wall(friend):
        assert Ticket.objects.exists()
    Membership.objects.filter(person=friend).update(scopes="billing")
    with behind_wall(friend):
        assert not Ticket.objects.exists()


def test_no_policy_asks_another_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT policyname FROM pg_policies "
            "WHERE concat(qual, with_check) ~* 'select' AND schemaname = current_schema()"
        )
        assert cursor.fetchall() == []


def test_what_the_owner_has_shut_is_out_of_reach_as_well() -> None:
    make.in_force("soffront")
    account, friend = trusted("support", "billing")
    limit_reading(make.owner(account), ["content"], at=make.NOW)
    limit_reading(friend, ["billing"], at=make.NOW)  # which is about what is theirs
    with behind_wall(friend):
        tables = {table for table, _key in seen_rows()}
    assert not tables & OPENED["support"] and tables >= OPENED["billing"]
    with behind_wall(make.owner(account)):
        assert Ticket.objects.exists()
