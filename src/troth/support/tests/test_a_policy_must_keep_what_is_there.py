import pytest

from troth.core.errors import TrothError
from troth.publishing.publish import publish
from troth.publishing.running import policy_on
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_a_policy_without_a_rule_is_not_published_while_there_are_inquiries() -> None:
    make.in_force("websoft")
    asked = make.inquiry()
    with pytest.raises(TrothError, match=r"add \[keep.inquiry\]"):
        publish(make.policy("softsys"), at=make.NOW)
    assert policy_on(make.NOW.date()).digest == make.policy("websoft").digest
    asked.delete()
    publish(make.policy("softsys"), at=make.NOW)
