"""Write to owners whose payment method can soon not be used any more."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.accounts.owned import owner_of
from troth.core.conflicts import act
from troth.core.day import day, day_at
from troth.gateways.events import END_TOLD
from troth.gateways.models import PaymentMethod
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.publishing.evidence import note

BEFORE = timedelta(days=30)
_CHUNK = 250


def tell_ending(*, at: datetime) -> int:
    """Tell of each that ends within thirty days, once; of how many. Only of what is used for what
    falls due: another one is missed by nobody."""
    told = 0
    while some := _tell_some(at=at):
        told += some
    return told


@act
def _tell_some(*, at: datetime) -> int:
    today = day_at(at)
    ending = PaymentMethod.objects.filter(
        removed_at=None,
        default_since__isnull=False,
        end_told_at=None,
        ends_on__range=(today, today + BEFORE),
    )
    rows = ending.select_for_update(of=("self",), skip_locked=True).select_related("account")
    found = list(rows.order_by("pk")[:_CHUNK])
    for method in found:
        if owner := owner_of(method.account):
            _tell(method, owner, at=at)
    keys = [method.pk for method in found]
    PaymentMethod.objects.filter(pk__in=keys).update(end_told_at=at)
    if found:
        note(END_TOLD, "keep.payment-method", at=at, counts={"ways": len(found)})
    return len(found)


def _tell(method: PaymentMethod, owner: Person, *, at: datetime) -> None:
    assert method.ends_on
    with in_language_of(owner, at=at):
        values = {
            "way": method.label,
            "day": day(method.ends_on),
            "link": link("ways_to_pay", method.account_id),
        }
        body = letter(
            owner,
            _(
                "We charge what falls due to %(way)s, which can be used until %(day)s. Please add "
                "another payment method before then:\n\n%(link)s"
            )
            % values,
            at=at,
        )
        subject = _("%(way)s can be used until %(day)s") % values
    send(owner, account=method.account, subject=subject, body=body, at=at)
