from datetime import timedelta

import pytest
from django.test import Client

from troth.accounts.models import Activity
from troth.policy.parse import parse
from troth.publishing.publish import publish
from troth.testing import make

pytestmark = pytest.mark.django_db

AT_ONCE = ("[right.restrict]", "[right.restrict]\nself_service = true")
OBSERVED = ('required = ["device_type"', 'required = ["ip", "device_type"')


@pytest.mark.parametrize(
    ("changes", "held"), [((AT_ONCE,), None), ((AT_ONCE, OBSERVED), "192.0.2.9")]
)
def test_of_a_restriction(changes: tuple[tuple[str, str], ...], held: str | None) -> None:
    make.in_force("ispsystem")
    source = make.policy("ispsystem").source
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    publish(parse(source.encode()), at=make.LONG_AGO + timedelta(days=1))
    client = Client(REMOTE_ADDR="192.0.2.9")
    client.force_login(make.owner(make.account()))
    for choice in ("restrict", "lift"):
        client.post("/privacy-centre/restrict/", {"choice": choice})
    assert list(Activity.objects.values_list("ip", flat=True)) == [held, held]
