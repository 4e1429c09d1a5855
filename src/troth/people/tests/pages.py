"""What the tests of these pages do as a customer does it."""

import re
from typing import Any

from django.test import Client

from troth.accounts.models import Account


def version_of(html: str) -> str:
    """The version of the row that a form was made from."""
    found = re.search(r'name="version" value="([^"]*)"', html)
    assert found, "no version in the form"
    return found[1]


def correct(client: Client, page: str, *, version: str | None = None, **typed: Any) -> Any:
    """Open a page and post its form, as a person who types all of this would."""
    if version is None:
        version = version_of(client.get(page).content.decode())
    return client.post(page, typed | {"version": version})


def details(account: Account) -> str:
    """The address of an account's details."""
    return f"/account/{account.pk}/details/"
