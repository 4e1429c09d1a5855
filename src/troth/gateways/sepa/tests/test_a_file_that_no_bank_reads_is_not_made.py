"""A file that is not as the bank's format has it is not handed over, and nothing of it is told."""

import pytest

from troth.gateways.sepa.named import named
from troth.testing.make import NOW

_FILE = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:%s"><Nm>A Payer</Nm></Document>'


@pytest.mark.parametrize("format", ["pain.008.001.08", "pain.008.001.02", "pain.001.001.09"])
def test_it_fails_with_the_place_alone(format: str) -> None:
    with pytest.raises(ValueError, match="is not valid at") as failed:
        named(_FILE % format.encode(), "F1", format, at=NOW)
    assert "Payer" not in str(failed.value)
