"""A certificate that staff entered takes the tax off invoices, which seal their own copy of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.core.day import day_at
from troth.tax.enter_rate import enter_rate
from troth.tax.models import Certificate
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = day_at(NOW)
SAYS = {
    "kind": "resale",
    "place": "US-TX",
    "number": "32-1",
    "since": TODAY.isoformat(),
    "until": (TODAY + timedelta(20)).isoformat(),
    "law": "Tex. Tax Code § 151.302",
}


@pytest.fixture
def account(settings: Settings) -> Account:
    settings.TAX_NUMBER, settings.TAX_REGION = "12-3456789", "TX"
    make.in_force("websoft")
    enter_rate("US-TX", "standard", 8_2500, TODAY, at=NOW)
    return make.account(country="US", region="TX")


def enter(account: Account, **more: str) -> str:
    page = f"/desk/customers/account/{account.pk}/certificates/"
    return signed_in(make.staff("billing")).post(page, SAYS | more, follow=True).content.decode()


def issued(account: Account, *, days: int = 0) -> Invoice:
    lines = [DraftLine("Hosting", 100_00, "electronic")]
    return issue([Draft(account, "USD", lines, TODAY + timedelta(days))], at=NOW)[0]


def test_it_takes_the_tax_off_until_it_ends(account: Account) -> None:
    assert issued(account).tax == 8_25
    assert "Tex. Tax Code" in enter(account)
    exempt = issued(account, days=20)
    assert (exempt.tax, exempt.taxes.get().category) == (0, "E")
    until = TODAY + timedelta(20)
    assert exempt.evidence == f"resale certificate US-TX 32-1, {TODAY} to {until}"
    assert "sold for resale (Tex. Tax Code § 151.302)" in exempt.notes
    assert "32-1" not in exempt.notes  # which outlives the party
    assert issued(account, days=21).tax == 8_25


def test_what_is_taken_back_leaves_what_was_invoiced(account: Account) -> None:
    enter(account)
    before = issued(account)
    page = f"/desk/customers/account/{account.pk}/certificates/{Certificate.objects.get().pk}/"
    desk = signed_in(make.staff("billing"))
    for _twice in range(2):
        assert desk.post(f"{page}take-back/", follow=True).status_code == 200
    assert not Certificate.objects.exists()
    assert issued(account).tax == 8_25
    assert Invoice.objects.get(pk=before.pk).evidence.startswith("resale certificate")


def test_entered_again_it_is_one(account: Account) -> None:
    enter(account)
    enter(account, law="another law")
    assert Certificate.objects.get().law == "another law"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"until": (TODAY - timedelta(1)).isoformat()}, "cannot end before it begins"),
        ({"place": "QQ"}, "There is no such country"),
        ({"place": "US-TX!"}, "There is no such country"),
        ({"law": ""}, "required"),
    ],
)
def test_what_cannot_be_is_refused(account: Account, more: dict[str, str], says: str) -> None:
    assert says in enter(account, **more)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("support", 403), ("billing", 200)])
def test_by_who_sees_to_the_money(account: Account, role: str, status: int) -> None:
    page = f"/desk/customers/account/{account.pk}/certificates/"
    assert signed_in(make.staff(role)).get(page).status_code == status


def test_staff_are_told_before_it_ends_unless_another_follows(account: Account) -> None:
    desk = signed_in(make.staff("billing"))

    def told() -> bool:
        return "tax exemption certificate ends soon" in desk.get("/desk/").content.decode()

    assert not told()
    enter(account)
    assert told()
    assert f"Account {account.pk}" in desk.get("/desk/taxes/certificates/").content.decode()
    later = {"number": "32-2", "until": (TODAY + timedelta(300)).isoformat()}
    enter(account, **later)
    assert not told()
