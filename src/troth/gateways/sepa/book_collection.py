"""Book a direct debit as the bank's statement has it."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.billing.irregular import find_irregular
from troth.billing.models import Irregularity, Payment
from troth.billing.owed import owed
from troth.billing.receive import receive
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.gateway import Outcome
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.models import Collection


def debit_key(key: str) -> str:
    """What the payment of a direct debit with this end-to-end reference is called in our books."""
    return f"sepa {key}"


@act
def book_collection(collection: Collection, *, at: datetime) -> Payment:
    """Take in what was collected; it pays its invoice, and what that owes no more is to the
    customer's credit, of which staff are told, or nobody's where they have been erased.

    It is a payment by transfer in the books: the money is on our account at the bank, and goes back
    from there. Raises TrothError for what is in no file, or booked already.
    """
    found = Collection.objects.select_for_update(of=("self",))
    collection = found.select_related("account", "invoice", "attempt").get(pk=collection.pk)
    if collection.file_id is None or collection.ended_at:
        raise TrothError(_("The bank was not told to collect this, or it has ended already."))
    account, invoice = collection.account, collection.invoice
    still = min(max(owed(invoice), 0), collection.amount)
    pays = {invoice: still} if still and invoice.account_id == collection.account_id else {}
    payment = receive(
        account,
        collection.amount,
        "EUR",
        at=at,
        method="transfer",
        key=debit_key(collection.key),
        reference=collection.key if account else "",
        allocate=pays,
        unclaimed=True,
    )
    if account and still < collection.amount:
        find_irregular(
            account,
            Irregularity.Kind.MISMATCH,
            at=at,
            payment=payment,
            note_of_staff=_("A direct debit has come for what was paid or credited meanwhile."),
        )
    Collection.objects.filter(pk=collection.pk).update(ended_at=at)
    attempt = PaymentAttempt.objects.filter(key=collection.key, ended_at=None)
    attempt.update(ended_at=at, outcome=Outcome.PAID, payment=payment)
    return payment
