"""How a service stands, in words; it follows from its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.core.day import day
from troth.services.models import Cancellation, Service, Suspension
from troth.services.unpaid import unpaid
from troth.wall.enter import beyond_wall


@dataclass(frozen=True)
class State:
    """`kind` is ordered, active, paused, cancelled or ended."""

    kind: str
    words: str


def states(services: Iterable[Service], *, at: datetime) -> list[tuple[Service, State]]:
    """Each service with how it stands; three questions for all."""
    listed = list(services)
    open_ = Suspension.objects.filter(service__in=listed, until=None)
    paused = dict(open_.order_by("-since").values_list("service", "reason"))
    stand = Cancellation.objects.filter(service__in=listed, taken_back_at=None)
    cancelled = dict(stand.order_by("-effective_on").values_list("service", "effective_on"))
    waits = [each.pk for each in listed if each.waits_for_payment and not each.activated_at]
    owing: set[int] = set()
    if waits:
        # Whoever sees a service learns that it waits, also without the scope of bills.
        with beyond_wall():
            found = unpaid(Service.objects.filter(pk__in=waits)).filter(unpaid=True)
            owing = {*found.values_list("pk", flat=True)}
    return [
        (each, _state(each, paused.get(each.pk), cancelled.get(each.pk), each.pk in owing, at))
        for each in listed
    ]


def state(service: Service, *, at: datetime) -> State:
    """How one service stands."""
    ((_service, found),) = states([service], at=at)
    return found


def _state(
    service: Service, paused: str | None, ends: date | None, owing: bool, at: datetime
) -> State:
    if service.ended_at and service.ended_at <= at:
        days = {"start": day(service.started_at), "end": day(service.ended_at)}
        return State("ended", _("%(start)s to %(end)s") % days)
    if ends or service.ended_at:
        words = _("Runs until %(end)s") % {"end": day(ends or service.ended_at or at)}
        return State("cancelled", words)
    if paused:
        reason = Suspension.Reason(paused).label
        return State("paused", _("Paused: %(reason)s") % {"reason": reason})
    if owing:
        return State("ordered", _("Ordered, and waiting for its payment"))
    if service.offer_id and service.activated_at is None:
        return State("ordered", _("Ordered, and yet to be set up"))
    return State("active", _("Running since %(start)s") % {"start": day(service.started_at)})
