"""Every address that leaves something open, with what is no number and no name in its place."""

import re
from uuid import UUID

import pytest

from troth.portal.tests.addresses import every_address
from troth.portal.tests.mistyped import (
    SCRIPT,
    STATUSES,
    Visitors,
    failure,
    signed_in,
    text_of,
)
from troth.portal.tests.visitors import tried, visitors

__all__ = ["visitors"]  # a fixture
pytestmark = pytest.mark.django_db

NUMBERS = ["0", str(2**63), "9" * 40, "1"]
SLUGS = ["a", "-", "x" * 300, "___"]
WORDS = ["%00", "%FF", "%E2%98%82" * 90, "%3Cscript%3Ealert(1)"]


@pytest.mark.parametrize("visitor", ["stranger", "owner", "staff: owner"])
def test_no_made_up_address_breaks(visitor: str, visitors: Visitors) -> None:
    client, wrong = signed_in(visitors[visitor]), []
    routes = [route for route in every_address() if "<" in route]
    for route in routes:
        for number, slug, word in zip(NUMBERS, SLUGS, WORDS, strict=True):
            path = re.sub(r"<int:\w+>", number, f"/{route}")
            path = re.sub(r"<uuid:\w+>", str(UUID(int=0)), path)
            path = re.sub(r"<(str:)?\w+>", word, re.sub(r"<slug:\w+>", slug, path))
            for send in (client.get, client.post):
                with tried(client):
                    answer = send(path)
                    if answer.status_code not in STATUSES or SCRIPT in text_of(answer):
                        wrong.append(f"{path}: {failure(answer)}")
    assert not wrong, "\n".join(wrong)
