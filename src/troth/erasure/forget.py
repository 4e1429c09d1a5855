"""Tell recipients to forget (GDPR Art. 17(2), 19), and keep what came of it.

A recipient is a plug-in: one of THIRD_PARTIES that can `forget(reference)`, or one named in the
setting RECIPIENTS, which does nothing else. Recipients without one are told by hand, from the list
that the staff see.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Protocol, runtime_checkable
from uuid import UUID

from django.db import connection, transaction

from troth.calls.errors import Refused
from troth.core.conflicts import act
from troth.core.leave import reaching
from troth.core.plug_in import plugged_in
from troth.core.provider import provider, provider_id
from troth.erasure.events import FORGOT
from troth.erasure.models import ForgetRequest
from troth.gates.recipient import plug_ins
from troth.policy.plan import ANY
from troth.publishing.evidence import note

logger = logging.getLogger(__name__)

_LONGEST_WAIT = 10  # as a power of two, in minutes: about 17 hours
_TRIES = 20  # about ten days; then people see to it


@runtime_checkable
class Recipient(Protocol):
    def forget(self, reference: str) -> None:
        """Have the recipient forget whom it knows as `reference`.

        Returns when the recipient has confirmed. Raises RecipientError to be called again later,
        or, when it is `permanent`, to have the recipient told by hand.
        """


class RecipientError(Exception):
    """The recipient did not forget. The message must hold no personal data."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


def recipients() -> dict[str, Recipient]:
    """Those that can be called, by name."""
    able = {each.recipient.name: each for each in plug_ins() if isinstance(each, Recipient)}
    return able | installed(provider_id())


@cache
def installed(of: str) -> dict[str, Recipient]:
    """Those that a provider has only to have them forget, made once:
    {"plaid": {"BACKEND": "...", "OPTIONS": {...}}}."""
    return plugged_in(provider().recipients)


def ask_recipients(
    ids: Sequence[int | str], *, on_hold: frozenset[str], at: datetime, receipt: UUID
) -> None:
    """Queue one call for each recipient and reference in the disclosures of these subjects."""
    if on_hold & {ANY, "disclosure"}:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO erasure_forgetrequest "
            "(recipient, reference, receipt, asked_at, next_at, state) "
            "SELECT DISTINCT recipient, reference, %(receipt)s::uuid, %(at)s::timestamptz, "
            "%(at)s::timestamptz, 'waiting' FROM gates_disclosure "
            "WHERE subject_id = ANY(%(ids)s) AND reference <> ''",
            {"ids": list(ids), "at": at, "receipt": receipt},
        )


def forget(request_id: int, *, at: datetime) -> None:
    """Make one queued call. A call for a request that was answered already does nothing.

    A recipient that fails for now is called again by the next `tell_recipients`; one that fails
    for good, or that is not installed, has to be told by hand.
    """
    with transaction.atomic():
        waiting = ForgetRequest.objects.select_for_update(skip_locked=True)
        request = waiting.filter(pk=request_id, state=ForgetRequest.State.WAITING).first()
        if request is None:
            return
        request.attempts += 1
        request.next_at = at + timedelta(minutes=2 ** min(request.attempts, _LONGEST_WAIT))
        try:
            if recipient := recipients().get(request.recipient):
                with reaching(request.recipient):
                    recipient.forget(request.reference)
                _confirmed([request.pk], at)
                request.state = ForgetRequest.State.DONE
                request.reference = ""
                request.answered_at = at
                _note(request.recipient, 1, at)
            else:
                request.state = ForgetRequest.State.BY_HAND
        except Exception as error:
            # Whatever a plug-in raises, the request is kept and those behind it have their turn.
            logger.error("%s could not be told: %s", request.recipient, type(error).__name__)
            permanent = isinstance(error, Refused) or (
                isinstance(error, RecipientError) and error.permanent
            )
            if permanent or request.attempts >= _TRIES:
                request.state = ForgetRequest.State.BY_HAND
        request.save()


def tell_recipients(*, at: datetime) -> int:
    """Make every queued call that is due, each in a transaction of its own; how many."""
    due = ForgetRequest.objects.filter(state=ForgetRequest.State.WAITING, next_at__lte=at)
    requests = list(due.order_by("pk").values_list("pk", flat=True))
    for request in requests:
        forget(request, at=at)
    return len(requests)


@act
def forgotten(requests: Iterable[int], *, at: datetime) -> None:
    """Record that recipients were told by hand and have forgotten; twice is once."""
    by_hand = ForgetRequest.objects.filter(pk__in=requests, state=ForgetRequest.State.BY_HAND)
    locked = dict(by_hand.select_for_update().order_by("pk").values_list("pk", "recipient"))
    for recipient, told in Counter(locked.values()).items():
        _note(recipient, told, at)
    _confirmed([*locked], at)
    by_hand.filter(pk__in=locked).update(
        state=ForgetRequest.State.DONE, reference="", answered_at=at
    )


def _confirmed(requests: Sequence[int], at: datetime) -> None:
    """Have the register say that these were confirmed, while their references are known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE gates_disclosure told SET forgotten_at = %(at)s "
            "FROM erasure_forgetrequest request WHERE request.id = ANY(%(requests)s) "
            "AND (told.recipient, told.reference) = (request.recipient, request.reference) "
            "AND told.asked_to_forget_at <= request.asked_at AND told.forgotten_at IS NULL",
            {"at": at, "requests": list(requests)},
        )


def _note(recipient: str, told: int, at: datetime) -> None:
    note(FORGOT, at=at, rule=f"share.{recipient}", counts={"requests": told})
