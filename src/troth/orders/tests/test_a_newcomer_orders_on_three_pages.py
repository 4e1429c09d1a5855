"""From a product to its order as somebody new: three forms, and the mailed link."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client
from lxml.html import FormElement, fromstring
from pytest_django import Settings

from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, shop
from troth.policy.shipped import shipped
from troth.testing.browser import PASSWORD, OpenPage, check_fits
from troth.testing.mail import Mailbox

EMAIL = "newcomer@customer.example"
TYPED = {
    "name": "A Newcomer",
    "email": EMAIL,
    "phone": "+49 30 1234567",
    "password": PASSWORD,
}
ADDRESS = {"street": "1 Street", "postcode": "10115", "city": "Berlin", "country": "DE"}
# Their policies ask for it with the order alone.
LATER = ("ispsystem", "soffront", "softsys")


class Visitor:
    """A browser without scripts, which counts the forms that it sends."""

    def __init__(self) -> None:
        self.client, self.sent, self.at, self.page = Client(), 0, "", ""

    def open(self, path: str) -> None:
        self._shown(self.client.get(path, follow=True), path)

    def send(self, button: str, typed: Mapping[str, str] = {}) -> None:
        """Fill in the form with a button, tick all that it has, and press it."""
        forms: Any = fromstring(self.page).iter("form")
        [form] = [each for each in forms if self._has(each, button)]
        for field in form.inputs:
            if getattr(field, "type", "") == "checkbox":
                field.checked = True
            elif field.name in typed:
                field.value = typed[field.name]
        self.sent += 1
        path = urljoin(self.at, form.action or "")
        self._shown(self.client.post(path, dict(form.form_values()), follow=True), path)

    def _has(self, form: FormElement, button: str) -> bool:
        return any(button in each.text_content() for each in form.iter("button"))

    def _shown(self, answer: Any, path: str) -> None:
        chain = answer.redirect_chain
        self.at, self.page = (chain[-1][0] if chain else path), answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("policy", shipped())
def test_without_scripts_under_each_policy(
    policy: str, settings: Settings, mailbox: Mailbox
) -> None:
    settings.TAX_REGISTERED = ("DE",)
    shop(policy)
    visitor = Visitor()
    visitor.open("/shop/web/s/?months=1")
    visitor.send("Add to order")
    assert visitor.at == ORDER
    visitor.open("/sign-up/")
    visitor.send("Create account", TYPED if policy in LATER else TYPED | ADDRESS)
    visitor.open(mailbox.link_to(EMAIL))
    visitor.send("Yes, it is mine")
    assert visitor.at == ORDER
    visitor.send("Order", ADDRESS)
    if policy in ("soffront", "softsys"):  # only now it is known that the tax is not the provider's
        assert "Nothing was ordered" in visitor.page and "Total: €11.90" in visitor.page
        visitor.send("Order")
        visitor.sent -= 1
    assert "We have received your order" in visitor.page
    assert visitor.sent == 3 + 1 and Order.objects.get().lines.get().product == "Hosting S"


def test_on_a_telephone_the_tax_of_the_typed_country_is_shown_first(
    open_page: OpenPage, mailbox: Mailbox
) -> None:
    shop("ispsystem")
    page = open_page("/shop/web/s/?months=1", width=320)
    sent: list[str] = []
    page.on("request", lambda asked: sent.extend([asked.url] if asked.method == "POST" else []))
    page.get_by_role("button", name="Add to order").click()
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    page.locator("[name=name]").fill("A Newcomer")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Create account").click()
    page.goto(mailbox.link_to(EMAIL))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_url(f"**{ORDER}")
    check_fits(page)
    total = page.get_by_text("Total: ")
    assert total.inner_text() == "Total: €11.90"
    page.get_by_label("Message to us").fill("Begin in June")
    page.get_by_label("Country").select_option("US")
    page.get_by_label("ZIP code").fill("10001")
    page.get_by_label("Street and number").fill("1 Street")
    page.get_by_label("City").fill("New York")
    page.get_by_label("State").select_option("NY")
    for box in page.get_by_role("checkbox").all():
        box.check()
    assert total.inner_text() == "Total: €10.00"
    assert "€11.90" not in page.get_by_role("main").inner_text()
    check_fits(page)
    page.get_by_role("button", name="obligation to pay").click()
    page.wait_for_url("**/orders/*/")
    order, message = Order.objects.get(), "Begin in June"
    assert order.total == 10_00 and order.note == message
    forms = [each for each in sent if "/shop/" in each or "/sign-up/" in each or "/email/" in each]
    assert len(forms) == 3 + 1 + 1, sent  # and one that has asked for the form of the country
