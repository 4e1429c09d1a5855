"""How old somebody must be, the policy may say by country: signing up asks for that age."""

import pytest
from django.test import Client

from troth.identity.tests.sign_up_data import ADDRESS, all_at_once, typed
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("country", "age"), [("", 17), ("AT", 14), ("DE", 17), ("FR", 13)])
def test_where_somebody_lives(country: str, age: int) -> None:
    rule = "[refuse]\nunder_age = 13\nunder_age_in = { AT = 14, DE = 17 }\n"
    policy = all_at_once(rule)
    make.in_force(policy)
    page = (
        Client()
        .post("/sign-up/", typed(edition=policy.digest) | ADDRESS | {"country": country})
        .text
    )
    assert f"I am {age} years old or older." in page
    assert f"before you are {age} years old" in page
