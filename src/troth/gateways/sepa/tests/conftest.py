from typing import Any

import pytest

from troth.gateways.sepa.tests.debits import ready


@pytest.fixture
def switched_on(settings: Any) -> None:
    """Direct debits are, as `debits.ready` has it."""
    ready(settings)
