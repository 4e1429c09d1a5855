"""Whether a request is known to be of whom it names, and not a stranger's in their name."""

from django.db.models import Q

from troth.requests.models import RightsRequest

# What is asked there is asked by who is signed in, whether the rule wants that proved or not.
_SIGNED_IN = ("portal", "ticket")
THEIR_OWN = Q(verified_at__isnull=False) | Q(channel__in=_SIGNED_IN)


def is_their_own(request: RightsRequest) -> bool:
    """As THEIR_OWN."""
    return request.verified_at is not None or request.channel in _SIGNED_IN
