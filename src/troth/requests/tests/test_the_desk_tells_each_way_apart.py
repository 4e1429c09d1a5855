"""Staff choose among the ways by which a request came: no two are called the same."""

import re

import pytest

from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def test_each_is_called_by_a_name_of_its_own() -> None:
    make.in_force("softsys")
    page = signed_in(make.staff("privacy")).get("/desk/").text
    choice = re.search(r'(?s)<select name="channel".*?</select>', page)
    assert choice
    ways = re.findall(r"<option[^>]*>([^<]+)", choice[0])
    assert "account area" in ways and len({*ways}) == len(ways)
