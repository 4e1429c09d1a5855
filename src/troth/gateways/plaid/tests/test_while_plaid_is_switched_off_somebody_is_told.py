"""A bank account that Plaid was to let go of after it was switched off waits for a person."""

import pytest

from troth.calls.ask import ask
from troth.calls.waiting import failing
from troth.calls.work import work_due
from troth.gateways.models import PaymentMethod
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("verb", ["forget", "let go"])
def test_it_is_not_taken_for_done(verb: str) -> None:
    make.in_force()
    way = PaymentMethod.objects.create(
        account=make.account(),
        gateway="stripe",
        kind="bank",
        reference="pm_1",
        label="Bank 6789",
        added_at=make.NOW,
        proved_by="plaid",
        proof="sealed",
    )
    ask("bank check", "plaid", verb, way, key="k", at=make.NOW)
    assert work_due(at=make.NOW) == 1
    assert "switched off" in failing().get().why
