"""Every page, asked for with what no link says."""

import pytest

from troth.portal.tests.mistyped import (
    SCRIPT,
    STATUSES,
    PathOf,
    Visitors,
    failure,
    pages,
    signed_in,
    text_of,
)
from troth.portal.tests.visitors import path_of, tried, visitors

__all__ = ["path_of", "visitors"]  # fixtures
pytestmark = pytest.mark.django_db

QUERY = ["q", "page", "older", "newer", "after", "of", "before", "kind", "month", "right"]
QUERY += ["next", "policy", "state", "assigned", "channel", "tonight"]
IN_QUERY = ["", "abc", "-1", "9" * 400, "a\x00b", "<script>alert(1)</script>", "9999-99", "0001-01"]
IN_QUERY += ["1-1", "9999999999999999-1", "1.5", "Пётр", "2026-13", "a" * 5_000]


@pytest.mark.parametrize("visitor", ["stranger", "owner", "staff: owner"])
def test_no_query_breaks(visitor: str, visitors: Visitors, path_of: PathOf) -> None:
    client, wrong = signed_in(visitors[visitor]), []
    for path in pages(path_of, visitor):
        for i in range(0, len(IN_QUERY), 5):
            query = {name: IN_QUERY[(i + j) % len(IN_QUERY)] for j, name in enumerate(QUERY)}
            with tried(client):
                answer = client.get(path, query)
                if answer.status_code not in STATUSES or SCRIPT in text_of(answer):
                    wrong.append(f"{path} {query}: {failure(answer)}")
    assert not wrong, "\n".join(wrong)
