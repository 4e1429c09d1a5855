"""Place an order: all of what was agreed is written down, and holds at once or is looked at."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.accounts.restricted import refuse_restricted
from troth.accounts.verified import need_verified_email
from troth.billing.missing import need_details
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.orders.accept import accept
from troth.orders.models import Order
from troth.orders.propose import Wanted, propose
from troth.orders.review import reasons_to_look
from troth.orders.take import take
from troth.orders.tell import tell
from troth.orders.write_order import write_order
from troth.services.use_promotion import use_promotion
from troth.tax.models import Sign
from troth.tax.note_sign import note_sign
from troth.wall.enter import beyond_wall


class ChangedError(TrothError):
    """A figure or a text is not what was agreed to any more. Nothing was ordered."""


@act
def place(
    account: Account,
    wanted: Sequence[Wanted],
    *,
    currency: str,
    code: str = "",
    labels: Sequence[str] = (),
    note: str = "",
    key: UUID,
    mark: str,
    country: str = "",
    asked: Collection[str] = (),
    by: Person,
    at: datetime,
) -> Order:
    """Order what is wanted, if that is still what was agreed to; the same `key` is one order.

    labels: the name that is given to each, or blank. mark: of the agreement as it was shown.
    country: where the order comes from, where that is known (ISO 3166). asked: as in
    `write_order`. Whether `by` may order for the account, the caller knows. Raises ChangedError
    where anything has changed meanwhile, TakenError and PromotionError for what is gone just now,
    UnverifiedError for an address that is not confirmed, and LackingError for an account without
    what an invoice needs.
    """
    refuse_restricted("orders.place.place", account, by=by)
    with beyond_wall():
        account = lock_or_refuse(account)
        if placed := Order.objects.filter(key=key).first():
            if placed.account_id != account.pk:  # of another tab
                raise _changed()
            return placed
        need_verified_email(by)
        need_details(account)
        currency = account.currency or currency
        proposal = propose(wanted, currency, code, account=account, at=at)
        if proposal.wrong:
            raise TrothError(proposal.wrong[0])
        if proposal.agreement.mark != mark:
            raise _changed()
        take((line.offer_id, line.quantity) for line in proposal.agreement.lines)
        if proposal.promotion:
            use_promotion(proposal.promotion, account)
        order = write_order(
            account,
            proposal.agreement,
            labels=labels,
            note=note,
            key=key,
            country=country,
            asked=asked,
            by=by,
            at=at,
        )
        note_sign(account, Sign.Kind.IP, country, at=at)
        if reasons := reasons_to_look(order, account, proposal.agreement.taxed):
            order.review = " ".join(reasons)
            order.save(update_fields=["review"])
            tell(order, "placed", at=at)
        else:
            accept(order, at=at)
        order.refresh_from_db()
    return order


def _changed() -> ChangedError:
    return ChangedError(
        _(
            "Something has changed since this page was shown. Nothing was ordered; please check "
            "the new figures and order again."
        )
    )
