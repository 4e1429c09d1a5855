"""Plaid and Stripe together, as a customer meets them who pays from a bank account."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from troth.calls.work import work_due
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import gateways, made
from troth.gateways.take_in import take_in
from troth.gateways.tasks import look_up_soon
from troth.testing.plaid import counterpart as plaid
from troth.testing.stripe import counterpart as stripe_counterpart
from troth.testing.stripe.counterpart import KEY, SECRET

RULE = """
[share.stripe]
name = "Stripe"
role = "controller"
function = "takes payments"
country = "US"
receives = ["payment"]
"""


@dataclass(frozen=True)
class Bank:
    """Both, switched on."""

    plaid: plaid.Counterpart
    stripe: stripe_counterpart.Counterpart

    def signs_in(self, url: str, does: str = "ok") -> None:
        """What a customer does on the page of Plaid's to which we have led them."""
        self.plaid.do("act", token=url.rpartition("/")[2], does=does)

    def hands_over(self) -> None:
        """What waits to be asked is asked, as a worker does."""
        work_due(at=timezone.now())

    def settles(self) -> None:
        """What was taken arrives, and Stripe tells us."""
        told = self.stripe.event("payment_intent.succeeded")
        now = timezone.now()
        take_in("stripe", gateways()["stripe"], told.raw, told.headers, at=now)
        handle_open(at=now)

    @property
    def told(self) -> str:
        """All that Plaid has been told, as text."""
        return str([each["body"] for each in self.plaid.asked])


def look_up_asked() -> None:
    """What pages have asked to be looked up is, as a worker does."""
    for job in ProcrastinateJob.objects.filter(task_name=look_up_soon.name):
        look_up_soon(**job.args)


@pytest.fixture(scope="module")
def both() -> Iterator[Bank]:
    """For the tests of a file."""
    with plaid.running() as checks, stripe_counterpart.running() as gateway:
        yield Bank(checks, gateway)


@pytest.fixture
def bank(both: Bank, settings: Settings) -> Iterator[Bank]:
    """Switched on; they know nothing yet."""
    both.plaid.do("forget")
    both.stripe.forget()
    settings.GATEWAYS = {
        "stripe": {
            "BACKEND": "troth.gateways.stripe.gateway.Stripe",
            "OPTIONS": {
                **{"secret_key": KEY, "webhook_secrets": [SECRET], "url": both.stripe.url},
                **{"site": settings.SITE_URL, "account": "acct_ours"},
            },
        }
    }
    settings.BANK_CHECKS = {
        "plaid": {
            "BACKEND": "troth.gateways.plaid.Plaid",
            "OPTIONS": {"client_id": "client", "secret": "secret", "url": both.plaid.url},
        }
    }
    made.cache_clear()
    yield both
    made.cache_clear()
