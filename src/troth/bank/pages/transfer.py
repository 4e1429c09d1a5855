"""How an invoice is paid by transfer: to whom, how much, and what to write on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from troth.accounts.models import Membership
from troth.bank.epc import epc
from troth.billing.models import Invoice
from troth.billing.models.bank_account import account_for
from troth.portal.access import of_account


@require_safe
@of_account(Invoice)
def transfer(request: HttpRequest, membership: Membership, number: int) -> HttpResponse:
    """The details to type, and the code to scan. Not found where there is nothing to pay."""
    account = membership.account
    owing = account.invoices.with_standing().filter(owed__gt=0)
    invoice = get_object_or_404(owing, pk=number)
    bank = account_for(invoice.currency)
    if bank is None:
        raise Http404
    reference = invoice.payment_reference or invoice.number
    context = {
        "account": account,
        "invoice": invoice,
        "bank": bank,
        "reference": reference,
        "code": epc(bank.holder, bank.iban, invoice.owed, invoice.currency, reference, bank.bic),
    }
    return render(request, "bank/transfer.html", context)
