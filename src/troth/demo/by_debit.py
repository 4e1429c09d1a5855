"""What a customer pays by SEPA direct debit, where the policy lets the bank be told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from troth.accounts.models import Account, Person
from troth.bank.statement import Entry
from troth.billing.models import DunningStep
from troth.core.day import day_at
from troth.core.provider import provider
from troth.demo.life import DAY
from troth.gateways.sepa.announce import announce
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.offered import collects
from troth.gateways.sepa.sign import sign
from troth.gateways.sepa.wording import wording
from troth.publishing.running import policy_on

_IBAN = "DE89370400440532013000"  # the example of ISO 13616's registry for Germany


def pay_by_debit(
    account: Account, by: Person, bill: Callable[[datetime], object], *, now: datetime
) -> Iterator[Entry]:
    """Have an account that is billed in euros sign a mandate, and four invoices taken by it: one is
    announced, one is at the bank, one was collected and one came back, as the bank tells by these
    entries.

    bill: makes an invoice of a day. Nothing happens where there are no direct debits.
    """
    ours = collects(policy_on(now))
    if ours is None:
        return
    debits, term = provider().direct_debits, provider().invoice_term
    said = wording(ours.holder, debits.creditor, debits.notice.days)
    mandate = sign(account, _IBAN, by.name[:70], said=said, by=by, at=now - 60 * DAY)
    DunningStep.objects.get_or_create(days=0, action=DunningStep.Action.RETRY)

    def announced(count: int, collected: datetime) -> list[Collection]:
        for _each in range(count):
            bill(collected - max(debits.notice, term))
        told = collected - debits.notice
        announce(on=day_at(told), at=told)
        return list(account.collections.filter(announced_at=told).order_by("pk"))

    old = announced(2, now - 8 * DAY)
    if len(old) < 2:
        return  # nobody can say how that is taxed
    handed = make_file(old[0].collect_on, at=now - 8 * DAY)
    for each in announced(1, now):
        make_file(each.collect_on, at=now)
    announced(1, now + 10 * DAY)
    for each, code in zip(old, ("", "AM04"), strict=True):
        entry = Entry(
            handed.collect_on,
            each.amount,
            "EUR",
            party=mandate.holder,
            end_to_end_id=each.key,
        )
        yield entry
        if code:
            yield replace(entry, booked_on=day_at(now), amount=-each.amount, reason=code)
