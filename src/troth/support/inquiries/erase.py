"""Erase what somebody without an account has asked (GDPR Art. 17)."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.erasure.remove import carry_out
from troth.publishing.evidence import note
from troth.publishing.running import plan_on, policy_of
from troth.support.events import INQUIRY_ERASED
from troth.support.models import Inquiry


@act
def erase(inquiry: Inquiry, *, at: datetime) -> int:
    """Erase an inquiry and all others of its address, as the plan removes them; how many.

    Raises TrothError for one that is a customer's, which goes with the customer.
    """
    if inquiry.person_id:
        raise TrothError(_("This inquiry is a customer’s; it is erased with the customer."))
    plan = plan_on(at)
    found = of_sender(inquiry).select_for_update().order_by("pk")
    ids = list(found.values_list("pk", flat=True))
    tally = carry_out(plan.removals[Inquiry._meta.db_table], ids, at=at)
    note(
        INQUIRY_ERASED,
        "right.erase",
        at=at,
        policy=policy_of(plan),
        counts={**tally.as_counts(), "inquiries": ids},
    )
    return tally.removed


def of_sender(inquiry: Inquiry) -> QuerySet[Inquiry]:
    """An inquiry of nobody known here, and the others of its address."""
    same = Q(pk=inquiry.pk) | (Q(email=inquiry.email) & ~Q(email=""))
    return Inquiry.objects.filter(same, person=None)
