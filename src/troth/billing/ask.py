"""Have a run that does much at once wait until somebody of the staff has said yes to it."""

from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.billing.models import NightRun
from troth.core.day import day
from troth.core.errors import TrothError

Kind = NightRun.Kind
_WAITS: dict[str, Promise] = {
    Kind.BILL: _(
        "%(count)s invoices are due on %(day)s; none is made before staff agree at the desk."
    ),
    Kind.DUN: _(
        "%(count)s steps of dunning have come by %(day)s; none is taken before staff agree at the "
        "desk."
    ),
    Kind.CHARGE: _(
        "What is owed of %(count)s invoices is to be charged by %(day)s; none is before staff "
        "agree at the desk."
    ),
}


class AsksError(TrothError):
    """A run of more than is done without asking waits for somebody of the staff."""


def ask(kind: Kind, count: int, *, most: int, on: date, at: datetime) -> None:
    """Write down that a run of so many waits for a yes, and stop it by raising AsksError.

    Not where these are no more than `most`, nor where staff have agreed to as many.
    """
    if count <= most:
        return
    agreed = NightRun.objects.filter(kind=kind, on=on, agreed_at__isnull=False, count__gte=count)
    if agreed.exists():
        return
    asked = {"count": count, "asked_at": at, "agreed_at": None}
    NightRun.objects.update_or_create(kind=kind, on=on, defaults=asked)
    raise AsksError(str(_WAITS[kind]) % {"count": count, "day": day(on)})


def done(kind: Kind, *, on: date, at: datetime) -> None:
    """Write down that a run is done."""
    NightRun.objects.update_or_create(kind=kind, on=on, defaults={"done_at": at})
