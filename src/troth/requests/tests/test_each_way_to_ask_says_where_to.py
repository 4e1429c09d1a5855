"""Beside each right stands how it is asked for, with the address, the number or the page."""

import pytest
from django.test import Client

from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def test_by_telephone_on_the_number() -> None:
    make.in_force("websoft")
    number = '<a href="tel:+12025550101">+1 202 555 0101</a>'
    assert f"by telephone on {number}" in Client().get("/privacy/rights/").text


def test_an_opt_out_that_only_its_page_takes_leads_there() -> None:
    make.in_force(make.changed("softsys", rules='[right.opt-out]\nask = ["page", "gpc"]\n'))
    page = signed_in(make.owner(make.account())).get("/privacy-centre/requests/").text
    in_the_list, _, _foot = page.partition("</main>")
    assert 'href="/privacy/opt-out/"' in in_the_list
