"""Take a customer's mandate for direct debits."""

import secrets
from datetime import date, datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.duration import Duration
from troth.core.errors import TrothError
from troth.core.iban import fours
from troth.core.provider import provider
from troth.gateways.events import WAY_KEPT
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.models import PaymentMethod
from troth.gateways.sepa.models import Mandate
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.publishing.evidence import note

_LAPSES = Duration(36, "month")


class SignedError(TrothError):
    """There is a mandate for this bank account already."""


@act
def sign(
    account: Account, iban: str, holder: str, *, said: str, by: Person, at: datetime
) -> Mandate:
    """The mandate of an account, whose owner is mailed it.

    said: what was read and signed. The first payment method of an account is what is due taken by.
    Raises SignedError for a bank account that the account has signed for already.
    """
    account = lock_or_refuse(account)
    mine = PaymentMethod.objects.filter(account=account, removed_at=None)
    if mine.filter(mandate__iban=iban, ends_on__gte=day_at(at)).exists():
        raise SignedError(_("You have already signed a mandate for this bank account."))
    mine.filter(ends_on__lt=day_at(at)).update(default_since=None)
    reference = f"MANDATE-{secrets.token_hex(8).upper()}"
    method = PaymentMethod.objects.create(
        account=account,
        by=by,
        gateway=DIRECT_DEBIT,
        kind=PaymentMethod.Kind.DEBIT,
        reference=reference,
        label=f"{iban[:2]} … {iban[-4:]}",
        ends_on=lapses_on(day_at(at)),
        added_at=at,
        default_since=None if mine.filter(default_since__isnull=False).exists() else at,
    )
    debits = provider().direct_debits
    mandate = Mandate.objects.create(
        account=account,
        by=by,
        method=method,
        reference=reference,
        creditor=debits.creditor,
        holder=holder,
        iban=iban,
        notice=debits.notice.days,
        wording=said,
        signed_at=at,
    )
    note(WAY_KEPT, "keep.payment-method", at=at, subject=account.pseudonym)
    _tell(mandate, at=at)
    return mandate


def lapses_on(day: date) -> date:
    """The last day on which may be collected by a mandate that was used or signed on a day.

    What is not used for 36 months may be used no more (SDD Core Rulebook, 4.1).
    """
    return _LAPSES.after(day)


def _tell(mandate: Mandate, *, at: datetime) -> None:
    owner = owner_of(mandate.account)
    if owner is None:
        return
    with in_language_of(owner, at=at):
        values = {
            "mandate": mandate.reference,
            "holder": mandate.holder,
            # Nobody who reads this mail can debit the account by it.
            "iban": f"{fours(mandate.iban[:4])} … {mandate.iban[-4:]}",
            "wording": mandate.wording,
            "link": link("ways_to_pay", mandate.account_id),
        }
        body = letter(
            owner,
            _(
                "This is the mandate for direct debits from %(iban)s, of %(holder)s, with the "
                "reference %(mandate)s:\n\n%(wording)s\n\nYou can end it at any time:\n\n%(link)s"
            )
            % values,
            at=at,
        )
        subject = _("Your mandate for direct debits: %(mandate)s") % values
    send(owner, account=mandate.account, subject=subject, body=body, at=at)
