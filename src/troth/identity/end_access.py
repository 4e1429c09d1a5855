"""End what a password opened, once there is another one."""

from allauth.idp.oidc.models import Token

from troth.accounts.email import propose_email
from troth.accounts.end_sessions import end_sessions
from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.identity.codes import end_codes


@act
def end_access(person: Person, *, but: str | None = None) -> int:
    """End every session of a person but the one with the key `but`; how many it were.

    With them what sites are told, and an address that was proposed. Raises GoneError.
    """
    propose_email(person, person.email)
    end_codes(person)
    Token.objects.filter(user=person).delete()
    return end_sessions(person, but=but)
