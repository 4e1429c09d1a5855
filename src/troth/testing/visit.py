"""Visits of the pages without a browser."""

from django.test import Client

from troth.accounts.models import Person
from troth.testing.browser import PASSWORD


def signed_in(person: Person) -> Client:
    """A client in which a person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def proved(person: Person) -> Client:
    """A client in which a person has signed in and just shown by PASSWORD that it is them."""
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    client.post("/security/it-is-me/password/", {"password": PASSWORD})
    return client
