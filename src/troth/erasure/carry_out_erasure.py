"""Erase whoever asked for it, and answer."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from troth.accounts.owned import owned_accounts
from troth.core.conflicts import act
from troth.core.enforces import enforces
from troth.erasure.erase import erase, refuse_where_it_must_not
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send_to_stranger
from troth.publishing.running import plan_on
from troth.requests.answer import refuse_unverified
from troth.requests.carry_out import asked_by
from troth.requests.locked import locked
from troth.requests.models import RightsRequest
from troth.requests.wording import fill


@enforces("right.erase", "right.erase-*", "right.reseller-erase")
@act
def carry_out_erasure(request: RightsRequest, text: str, *, at: datetime) -> UUID:
    """Erase whoever asked, and mail the receipt to where they could last be reached.

    The request goes with the person; the journal keeps that it was answered, and when. Returns
    the receipt's number. Raises TrothError as `erase` does, and while it is not sure who asks.
    """
    person = asked_by(request)
    # Locked as the erasure locks them, so that a request taken back meanwhile is seen here.
    refuse_where_it_must_not(person, owned_accounts(person), plan_on(at.date()))
    current = locked(request)
    refuse_unverified(current, at=at)
    with in_language_of(current.person, at=at):
        subject = _("Your data is erased")
    erasure = erase(person, at=at, rule=current.rule)
    body = fill(text, {"link": link("receipt", erasure.receipt)})
    # Where a hold kept the person, the request is still there to be looked at.
    RightsRequest.objects.filter(pk=current.pk).update(answer=body)
    send_to_stranger(person.email, None, subject=subject, body=body, at=at)
    return erasure.receipt
