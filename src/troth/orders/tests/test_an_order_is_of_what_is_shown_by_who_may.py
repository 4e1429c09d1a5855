"""What a customer sends who has not used the page: other keys, other forms, other addresses."""

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.catalog.models import Group, Product, Promoted, Promotion
from troth.erasure.close_account import close_account
from troth.orders.accept import accept
from troth.orders.models import Order, ReviewRule
from troth.orders.tests import selling
from troth.services.locked import NotNowError
from troth.services.models import Service
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer() -> Product:
    return selling.shop()


@pytest.fixture
def account(offer: Product) -> Account:
    return selling.customer()


@pytest.fixture
def browser(account: Account, offer: Product) -> Client:
    """A customer who has something in their order."""
    client = selling.client_of(account)
    selling.put_in(client, offer)
    return client


def test_nothing_begins_in_a_closed_account(account: Account, browser: Client) -> None:
    ReviewRule.objects.create(kind="first")
    assert "We have received your order" in selling.order(browser).content.decode()
    close_account(account, by=make.owner(account), at=timezone.now())
    with pytest.raises(NotNowError):
        accept(Order.objects.get(), by=make.staff(), at=timezone.now())
    selling.put_in(browser, Product.objects.get())
    assert "Reopen it first." in selling.order(browser).content.decode()
    assert Order.objects.count() == 1 and not Service.objects.exists()


def test_the_form_of_another_accounts_order_orders_nothing(offer: Product, browser: Client) -> None:
    selling.order(browser)
    other = selling.client_of(selling.customer())
    selling.put_in(other, offer)
    page = selling.order(other, key=Order.objects.get().key)
    assert "Nothing was ordered" in page.content.decode()
    assert (
        "We have received your order"
        in other.post(selling.ORDER, selling.sent_by(page), follow=True).content.decode()
    )


def test_what_is_in_a_hidden_group_is_not_sold(offer: Product, account: Account) -> None:
    Group.objects.update(hidden=True)
    assert selling.put_in(selling.client_of(account), offer).status_code == 404


def test_a_promotion_is_not_used_up_by_what_it_is_not_for(offer: Product, browser: Client) -> None:
    other = Product.objects.create(group=offer.group, name="Other", slug="other")
    promotion = Promotion.objects.create(code="TEN", percent=10_0000, limit=1)
    Promoted.objects.create(promotion=promotion, product=other)
    sent = {"act": "code", "code": "TEN"}
    page = browser.post(selling.ORDER, sent, follow=True).content.decode()
    assert "is for nothing in your order" in page
    selling.order(browser)
    promotion.refresh_from_db()
    assert (promotion.used, Order.objects.get().promotion) == (0, "")


LONG = "9" * 5000


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("post", selling.ORDER, {"act": "remove", "line": LONG}),
        ("post", selling.ORDER, {"act": "code", "code": "a\0b"}),
        ("get", "/shop/web/", {"months": LONG}),
        ("get", "/shop/web/s/", {"months": LONG}),
        ("get", "/shop/", {"currency": "\0"}),
        ("get", f"/requests/{LONG}:a/", {}),
        ("get", f"/recover/{LONG}:a/", {}),
    ],
)
def test_nonsense_is_no_accident(
    method: str, path: str, sent: dict[str, str], browser: Client
) -> None:
    answer = getattr(browser, method)(path, sent, follow=True)
    assert answer.status_code < 500
