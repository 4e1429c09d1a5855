"""What a visitor types into the sign-up form."""

from typing import Any

from django.test import Client

from troth.policy.parse import Policy
from troth.testing import make
from troth.testing.browser import PASSWORD

ADDRESS = {"street": "1 Street", "postcode": "10115", "city": "Town", "country": "DE"}


def all_at_once(rules: str = "") -> Policy:
    """Softsys's policy, which asks for nothing only with the first order; with more rules."""
    later = 'later = ["address", "company", "tax_id"]\n'
    return make.changed("softsys", (later, ""), (', "later"]', "]"), rules=rules)


def typed(policy: str = "softsys", **other: Any) -> dict[str, Any]:
    """A form filled in as `policy` wants it; what it asks with the first order stays out."""
    read = make.policy(policy)
    filled = {
        "name": "A Newcomer",
        "email": "newcomer@customer.example",
        "phone": "+49 30 1234567",
        "password": PASSWORD,
        "edition": read.digest,
    }
    if "address" not in read.tables.collect["account"].later:
        filled |= ADDRESS
    return filled | other


def post(data: dict[str, Any], *, follow: bool = False) -> Any:
    """What the platform answers to it."""
    return Client().post("/sign-up/", data, follow=follow)
