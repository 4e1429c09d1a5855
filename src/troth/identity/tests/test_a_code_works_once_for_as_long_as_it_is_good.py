from datetime import timedelta

import pytest
from django.db.models import F

from troth.accounts.models import CacheEntry
from troth.identity.tests.test_a_second_step_by_code import add_app, code, half_way
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.mail import Mailbox
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)


def test_also_once_its_half_minute_is_over(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = make.verified(customer(make.account()))
    secret, _codes = add_app(proved(person))
    seen = code(secret, later=1)
    browser = half_way(person)
    assert browser.post("/sign-in/second-step/", {"code": seen}).status_code == 302
    CacheEntry.objects.update(expires_at=F("expires_at") - timedelta(seconds=31))
    for typed in (seen, f" {seen[:3]}-{seen[3:]}"):
        again = half_way(person).post("/sign-in/second-step/", {"code": typed})
        assert again.status_code == 200
    again = browser.post("/security/it-is-me/code/", {"code": seen})
    assert again.status_code == 200
