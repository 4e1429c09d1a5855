"""Whose data no list of the desk shows, nor finds by what it says."""

from collections.abc import Collection

from django.db.models import Q

from troth.accounts.models import Membership
from troth.gates.models import ReadLimit


def not_listed(categories: Collection[str]) -> Q:
    """A condition on subjects: who is restricted, or has shut one of these categories.

    So is an account whose owner has. Each of them is opened by itself, for a reason.
    """
    shut = ReadLimit.objects.filter(category__in=[*categories]).values("person")
    owned = Membership.objects.filter(role=Membership.Role.OWNER, person__in=shut)
    return Q(restricted_at__isnull=False) | Q(pk__in=shut) | Q(pk__in=owned.values("account"))
