import pytest

from troth.gates.allow_site import allow_site, withdraw_site
from troth.gates.models import SiteConsent
from troth.gates.sites import add_site, remove_site
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db

ASKED = ["openid", "profile", "email"]


def noted(event: str) -> list[object]:
    return [entry.counts for entry in Entry.objects.filter(event=event).order_by("id")]


def test_by_the_person_and_with_the_site() -> None:
    make.in_force("ispsystem")
    site, _secret = add_site("Shop", "https://shop.example/callback", ASKED, at=make.NOW)
    first, second = make.person(), make.person()
    for person in (first, second):
        allow_site(person, site.pk, asked=ASKED, allowed=["openid"], at=make.NOW)
    for _ in range(2):  # without a consent, nothing changes
        withdraw_site(first, site.pk, at=make.NOW)
        assert noted("site.withdrawn") == [{}]
    remove_site(site, at=make.NOW)
    assert not SiteConsent.objects.exists()
    assert noted("site.allowed") == [{"asked": 3, "allowed": 1}] * 2
    assert noted("site.removed") == [{"people": 1}]
