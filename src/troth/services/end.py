"""End services: from then on the policy's clock of cancellation runs for them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.accounts.owned import owner_of
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.messaging.language import in_language_of
from troth.services.events import ENDED
from troth.services.locked import lock_running
from troth.services.models import Charge, Service
from troth.services.note import note
from troth.services.settle import settle
from troth.services.tell import called, tell
from troth.services.unused import unused
from troth.wall.enter import beyond_wall

# What is agreed ends, and nothing is paused any more; what is charged stays as far as it was used.
# The stock has back what each of them was last.
_END = """
    WITH ended AS (
        UPDATE services_service SET ended_at = %(at)s
        WHERE id = ANY(%(services)s) AND (ended_at IS NULL OR ended_at > %(at)s)
        RETURNING id
    ), resumed AS (
        UPDATE services_suspension SET until = %(at)s
        WHERE service_id IN (SELECT id FROM ended) AND until IS NULL
    ), expired AS (
        UPDATE services_term SET until = greatest(starts, %(on)s)
        WHERE service_id IN (SELECT id FROM ended) AND (until IS NULL OR until > %(on)s)
    ), back AS (
        SELECT offer_id, sum(quantity) AS quantity FROM (
            SELECT DISTINCT ON (service_id) offer_id, quantity FROM services_term
            WHERE service_id IN (SELECT id FROM ended) ORDER BY service_id, starts DESC, id DESC
        ) had GROUP BY offer_id
    ), given_back AS (
        UPDATE catalog_product p SET stock = stock + back.quantity FROM back
        WHERE p.id = back.offer_id AND p.stock IS NOT NULL
    )
    SELECT id FROM ended
"""


@act
def end(
    service: Service, *, at: datetime, credit: bool = False, by: Person | None = None
) -> Service:
    """End a service now. Its days that were charged are given back where `credit` says so.

    A period that was charged and has not begun is given back always. by: who does so, None for the
    system. Raises NotNowError for a service that has ended.
    """
    with beyond_wall():
        found = lock_running(service, at=at)
        # From now on it ends by us, whoever had cancelled it for later.
        found.cancellations.filter(taken_back_at=None).update(taken_back_at=at)
        end_locked([found.pk], at=at)
        give_back_now(found, at=at, credit=credit)
        note(ENDED, found, gettext_noop("service ended"), at=at, by=by, counts={"services": 1})
        tell(found, lambda: _words(found), at=at)
    found.ended_at = at
    return found


def end_locked(services: Collection[int], *, at: datetime) -> list[int]:
    """End services that the transaction holds, in one statement; the keys of those that ended.

    Every end comes here, so that the stock has back what each of them had.
    """
    values: dict[str, Any] = {"services": [*services], "at": at, "on": day_at(at)}
    with connection.cursor() as cursor:
        cursor.execute(_END, values)
        return [key for (key,) in cursor.fetchall()]


def give_back_now(service: Service, *, at: datetime, credit: bool) -> None:
    """Give back what is left of a service that ends now: of its present period where `credit`."""
    today = day_at(at)
    give_back(service, today if credit else today + timedelta(days=1), at=at, whole=not credit)


def give_back(service: Service, on: date, *, at: datetime, whole: bool) -> list[Charge]:
    """Give back what was charged for days from `on` on; whole: of periods that have not begun."""
    with in_language_of(owner_of(service.account), at=at):
        back = unused(service, on, at=at, whole=whole)
    settle_back(service, back, at=at)
    return back


def settle_back(service: Service, back: list[Charge], *, at: datetime) -> None:
    """Have charges that give back on a document, and the service charged as far as it is left."""
    if back:
        settle(service.account, back, at=at)
        starts = min(each.starts for each in back if each.starts)
        Service.objects.filter(pk=service.pk).update(charged_through=starts)
        service.charged_through = starts


def _words(service: Service) -> tuple[str, str]:
    return (
        _("Your service has ended"),
        _("Your service %(service)s ended today.") % {"service": called(service)},
    )
