import pytest
from django.utils import timezone

from troth.journal.models import Entry
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.testing import make
from troth.testing.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("running", [None, "websoft"])
def test_of_one_text(running: str | None) -> None:
    if running:
        make.in_force(running)
    policy, now = make.policy("softsys"), timezone.now()
    editions = at_once(*[lambda: publish(policy, at=now)] * 4)
    assert len({edition.pk for edition in editions}) == 1
    assert PublishedPolicy.objects.filter(digest=policy.digest).count() == 1
    assert Entry.objects.filter(event="policy.published", policy=policy.digest).count() == 1
