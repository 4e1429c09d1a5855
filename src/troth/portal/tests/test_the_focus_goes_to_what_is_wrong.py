"""A form that comes back has the focus on the list of what is wrong, also without scripts."""

import re

import pytest
from django.test import Client

from troth.testing import make

pytestmark = pytest.mark.django_db


def test_the_list_of_what_is_wrong_has_the_focus() -> None:
    make.in_force("softsys")
    browser = Client()
    assert "autofocus" not in browser.get("/sign-up/").content.decode()
    page = browser.post("/sign-up/", {"name": ""}).content.decode()
    assert re.search(r'role="alert" tabindex="-1" autofocus', page)
