"""What is mailed about an account's people, in the transaction of the act."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from troth.accounts.models import Account, Invitation, Membership, Person
from troth.accounts.name import written_name_of
from troth.accounts.owned import owner_of
from troth.accounts.scopes import SCOPES, scopes_in
from troth.accounts.verified import has_verified_email
from troth.core.day import day_at
from troth.erasure.left import what_becomes_of_login
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send, send_to_stranger
from troth.people.sign_up import OF_A_PERSON, OF_AN_ACCOUNT
from troth.people.welcome_link import VALID, welcome_link
from troth.policy.labels import label
from troth.policy.placeholders import say
from troth.publishing.running import policy_on
from troth.wall.enter import beyond_wall


def mail_invitation(invitation: Invitation, secret: str, *, at: datetime) -> None:
    """The link by which an invitation is accepted, from whom it comes, and what it offers.

    Whoever invites is named once their own address is confirmed: before, a name may be anybody's.

    It goes as to a stranger even where the address is a customer's, so that nothing in the
    account tells the one from the other; and it is kept nowhere once it is sent.
    """
    allowed = scopes_in(invitation.scopes)
    by = invitation.invited_by
    context = {
        "inviter": by.written_name if by and has_verified_email(by) else "",
        "link": link("invitation", secret),
        "until": invitation.expires_at,
        "scopes": [meaning for scope, meaning in SCOPES.items() if scope in allowed],
    }
    subject, body = _text("invitation", invitation.account, at, context)
    send_to_stranger(invitation.email, None, subject=subject, body=body, at=at, secret=True)


def mail_welcome(account: Account, owner: Person, *, at: datetime) -> None:
    """To whom staff made the owner of an account: why, and the link by which they come to it.

    With what the law has them told whose data came in another way than from a form of theirs:
    what it is, where it came from, and where the rest stands (GDPR Art. 13, 14).
    """
    policy = policy_on(at)
    with in_language_of(owner, at=at):
        columns: list[tuple[Person | Account, str]] = [
            (owner, each) for each in (*OF_A_PERSON, "email")
        ]
        columns += [(account, each) for each in OF_AN_ACCOUNT]
        context = {
            "person": owner,
            "came_by": account.get_came_by_display(),
            "held": dict.fromkeys(
                label(row._meta.db_table, column) for row, column in columns if getattr(row, column)
            ),
            "link": welcome_link(owner, at=at),
            "until": at + VALID,
            "policy_link": link("policy"),
            "told": [
                (consent.wording, say("withdraw", consent.withdraw))
                for consent in policy.tables.consent.values()
                if consent.starts == "subscribed"
            ],
        }
        subject, body = _text("welcome", account, at, context)
    send(owner, account=account, subject=subject, body=body, at=at, secret=True)


def tell_further(account: Account, owner: Person, *, at: datetime) -> None:
    """To somebody who signs in here: staff have opened one more account, and it is theirs."""
    context = {"link": link("account", account.pk), "came_by": account.get_came_by_display()}
    _tell(owner, "further", account, at, context)


def tell_invited_for(invitation: Invitation, owner: Person, *, at: datetime) -> None:
    """To the owner: staff have invited somebody to the account, as the owner asked.

    The address of who is invited would outlive them in the message.
    """
    allowed = scopes_in(invitation.scopes)
    context = {
        "link": link("people", invitation.account_id),
        "scopes": [meaning for scope, meaning in SCOPES.items() if scope in allowed],
    }
    _tell(owner, "invited_for", invitation.account, at, context)


def tell_accepted(membership: Membership, *, at: datetime) -> None:
    """To the owner, where there is one: the invited person has come.

    Their name would outlive them in the message.
    """
    owner = owner_of(membership.account)
    if owner is None:
        return
    context = {"link": link("people", membership.account_id)}
    _tell(owner, "accepted", membership.account, at, context)


def tell_ended(membership: Membership, *, at: datetime) -> None:
    """To a trusted person: the owner has ended their access, and what becomes of their login."""
    with beyond_wall():  # what else the person belongs to is not for the owner to know
        person, policy = Person.objects.get(pk=membership.person_id), policy_on(at)
        with in_language_of(person, at=at):
            login = what_becomes_of_login(
                person, policy, on=day_at(at), without=[membership.account_id]
            )
        _tell(person, "ended", membership.account, at, {"login": login})


def tell_handed_over(membership: Membership, *, at: datetime) -> None:
    """To a trusted person: the account is theirs now."""
    context = {"link": link("account", membership.account_id)}
    with beyond_wall():  # nor is in which language they read
        person = Person.objects.get(pk=membership.person_id)
        _tell(person, "handed_over", membership.account, at, context)


def _tell(
    person: Person, letter: str, account: Account, at: datetime, context: dict[str, Any]
) -> None:
    with in_language_of(person, at=at):
        subject, body = _text(letter, account, at, {"person": person, **context})
    send(person, account=account, subject=subject, body=body, at=at)


def _text(letter: str, account: Account, at: datetime, context: dict[str, Any]) -> tuple[str, str]:
    context |= {
        "account": written_name_of(account),
        "provider": policy_on(at).tables.provider,
    }
    subject = render_to_string(f"people/{letter}_subject.txt", context)
    body = render_to_string(f"people/{letter}_message.txt", context)
    return subject, body.strip() + "\n"
