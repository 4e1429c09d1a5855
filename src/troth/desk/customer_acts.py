"""What staff can do with a customer from their page, as far as their role goes."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.desk.access import has_role
from troth.erasure.under_age import erases_under_age
from troth.gates.collect import found_rule
from troth.gates.read import may_read
from troth.gates.roles import PRIVACY
from troth.policy.parse import Policy


@dataclass(frozen=True)
class Act:
    """A page where something is done. asks: whether it asks for a reason first."""

    title: Promise
    url: str
    asks: bool


@dataclass(frozen=True)
class Acts:
    """Acts that belong together."""

    title: Promise
    icon: str
    acts: list[Act]


_BILLING, _SUPPORT = "billing", "support"
_Row = tuple[bool, Promise, str, Collection[str]]


def acts_on(
    subject: Account | Person, staff: Person, policy: Policy, opened: Collection[str]
) -> list[Acts]:
    """Groups of acts. opened: the categories that the staff have before them already.

    An act that shows others which their role reads asks for the reason that these need.
    """
    reads = may_read(staff, policy)
    books, help_ = has_role(staff, _BILLING), has_role(staff, _BILLING, _SUPPORT)
    sells = books and "service" in reads
    holds = has_role(staff, PRIVACY, _BILLING)
    if isinstance(subject, Account):
        account = subject.pk
        of_account = f"?account={account}"
        trusts = help_ and "trusted-people" in policy.features
        groups: list[tuple[Promise, str, list[_Row]]] = [
            (
                _("Sell"),
                "package",
                [
                    (books, _("Open a service"), _at("open_service", account), ()),
                    (books, _("Make a quote"), _at("make_quote", account), ()),
                    (
                        books,
                        _("Invoice something"),
                        _at("charge_by_hand", account),
                        {"billing", "service"},
                    ),
                ],
            ),
            (
                _("Money"),
                "banknote",
                [
                    (books, _("Money and payments"), _at("customer_money", account), ()),
                    (sells, _("Change the currency"), _at("change_currency", account), {"service"}),
                ],
            ),
            (
                _("People and messages"),
                "users",
                [
                    (help_, _("Write a message"), _at("write_to_account", account), ()),
                    (trusts, _("Add a trusted person"), _at("desk_invite", account), ()),
                ],
            ),
            (
                _("Privacy"),
                "shield-check",
                [
                    (True, _("Note a request"), reverse("note_request") + of_account, ()),
                    (holds, _("Place a hold"), reverse("place_hold") + of_account, ()),
                ],
            ),
        ]
    else:
        person = subject.pk
        finds = "identity" in reads and found_rule(policy) is not None
        child = has_role(staff, PRIVACY) and erases_under_age(policy)
        groups = [
            (
                _("Privacy"),
                "shield-check",
                [
                    (True, _("Note a request"), reverse("note_request"), ()),
                    (holds, _("Place a hold"), reverse("place_hold"), ()),
                    (finds, _("Found in public sources"), _at("findings", person), ()),
                    (child, _("Report as under age"), _at("under_age", person), ()),
                ],
            )
        ]
    found = [
        Acts(
            title,
            icon,
            [Act(words, url, _asks(of, reads, opened)) for may, words, url, of in rows if may],
        )
        for title, icon, rows in groups
    ]
    return [each for each in found if each.acts]


def _asks(of: Collection[str], reads: Collection[str], opened: Collection[str]) -> bool:
    return bool({*of} & {*reads} - {*opened})


def _at(name: str, number: int) -> str:
    return reverse(name, args=[number])
