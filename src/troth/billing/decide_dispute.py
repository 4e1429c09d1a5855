"""Note how the bank has decided about a payment that was disputed."""

from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.apply_balances import apply_balances
from troth.billing.events import DISPUTE_LOST, DISPUTE_WON
from troth.billing.irregular import resolve_found
from troth.billing.models import Invoice, Irregularity, Payment, Posting, Transaction
from troth.billing.owed import owed_by
from troth.billing.post import Leg, post
from troth.billing.tell_payment import What, tell_payment
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note

Ledger = Posting.Ledger


@act
def decide_dispute(irregularity: Irregularity, *, won: bool, at: datetime) -> None:
    """Close a dispute.

    won: the bank gives the money back. It pays again what it had paid, as far as that is still
    owed, then what else is, and the rest goes to the balance. Lost, what was entered as disputed is
    written off, and invoices go on to owe. Raises TrothError where nothing is disputed, or no
    longer.
    """
    account = lock_or_refuse(irregularity.account)
    back = irregularity.payment
    if back is None or irregularity.kind != Irregularity.Kind.DISPUTE:
        raise TrothError(_("There is no disputed payment here."))
    resolve_found(irregularity, at=at)
    said = dict(back.postings.order_by().values_list("ledger").annotate(sum=Sum("amount")))
    disputed = said.get(Ledger.DISPUTED, 0)
    if not won:
        post(
            Transaction.Kind.WRITE_OFF,
            [Leg(Ledger.DISPUTED, -disputed, payment=back), Leg(Ledger.WRITE_OFFS, disputed)],
            currency=back.currency,
            account=account,
            at=at,
            key=f"lost {back.pk}",
        )
        note(DISPUTE_LOST, "keep.payment", at=at, subject=account.pseudonym)
        return
    given = Payment.objects.create(
        account=account,
        received_at=at,
        currency=back.currency,
        amount=-back.amount,
        method=back.method,
        payer=back.payer,
        reference=back.reference,
        key=f"won {back.pk}",
    )
    reopened = {
        invoice: amount
        for invoice, amount in back.postings.filter(ledger=Ledger.RECEIVABLE).values_list(
            "invoice", "amount"
        )
        if invoice
    }
    invoices = Invoice.objects.in_bulk(reopened)
    owing = owed_by(invoices.values())
    paid = {invoices[key]: min(n, max(owing.get(key, 0), 0)) for key, n in reopened.items()}
    rest = given.amount - disputed - sum(paid.values())
    post(
        Transaction.Kind.CHARGEBACK_WON,
        [
            Leg(Ledger.CASH, given.amount, part=given.method, payment=given),
            *(Leg(Ledger.RECEIVABLE, -n, invoice=i, payment=given) for i, n in paid.items()),
            Leg(Ledger.DISPUTED, -disputed, payment=back),
            Leg(Ledger.CREDIT, -rest, payment=given),
        ],
        currency=back.currency,
        account=account,
        at=at,
        key=f"payment {given.pk}",
    )
    apply_balances([account.pk], at=at)
    note(DISPUTE_WON, "keep.payment", at=at, subject=account.pseudonym, counts={"payments": 1})
    tell_payment(given, What.CAME, at=at)
