"""Change what a trusted person may do in an account."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Membership, Person
from troth.accounts.restricted import refuse_restricted
from troth.accounts.scopes import as_words, scopes_in
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.events import CHANGED
from troth.people.note import disclose, note


@act
def change_scopes(
    membership: Membership,
    scopes: Iterable[str],
    *,
    gets_invoices: bool = False,
    by: Person,
    at: datetime,
) -> None:
    """Give a trusted person these scopes in place of others; the same ones change nothing.

    gets_invoices: they are written to about invoices as well, if they may see them.
    What is granted beyond the former is entered in the register of disclosures.
    Raises TrothError for an owner, without any scope, and when the person has left.
    """
    words = as_words(scopes)
    found = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if found is None or found.role != Membership.Role.TRUSTED:
        raise TrothError(_("This person is no longer trusted with the account."))
    gets_invoices &= "billing" in scopes_in(words)
    if (found.scopes, found.gets_invoices) == (words, gets_invoices):
        return
    more = scopes_in(words) - scopes_in(found.scopes)
    if more or gets_invoices > found.gets_invoices:
        refuse_restricted("people.change_scopes.change_scopes", found.account)
    found.scopes, found.gets_invoices = words, gets_invoices
    found.save(update_fields=["scopes", "gets_invoices"])
    disclose(found.account, more, at=at)
    what = gettext_noop("access of a trusted person changed")
    note(CHANGED, found.account, what, by=by, at=at, scopes=words.split())
    membership.scopes = words
