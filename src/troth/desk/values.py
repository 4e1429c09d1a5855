"""What staff read in place of a stored value."""

from typing import Any

from troth.accounts.device import device_name


def for_staff(column: str, value: Any) -> Any:
    """A device for the text that its browser sent, which is for the customer alone."""
    return device_name(value) if column == "user_agent" and value else value
