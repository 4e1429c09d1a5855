"""To every owner of the staff: the bank accounts that customers pay to have changed."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.billing.models import BankAccount, account_for
from troth.core.iban import fours
from troth.gates.roles import OWNER
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send


def tell_bank_accounts(*, at: datetime) -> None:
    """Tell them which account invoices in each currency name now, by mail.

    Whoever turns customers' money to an account of their own cannot keep it from the others.
    """
    currencies = BankAccount.objects.order_by("currency").values_list("currency", flat=True)
    named = [(currency, account_for(currency)) for currency in currencies.distinct()]
    for owner in Person.objects.filter(is_staff=True, staff_role=OWNER).order_by("pk"):
        with in_language_of(owner, at=at):
            accounts = "\n".join(
                f"{currency}: {fours(account.iban)}, {account.holder}"
                if account
                else _("%(currency)s: no account") % {"currency": currency}
                for currency, account in named
            )
            subject = _("The bank account that customers pay to has been changed")
            text = _(
                "A member of staff has changed the bank accounts that customers pay to. From now "
                "on, invoices name these:\n\n%(accounts)s\n\nIf you did not expect this, close "
                "the account at once; the journal says who it was:\n\n%(link)s"
            ) % {"accounts": accounts, "link": link("bank_accounts")}
            body = letter(owner, text, at=at)
        send(owner, subject=subject, body=body, at=at)
