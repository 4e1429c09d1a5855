"""What looks wrong and may be right."""

from django.core.exceptions import ValidationError


class DoubtError(ValidationError):
    """No number of the kind that we know; whoever says that it is right is believed.

    What the law wants in one form alone, and what cannot be stored, is no matter of doubt.
    """
