"""Take in what somebody asks by a public form."""

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.collect import form_rule
from troth.publishing.evidence import note
from troth.publishing.running import policy_on
from troth.support.events import INQUIRY_ASKED
from troth.support.models import ASKED, Inquiry


@act
def take_in(
    form: str,
    details: Mapping[str, str],
    *,
    at: datetime,
    asked_at: datetime | None = None,
    person: Person | None = None,
) -> Inquiry:
    """Note an inquiry; the open one, if the very same was asked before.

    form: a word of the vocabulary, such as `call-back`. details: by the columns ASKED. asked_at:
    when it came, where that is not now. person: who is signed in; else it is of whoever has
    confirmed its address as theirs, if anybody has.
    Raises TrothError for a form that the policy does not have.
    """
    found = form_rule(form, policy_on(at))
    if found is None:
        raise TrothError(_("The policy no longer has this form."))
    rule, _rule = found
    asked = {column: details.get(column, "") for column in ASKED}
    asked["email"] = Person.objects.normalize_email(asked["email"])
    person = person or _owner_of(asked["email"])
    inquiry, new = Inquiry.objects.get_or_create(
        form=form,
        **asked,
        closed_at=None,
        defaults={"rule": rule, "person": person, "asked_at": asked_at or at},
    )
    if new:
        note(
            INQUIRY_ASKED,
            at=at,
            rule=rule,
            subject=person.pseudonym if person else None,
            counts={"inquiry": inquiry.pk},
        )
    return inquiry


def _owner_of(email: str) -> Person | None:
    confirmed = EmailAddress.objects.filter(email=email, verified=True).select_related("user")
    address = confirmed.first() if email else None
    return address.user if address else None
