# ruff: noqa: F811  (fixtures are imported)
"""Every address that takes a form, sent one by who has a passkey alone and signed in long ago.

`addresses.py` lists each of them, as one that takes a fresh proof or with why it takes none.
"""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator

from troth.accounts.models import Person
from troth.portal.tests.addresses import TAKES_NONE, TAKES_PROOF, WHO
from troth.portal.tests.visitors import (  # noqa: F401  (fixtures)
    client_of,
    path_of,
    tried,
    visitors,
)
from troth.testing.browser import PASSWORD

pytestmark = pytest.mark.django_db


def with_a_passkey_alone(person: Person | None) -> Person:
    assert person
    person.set_unusable_password()
    person.save()
    data = {"name": "my phone", "credential": {}}
    Authenticator.objects.create(user=person, type="webauthn", data=data)
    return person


def test_every_form_is_listed_as_what_it_is(
    visitors: dict[str, Person | None], path_of: Callable[[str], str]
) -> None:
    owner, staff = (
        client_of(with_a_passkey_alone(visitors[name])) for name in ("owner", "staff: owner")
    )
    asked, taken = set(), set()
    for route in WHO:
        client = staff if route.startswith("desk/") else owner
        path = path_of(route)
        with tried(client):
            answer = client.post(path)
        if answer.get("Location", "").startswith("/security/it-is-me/passkey/?next="):
            asked.add(route)
        elif answer.status_code != 405:
            taken.add(route)
    assert asked == TAKES_PROOF
    assert taken == {route for routes in TAKES_NONE.values() for route in routes}


def test_what_was_posted_too_late_is_asked_for_again_and_kept_nowhere(
    visitors: dict[str, Person | None],
) -> None:
    owner = visitors["owner"]
    assert owner
    client = client_of(owner)
    there = f"/account/{owner.memberships.get().account_id}/people/invite/"
    typed = {"email": "friend@customer.example", "scopes": ["billing"]}
    asked = client.post(there, typed)
    assert "friend" not in str(dict(client.session))
    answer = client.post(asked["Location"], {"password": PASSWORD})
    assert answer["Location"] == there
    assert "send the form again" in client.get(there).content.decode()
    assert client.post(there, typed)["Location"] == there.removesuffix("invite/")


def test_who_has_no_means_signs_in_anew(visitors: dict[str, Person | None]) -> None:
    owner = visitors["owner"]
    assert owner
    owner.set_unusable_password()
    owner.save()
    client = client_of(owner)
    answer = client.get("/privacy-centre/erase/")
    assert answer["Location"] == "/sign-in/?next=%2Fprivacy-centre%2Ferase%2F"
    assert client.get("/security/").status_code == 302
