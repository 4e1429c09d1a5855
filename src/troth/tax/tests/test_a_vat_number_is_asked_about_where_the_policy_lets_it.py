"""VIES is asked through calls, by the policy's [share.vies] alone; what it says decides the tax."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.accounts.restrict import restrict
from troth.calls.carry_out import TRIES
from troth.calls.give_up import give_up
from troth.calls.models import Call
from troth.calls.work import work_due
from troth.gates.models import Disclosure
from troth.tax.ask_needed import ask_needed
from troth.tax.checked import Checked, checked
from troth.tax.models import VatCheck
from troth.testing import make
from troth.testing.vies import INVALID, SHARE, StandIn

pytestmark = pytest.mark.django_db(transaction=True)

NOW = make.NOW
NUMBER = "ATU13585627"


@pytest.fixture
def vies(settings: Settings) -> Iterator[StandIn]:
    with StandIn() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.VIES_URL = f"http://127.0.0.1:{server.server_port}"
        settings.TAX_NUMBER = "DE136695976"
        yield server
        server.shutdown()


def known(account: Account, *, at: datetime) -> Checked:
    return checked({account.pk: (account.tax_id, account.country)}, at=at)[account.pk]


def ask_about(account: Account) -> None:
    ask_needed({account.pk: (account.tax_id, account.country)}, at=NOW)


def number_of(account: Account, *, at: datetime) -> tuple[str, str]:
    found = known(account, at=at)
    return found.state, found.country


@pytest.fixture
def account(vies: StandIn) -> Account:
    make.in_force(make.changed("softsys", rules=SHARE))
    return make.account(tax_id=NUMBER, country="AT")


def test_valid_is_kept_with_what_proves_it_and_nothing_else(
    account: Account, vies: StandIn
) -> None:
    assert number_of(account, at=NOW) == ("none", "AT")
    ask_about(account)
    assert number_of(account, at=NOW) == ("pending", "AT")
    ask_about(account)
    work_due(at=NOW)
    assert vies.asked == [
        {
            "countryCode": "AT",
            "vatNumber": "U13585627",
            "requesterMemberStateCode": "DE",
            "requesterNumber": "136695976",
        }
    ]
    assert number_of(account, at=NOW) == ("valid", "AT")
    assert known(account, at=NOW) == Checked("valid", NUMBER, f"VIES {NOW.date()} WAPIAAAAW1")
    sent = Disclosure.objects.get()
    assert (sent.recipient, sent.rule, sent.categories) == ("vies", "share.vies", ["company"])
    assert number_of(account, at=NOW + timedelta(days=2))[0] == "none"  # asked again by then
    account.tax_id = "ATU38516405"
    assert number_of(account, at=NOW)[0] == "none"


def test_invalid_is_no_proof(account: Account, vies: StandIn) -> None:
    vies.says = (200, json.dumps(INVALID))
    ask_about(account)
    work_due(at=NOW)
    assert number_of(account, at=NOW) == ("invalid", "AT")
    assert not known(account, at=NOW).proof


@pytest.mark.parametrize(
    "says",
    [
        (200, '{"actionSucceed": false, "errorWrappers": [{"error": "MS_MAX_CONCURRENT_REQ"}]}'),
        (200, '{"valid": null, "userError": "MS_UNAVAILABLE"}'),
        (500, "<html>"),
        (200, "[" * 99_999),
        (200, '{"valid": "yes"}'),
        (200, '{"valid": true, "requestIdentifier": 7}'),
        (200, '{"valid": true, "requestIdentifier": "W\\u0000"}'),
        (302, ""),
    ],
)
def test_who_cannot_say_is_asked_again(
    account: Account, vies: StandIn, says: tuple[int, str]
) -> None:
    answer, vies.says = vies.says, says
    ask_about(account)
    work_due(at=NOW)
    assert number_of(account, at=NOW)[0] == "pending"
    vies.says = answer
    work_due(at=NOW + timedelta(minutes=2))
    assert number_of(account, at=NOW)[0] == "valid"
    assert Disclosure.objects.count() == 1


def test_what_nobody_ever_said_counts_as_not_asked_once_staff_give_it_up(
    account: Account, vies: StandIn
) -> None:
    vies.says = (503, "")
    ask_about(account)
    for days in range(TRIES):
        work_due(at=NOW + timedelta(days=days))
    give_up(Call.objects.get().pk, at=NOW)
    assert number_of(account, at=NOW)[0] == "none"


def test_a_number_that_is_none_is_refused(account: Account, vies: StandIn) -> None:
    vies.says = (400, '{"actionSucceed": false, "errorWrappers": [{"error": "INVALID_INPUT"}]}')
    ask_about(account)
    work_due(at=NOW)
    assert number_of(account, at=NOW)[0] == "none"


def test_without_a_rule_that_names_vies_nothing_leaves(vies: StandIn) -> None:
    make.in_force("softsys")
    account = make.account(tax_id=NUMBER, country="AT")
    ask_about(account)
    VatCheck.objects.create(account=account, number=NUMBER, asked_at=NOW)
    assert not (vies.asked or Call.objects.exists())


def test_of_who_is_restricted_nothing_leaves(account: Account, vies: StandIn) -> None:
    ask_about(account)
    restrict(account, at=NOW)
    work_due(at=NOW)
    VatCheck.objects.all().delete()
    ask_about(account)
    assert not VatCheck.objects.exists()
    assert not vies.asked


@pytest.mark.parametrize(
    ("tax_id", "country", "number"),
    [
        ("EL094259216", "GR", "EL094259216"),
        ("094259216", "GR", "EL094259216"),
        ("XI980780684", "GB", "XI980780684"),
        ("GB980780684", "GB", ""),
        ("CHE107787577IVA", "CH", ""),
        ("", "DE", ""),
    ],
)
def test_only_numbers_that_vies_knows_are_asked_about(
    account: Account, tax_id: str, country: str, number: str
) -> None:
    account.tax_id, account.country = tax_id, country
    ask_about(account)
    assert [*VatCheck.objects.values_list("number", flat=True)] == [number][: bool(number)]
