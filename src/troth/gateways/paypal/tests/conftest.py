"""PayPal as it answers here, and leave to ask it, which the gate gives elsewhere."""

from collections.abc import Iterator

import pytest

from troth.core.leave import reaching
from troth.testing.paypal.counterpart import stand_in  # noqa: F401  (a fixture)


@pytest.fixture
def leave() -> Iterator[None]:
    with reaching("paypal"):
        yield
