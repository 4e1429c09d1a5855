"""What a visitor types into the sign-up form."""

from typing import Any

from django.test import Client

from troth.testing import make
from troth.testing.browser import PASSWORD


def typed(policy: str = "softsys", **other: Any) -> dict[str, Any]:
    """A form filled in as `policy` wants it."""
    filled = {
        "name": "A Newcomer",
        "email": "newcomer@customer.example",
        "phone": "+49 30 1234567",
        "street": "1 Street",
        "postcode": "10115",
        "city": "Town",
        "country": "DE",
        "password": PASSWORD,
        "edition": make.policy(policy).digest,
    }
    return filled | other


def post(data: dict[str, Any], *, follow: bool = False) -> Any:
    """What the platform answers to it."""
    return Client().post("/sign-up/", data, follow=follow)
