"""How a service stands, in words; it follows from its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from troth.core.day import day, day_at
from troth.services.models import Cancellation, Service, Suspension
from troth.services.unpaid import unpaid
from troth.wall.enter import beyond_wall


@dataclass(frozen=True)
class State:
    """`kind` is ordered, active, paused, cancelled or ended."""

    kind: str
    words: str

    @property
    def tone(self) -> str:
        """The class of its colour."""
        return _TONES[self.kind]


_TONES = {
    "ordered": "soon",
    "active": "good",
    "paused": "overdue",
    "cancelled": "soon",
    "ended": "",
}


def states(services: Iterable[Service], *, at: datetime) -> list[tuple[Service, State]]:
    """Each service with how it stands; three questions for all."""
    listed = list(services)
    open_ = Suspension.objects.filter(service__in=listed, until=None)
    paused = dict(open_.order_by("-since").values_list("service", "reason"))
    stand = Cancellation.objects.filter(service__in=listed, taken_back_at=None)
    told = list(stand.order_by("-effective_on"))
    cancelled = {each.service_id: each for each in told}
    withdrawn = {
        each.service_id: each.effective_on
        for each in told
        if each.kind == Cancellation.Kind.WITHDRAWN
    }
    wait = owing(listed)
    return [
        (
            each,
            State(
                "ended",
                _ended(each, each.ended_at, cancelled.get(each.pk), withdrawn.get(each.pk)),
            )
            if each.ended_at and each.ended_at <= at
            else stands(
                each,
                paused=paused.get(each.pk),
                ends_on=cancelled[each.pk].effective_on if each.pk in cancelled else None,
                owing=each.pk in wait,
            ),
        )
        for each in listed
    ]


def owing(services: Sequence[Service]) -> set[int]:
    """The keys of those that wait for their payment.

    Whoever sees a service learns that it waits, also without the scope of bills.
    """
    waits = [each.pk for each in services if each.waits_for_payment and not each.activated_at]
    if not waits:
        return set()
    with beyond_wall():
        found = unpaid(Service.objects.filter(pk__in=waits)).filter(unpaid=True)
        return {*found.values_list("pk", flat=True)}


def state(service: Service, *, at: datetime) -> State:
    """How one service stands."""
    ((_service, found),) = states([service], at=at)
    return found


def _ended(
    service: Service, ended_at: datetime, cancelled: Cancellation | None, withdrawn_on: date | None
) -> str:
    last, began = day_at(ended_at), day_at(service.started_at)
    # What a night ended was there until the day before, and what somebody did, on that day still.
    if cancelled and day_at(cancelled.asked_at) < cancelled.effective_on == last:
        last -= timedelta(days=1)
    days = {"start": day(began), "end": day(last)}
    if withdrawn_on:
        return _("Withdrawn from the contract on %(day)s") % {"day": day(withdrawn_on)}
    if service.offer_id and service.activated_at is None:
        return _("Ended on %(end)s, before it was set up") % days
    if last == began:
        return _("Ended on %(end)s, the day on which it began") % days
    return _("%(start)s to %(end)s") % days


def stands(
    service: Service, *, paused: str | None, ends_on: date | None, owing: bool = False
) -> State:
    """How a service that has not ended stands, of which the rest is known.

    paused: for which reason. ends_on: the first day without it, where it is cancelled. owing:
    whether it waits for its payment.
    """
    if ends_on:
        last = day(ends_on - timedelta(days=1))
        return State("cancelled", _("Runs until %(end)s") % {"end": last})
    if service.ended_at:
        return State("cancelled", _("Runs until %(end)s") % {"end": day(service.ended_at)})
    if paused:
        reason = Suspension.Reason(paused).label
        return State("paused", _("Paused: %(reason)s") % {"reason": reason})
    if owing:
        return State("ordered", _("Ordered, and waiting for its payment"))
    if service.offer_id and service.activated_at is None:
        return State("ordered", _("Ordered, and yet to be set up"))
    return State("active", _("Running since %(start)s") % {"start": day(service.started_at)})
