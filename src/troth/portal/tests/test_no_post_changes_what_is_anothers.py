"""Whatever others post to whichever address, what is the owner's stays as it was."""

from collections.abc import Callable

import pytest

from troth.accounts.models import Account, Person
from troth.portal.tests.addresses import WHO
from troth.portal.tests.visitors import (
    Written,
    client_of,
    content_of,
    path_of,
    tried,
    visitors,
)
from troth.testing.browser import PASSWORD

__all__ = ["path_of", "visitors"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("visitor", ["stranger", "other", "member"])
def test_no_post_changes_what_is_the_owners(
    visitor: str, visitors: dict[str, Person | None], path_of: Callable[[str], str]
) -> None:
    owner = visitors["owner"]
    assert owner is not None
    typed = {"choice": "give", "confirmation": PASSWORD, "name": "Else", "scopes": "billing"}
    paths = [path_of(route) for route in WHO]
    before = owners_rows(owner)
    client = client_of(visitors[visitor])
    for path in paths:
        with tried(client):
            written = Written()
            content_of(client.post(path, typed))
            assert not written.since() or owners_rows(owner) == before, path


def owners_rows(owner: Person) -> object:
    return [
        Person.objects.filter(pk=owner.pk).values().get(),
        Account.objects.filter(memberships__person=owner).values().get(),
        list(owner.consents.values()),
        list(owner.memberships.values()),
        list(owner.requests.values()),
        owner.signins.count(),
    ]
