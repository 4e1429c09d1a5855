"""Make a customer an offer that holds until a day."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.accounts.restricted import refuse_restricted
from troth.billing.models import Series
from troth.billing.number import take_numbers
from troth.billing.quote_tax import quote_tax
from troth.catalog.models import Promotion
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.orders.agreed import Agreement, Line, documents_on, of_stored, terms_on
from troth.orders.begin import asked_of
from troth.orders.events import QUOTED
from troth.orders.models import Quote, QuoteLine
from troth.orders.tell import tell
from troth.publishing.evidence import note
from troth.publishing.running import policy_on
from troth.services.use_promotion import use_promotion
from troth.tax.decide import SellerError, TaxError
from troth.wall.enter import beyond_wall


@act
def quote(
    account: Account,
    lines: Sequence[Line],
    *,
    words: str,
    last_day: date,
    promotion: Promotion | None = None,
    at: datetime,
) -> Quote:
    """Write down an offer, and mail the owner of the account where it stands.

    promotion: one that takes something off; its use is taken at once, as an offer is a promise.
    All lines are in one currency: the account's, where it has one. Raises TrothError otherwise,
    for no line, for a day that is over, where its invoice could not be issued as yet, and where
    the promotion is used up or not for the account.
    """
    refuse_restricted("orders.quote.quote", account)
    account = lock_or_refuse(account)
    currencies = {line.currency for line in lines}
    if len(currencies) != 1 or (account.currency and currencies != {account.currency}):
        raise TrothError(_("A quote has lines, all in the currency of the account."))
    if last_day < day_at(at):
        raise TrothError(_("A quote must be valid until today at least."))
    try:
        quote_tax([(line.amount, line.supply) for line in lines], account, at=at)
    except SellerError:
        raise
    except TaxError:
        pass  # what the customer has to do about it, they do until they accept
    if promotion:
        use_promotion(promotion, account)
    made = Quote.objects.create(
        account=account,
        number=take_numbers(Series.Kind.QUOTE, 1, at=at)[0],
        made_at=at,
        sent_at=at,
        last_day=last_day,
        currency=currencies.pop(),
        promotion=promotion.code if promotion else "",
        words=words,
    )
    QuoteLine.objects.bulk_create(
        QuoteLine(**asdict(line), account=account, quote=made, position=position)
        for position, line in enumerate(lines, 1)
    )
    note(QUOTED, "keep.quote", at=at, subject=account.pseudonym)
    tell(made, "quote", at=at)
    return made


def agreement_of(quote: Quote, *, at: datetime) -> Agreement:
    """What somebody agrees to who accepts a quote now. Raises TaxError, in words for the buyer."""
    with beyond_wall():  # what decides the tax is not for everybody who may accept it
        account = Account.objects.get(pk=quote.account_id)
        lines = [of_stored(row) for row in quote.lines.order_by("position")]
        try:
            taxed = quote_tax([(line.amount, line.supply) for line in lines], account, at=at)
        except TaxError as error:
            raise TaxError(error.to_buyer) from None
        return Agreement(
            quote.currency,
            lines,
            taxed,
            terms_on(day_at(at)),
            policy_on(at).digest,
            promotion=quote.promotion,
            documents=documents_on(at),
            asks=asked_of(account, [line.offer_id for line in lines]),
        )
