"""Hand an account over to one of its trusted people."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.events import HANDED_OVER
from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Membership, Person
from troth.accounts.restricted import refuse_restricted
from troth.accounts.scopes import SCOPES, as_words, scopes_in
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.people.note import disclose, note
from troth.people.tell import tell_handed_over
from troth.requests.models import RightsRequest


@act
def hand_over(membership: Membership, *, by: Person, at: datetime) -> None:
    """Make a trusted person the owner; who owned the account stays as one trusted with all of it.

    Raises TrothError when `by` does not own the account, and when the person has left it,
    or has asked to be erased, with whom the account would go. Runs outside the wall: their requests
    are not the owner's to see.
    """
    account = lock_or_refuse(membership.account)
    refuse_restricted("people.hand_over.hand_over", account)
    # Behind the second wall nobody reads another's password.
    whole = Membership.objects.select_related("person").defer("person__password")
    people = whole.filter(account=account)
    owner = people.filter(person=by, role=Membership.Role.OWNER).first()
    heir = people.filter(pk=membership.pk, role=Membership.Role.TRUSTED).first()
    if owner is None or heir is None:
        raise TrothError(_("Only the owner hands an account over, to somebody trusted with it."))
    if _is_to_go(heir.person_id):
        raise TrothError(
            _("This person cannot take an account over at the moment. Choose another, or wait.")
        )
    more = set(SCOPES) - scopes_in(heir.scopes)
    # One owner at any moment: a constraint of the table.
    owner.role, owner.scopes = Membership.Role.TRUSTED, as_words(SCOPES)
    owner.save(update_fields=["role", "scopes"])
    heir.role, heir.scopes, heir.gets_invoices = Membership.Role.OWNER, "", False
    heir.save(update_fields=["role", "scopes", "gets_invoices"])
    # An erasure that was asked for was the former owner's wish, about what was theirs.
    Account.objects.filter(pk=account.pk).update(erasure_asked_at=None, erasure_waits_until=None)
    disclose(account, more, at=at)
    what = gettext_noop("account handed over to a trusted person")
    note(HANDED_OVER, account, what, by=by, at=at)
    tell_handed_over(heir, at=at)


def _is_to_go(person: int) -> bool:
    """Whether somebody's erasure is asked for; they are locked, as an asking locks them."""
    locked = Person.objects.select_for_update(of=("self",)).filter(pk=person)
    asked, waits = locked.values_list("erasure_asked_at", "erasure_waits_until").get()
    if asked or waits:
        return True
    open_ones = RightsRequest.objects.filter(person=person, state=RightsRequest.State.OPEN)
    return open_ones.filter(right="erase", whose="").exclude(verified_at=None).exists()
