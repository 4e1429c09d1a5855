"""Tell owners, and whoever gets their invoices, which services are suspended, go on, or end."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from troth.billing.addressees import addressees
from troth.messaging.link import link
from troth.messaging.send_many import Letter, send_many
from troth.publishing.running import policy_on

# Invoices name the services as these letters do.
_TOLD = """
    SELECT m.person_id, s.account_id, coalesce(nullif(p.language, ''), %s),
        string_agg(CASE WHEN s.label = '' THEN s.product ELSE s.product || ', ' || s.label END,
                   E'\\n' ORDER BY s.id)
    FROM services_service s
    {addressees}
    JOIN accounts_person p ON p.id = m.person_id
    WHERE s.id = ANY(%s) GROUP BY 1, 2, 3
"""


def tell_suspended(services: Sequence[int], *, at: datetime) -> None:
    """Queue a message that services are suspended until invoices are paid."""
    _tell(services, _suspended, at=at)


def tell_resumed(services: Sequence[int], *, at: datetime) -> None:
    """Queue a message that services go on since their invoices are paid."""
    _tell(services, _resumed, at=at)


def tell_ending(services: Sequence[int], *, at: datetime) -> None:
    """Queue a message that services end in the next night unless they pay."""
    _tell(services, _ending, at=at)


def tell_ended(services: Sequence[int], *, at: datetime) -> None:
    """Queue a message that services have ended, to whoever may still see them."""
    _tell(services, _ended, scope="services", at=at)


def _ending(services: str, account: int) -> tuple[str, str]:
    values = {"services": services, "link": link("invoices", account)}
    return _("Your services end tomorrow"), _(
        "Invoices have still not been paid, so these services will end tonight:\n\n"
        "%(services)s\n\nIf the invoices are paid today, they keep running:\n\n%(link)s\n"
    ) % values


def _ended(services: str, account: int) -> tuple[str, str]:
    values = {"services": services, "link": link("services", account)}
    return _("Your services have ended"), _(
        "These services have ended:\n\n%(services)s\n\nYou can see since when, and whether they "
        "can be resumed:\n\n%(link)s\n"
    ) % values


def _suspended(services: str, account: int) -> tuple[str, str]:
    values = {"services": services, "link": link("invoices", account)}
    return _("Your services are suspended"), _(
        "Because invoices have not been paid, these services are "
        "suspended:\n\n%(services)s\n\nThey will resume as soon as the invoices are "
        "paid:\n\n%(link)s\n"
    ) % values


def _resumed(services: str, account: int) -> tuple[str, str]:
    return _("Your services are running again"), _(
        "Thank you for your payment. These services are running again:\n\n%(services)s\n"
    ) % {"services": services}


def _tell(
    services: Sequence[int],
    words: Callable[[str, int], tuple[str, str]],
    *,
    scope: str = "billing",
    at: datetime,
) -> None:
    if not services:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _TOLD.format(addressees=addressees("s", scope)),
            [policy_on(at).tables.policy.language, list(services)],
        )
        told = cursor.fetchall()
    letters = []
    for person, account, language, names in told:
        with translation.override(language):
            listed = "\n".join(f"- {name}" for name in names.split("\n"))
            letters.append(Letter(person, account, language, *words(listed, account)))
    send_many(letters, at=at)
