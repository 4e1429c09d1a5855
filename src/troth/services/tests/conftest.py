"""A customer with a service that began today."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.catalog.models import Product
from troth.services.models import Service
from troth.testing import make, sell
from troth.testing.visit import signed_in


@dataclass(frozen=True)
class Customer:
    """Who has a service of 10 EUR a month, which can become one of 20 EUR."""

    account: Account
    service: Service
    small: Product
    large: Product
    browser: Client

    @property
    def page(self) -> str:
        return f"/account/{self.account.pk}/services/{self.service.pk}/"

    def now(self) -> Service:
        return Service.objects.select_related("account", "offer").get(pk=self.service.pk)

    def post(self, act: str, **sent: object) -> str:
        if act in ("keep", "reactivate"):  # whose figures are agreed to
            page = self.browser.get(f"{self.page}{act}/", follow=True).content.decode()
            sent = {"seen": page.partition('name="seen" value="')[2].partition('"')[0]} | sent
        answer = self.browser.post(f"{self.page}{act}/", sent, follow=True)
        return answer.content.decode()


@pytest.fixture
def customer(transactional_db: None) -> Customer:
    now = timezone.now()
    sell.seller("softsys", at=now)
    account = sell.buyer(country="US", at=now)
    large = sell.product("Large", {1: 2000, 12: 20_000})
    small = sell.product("Small", {1: 1000, 12: 10_000}, to=large)
    service = sell.sold(account, small, at=now)
    return Customer(account, service, small, large, signed_in(make.owner(account)))
