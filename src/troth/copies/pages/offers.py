"""What a customer can do about their data, in the order in which people need it."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.gates.limit_reading import may_limit
from troth.policy.parse import Policy
from troth.policy.rights import at_once, by_asking_here, right_to


class Offer(NamedTuple):
    """One thing to do: what it is called, what it is in a sentence, and the button to its page."""

    icon: str
    title: str
    sentence: str
    button: str
    address: str


def offers(person: Person, policy: Policy, *, erasing: bool) -> list[Offer]:
    """What the policy offers this person.

    erasing: whether an erasure of theirs is under way, which then has its own button.
    """
    return [
        *_see(policy),
        *_change(person, policy),
        *_leave(policy, erasing=erasing),
    ]


def _see(policy: Policy) -> list[Offer]:
    found = [
        _offer(
            "database",
            _("What we hold about you"),
            _("Every entry, where it comes from, what we use it for and how long it stays."),
            _("See your data"),
            "held",
        )
    ]
    if export := right_to("export", policy):
        found.append(
            _offer(
                "download",
                _("Download your data"),
                _("Everything we hold about you, to read or to take to another provider."),
                _button(export, _("Download"), _("Ask for a copy")),
                "download",
            )
        )
    return [
        *found,
        _offer(
            "share-2",
            _("Who has received your data"),
            _("Every company and authority, with what it received and when."),
            _("See recipients"),
            "disclosures",
        ),
        _offer(
            "eye",
            _("Who has looked at your data"),
            _("What our staff opened, and what was changed in your accounts."),
            _("See activity"),
            "activity",
        ),
    ]


def _change(person: Person, policy: Policy) -> list[Offer]:
    found = []
    if right_to("rectify", policy):
        found.append(
            _offer(
                "pencil",
                _("Correct your details"),
                _("Change your name, address and other details when they are wrong."),
                _("Correct details"),
                "profile",
            )
        )
    if at_once(right_to("import", policy)):
        found.append(
            _offer(
                "plus",
                _("Bring your data in"),
                _("Fill in your details from a copy that you downloaded earlier."),
                _("Bring data in"),
                "bring_in",
            )
        )
    if policy.tables.consent:
        found.append(
            _offer(
                "circle-check",
                _("Your consents"),
                _("See what you agreed to, and change your mind at any time."),
                _("Review consents"),
                "consents",
            )
        )
    if person.restricted_at:
        sentence = _("We only store your data, until you lift the restriction.")
        button = _("See the restriction")
    else:
        sentence = _("We then only store your data, until you lift the restriction.")
        button = _button(right_to("restrict", policy), _("Restrict"), _("How to restrict it"))
    title = _("Restrict the use of your data")
    found.append(_offer("circle-pause", title, sentence, button, "restrict"))
    if policy.tables.consent and right_to("object", policy):
        found.append(
            _offer(
                "hand",
                _("Object to marketing"),
                _("End everything that you agreed to receive, all at once."),
                _("Object now"),
                "consents",
                "#object",
            )
        )
    if may_limit(person, policy):
        found.append(
            _offer(
                "sliders-horizontal",
                _("Privacy options"),
                _("Choose what our staff and the people you trust can see."),
                _("Choose"),
                "options",
            )
        )
    return found


def _leave(policy: Policy, *, erasing: bool) -> list[Offer]:
    found = []
    erase = right_to("erase", policy)
    by_deletion = any(keep.from_ == "deletion" for keep in policy.tables.keep.values())
    if by_deletion and at_once(erase):
        found.append(
            _offer(
                "undo-2",
                _("What you deleted"),
                _("Bring it back, until it is gone for good."),
                _("See what you deleted"),
                "deleted",
            )
        )
    if erase:
        found.append(
            _offer(
                "trash-2",
                _("Erase your data"),
                _(
                    "See first what would go and what the law makes us keep. Nothing happens "
                    "before you confirm."
                ),
                _("See your request") if erasing else _("See what would be erased"),
                "erase",
            )
        )
    ask = _offer(
        "message-circle-question-mark",
        _("Ask us"),
        _("Use any other right, or ask a question about your data. We answer in writing."),
        _("Ask"),
        "ask",
    )
    return [*found, ask]


def _button(right: Any, now: str, asking: str) -> str:
    """The words of a button for a right that is carried out at once, asked for, or told how."""
    if at_once(right):
        return now
    return asking if by_asking_here(right) else _("How to ask")


def _offer(icon: str, title: str, sentence: str, button: str, page: str, at: str = "") -> Offer:
    return Offer(icon, title, sentence, button, reverse(page) + at)
