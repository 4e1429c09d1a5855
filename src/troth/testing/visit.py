"""Visits of the pages without a browser."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from troth.accounts.models import Person
from troth.testing.browser import PASSWORD


def signed_in(person: Person) -> Client:
    """A client in which a person is signed in, and has just shown that it is them."""
    client = Client()
    client.force_login(person)
    session = client.session
    proof = {"method": "password", "at": time.time(), "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return client


def proved(person: Person) -> Client:
    """A client in which a person has signed in and just shown by PASSWORD that it is them."""
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    client.post("/security/it-is-me/password/", {"password": PASSWORD})
    return client
