from datetime import date, timedelta

import pytest

from troth.accounts.models import Signin
from troth.copies.activity import about_person, months, of_month, page_of
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_and_not_of_the_same_month_before() -> None:
    make.in_force()
    person = make.person()
    now = make.signin(person, at=make.NOW)
    make.signin(person, at=make.NOW - timedelta(days=365))
    make.signin(person, at=make.NOW - timedelta(days=31))
    tables = about_person(person)
    assert months(tables) == [date(2026, 6, 1), date(2026, 5, 1), date(2025, 6, 1)]
    rows, _more = page_of(of_month(tables, make.NOW.date()))
    assert rows == [Signin.objects.get(pk=now.pk)]
