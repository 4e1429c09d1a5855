import pytest

from troth.journal.checkpoint import checkpoint
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.publish_again import publish_again
from troth.publishing.texts import keep_texts
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_run_finds_nothing() -> None:
    publish(make.policy("softsys"), at=make.LONG_AGO)
    publish(make.policy("websoft"), at=make.NOW)
    keep_texts()
    checkpoint(at=make.NOW)
    PublishedPolicy.objects.order_by("pk")[1:].get().delete()
    assert publish_again(0) == (1, [])
    assert publish_again(0) == (0, [])
    assert PublishedPolicy.objects.count() == 2
