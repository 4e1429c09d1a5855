"""Three pages from a product to its order, on a telephone and without scripts."""

import pytest

from troth.catalog.models import Option
from troth.orders.models import Order
from troth.orders.tests.selling import customer, option, shop
from troth.testing import make
from troth.testing.browser import OpenPage, check_accessible, check_fits, sign_in, with_password


@pytest.mark.parametrize(("width", "scripts"), [(320, False), (1280, True)])
def test_somebody_orders(open_page: OpenPage, width: int, scripts: bool) -> None:
    product = shop("ispsystem", most=3, about="* 10 sites\n* daily backups")
    option(product, "Disk", Option.Kind.CHOICE, ("10 GB", 0), ("50 GB", 500))
    account = customer(country="CY", postcode="1010", region="")
    page = open_page("/shop/web/", width=width, java_script_enabled=scripts)
    looks_right = check_accessible if scripts else check_fits
    looks_right(page)
    page.get_by_role("link", name="Choose Hosting S").click()
    looks_right(page)
    page.get_by_label("Disk").select_option(index=1)
    page.get_by_role("button", name="Add to order").click()
    looks_right(page)
    sign_in(page, with_password(make.owner(account)))
    page.goto("/shop/order/")
    looks_right(page)
    page.get_by_label("I agree to the terms").check()
    page.get_by_label("I have read, and agree to").check()
    page.get_by_role("button", name="Order with obligation to pay").click()
    page.wait_for_url(f"**/account/{account.pk}/orders/*/")
    looks_right(page)
    assert Order.objects.get().accepted_at
