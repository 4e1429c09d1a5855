"""Every form of the desk, sent with what should never have been typed; see `mistyped.py`."""

import pytest

from troth.portal.tests.mistyped import PathOf, Visitors, mistakes_of
from troth.portal.tests.visitors import path_of, visitors

__all__ = ["path_of", "visitors"]  # fixtures
pytestmark = pytest.mark.django_db


def test_no_form_breaks(visitors: Visitors, path_of: PathOf) -> None:
    wrong = mistakes_of("staff: owner", ["softsys", "websoft"], visitors, path_of)
    assert not wrong, "\n".join(wrong)
