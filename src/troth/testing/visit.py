"""Visits of the pages without a browser."""

from django.test import Client

from troth.accounts.models import Person


def signed_in(person: Person) -> Client:
    """A client in which a person is signed in."""
    client = Client()
    client.force_login(person)
    return client
