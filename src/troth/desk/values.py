"""What staff read in place of a stored value."""

from typing import Any

from troth.accounts.device import device_name
from troth.policy.declare import Format


def for_staff(format: Format | None, value: Any) -> Any:
    """A device for the text that its browser sent, which is for the customer alone."""
    return device_name(value) if format == "device" and value else value
