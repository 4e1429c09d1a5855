"""What a customer is written about their money, in the transaction of the act."""

from collections.abc import Callable
from datetime import datetime

from troth.accounts.models import Account
from troth.accounts.owned import owner_of
from troth.billing.models import Invoice
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send


def tell(
    account: Account | None,
    words: Callable[[], tuple[str, str]],
    *,
    at: datetime,
    due: Invoice | None = None,
) -> None:
    """Write to the owner of an account, where there is one, with the way to its statement.

    words: the subject and the text, asked for in their language. due: the invoice that is still to
    be paid, to which the letter leads instead.
    """
    owner = owner_of(account) if account else None
    if account is None or owner is None:
        return
    to = link("invoice", account.pk, due.pk) if due else link("statement", account.pk)
    with in_language_of(owner, at=at):
        subject, text = words()
        body = letter(owner, f"{text}\n\n{to}", at=at)
    send(owner, account=account, subject=subject, body=body, at=at)
