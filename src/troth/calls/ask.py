"""Ask something of a third party, in the transaction of what it is for."""

from datetime import datetime
from uuid import uuid4

from django.db import models

from troth.calls.models import Call
from troth.calls.tasks import work_soon
from troth.calls.work import LEASE


def ask(kind: str, plug_in: str, verb: str, about: models.Model, *, key: str, at: datetime) -> Call:
    """A call that will be made once this is committed; the same key again is the same call."""
    call, new = Call.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "plug_in": plug_in,
            "verb": verb,
            "about": about._meta.label_lower,
            "row": about.pk,
            "made_at": at,
            "next_at": at,
        },
    )
    if new:
        work_soon.defer(number=call.pk)
    return call


def ask_and_wait(
    kind: str, plug_in: str, verb: str, about: models.Model, *, key: str, at: datetime
) -> Call:
    """A call that nobody else makes: whoever asks for it waits for the answer (`work_claimed`).

    They make it once this is committed. Where they die before they could, the claim runs out and
    the call is in doubt. The key must be new.
    """
    return Call.objects.create(
        kind=kind,
        plug_in=plug_in,
        verb=verb,
        about=about._meta.label_lower,
        row=about.pk,
        key=key,
        made_at=at,
        next_at=at + LEASE,
        claimed_at=at,
        claimed_by=uuid4(),
        tries=1,
    )
