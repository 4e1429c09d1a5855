"""What staff can do with a customer from their page, as far as their role goes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.desk.access import may_open
from troth.erasure.under_age import erases_under_age
from troth.gates.collect import found_rule
from troth.gates.read import may_read
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


_Row = tuple[Promise, str, Collection[str]]


def acts_on(
    subject: Account | Person, staff: Person, policy: Policy, opened: Collection[str]
) -> list[Acts]:
    """Groups of acts whose pages open to the staff. opened: the categories that they have before
    them already.

    An act that shows others which their role reads asks for the reason that these need.
    """
    reads = may_read(staff, policy)
    rows_of = _on_account if isinstance(subject, Account) else _on_person
    found = [
        Acts(
            title,
            icon,
            [
                Act(words, url, bool({*of} & reads - {*opened}))
                for words, url, of in rows
                if may_open(staff, urlsplit(url).path)
            ],
        )
        for title, icon, rows in rows_of(subject.pk, policy, reads)
    ]
    return [each for each in found if each.acts]


def _on_account(
    account: int, policy: Policy, reads: Collection[str]
) -> Iterator[tuple[Promise, str, list[_Row]]]:
    """By group: what each act is called, where it is done, and the categories that it shows."""
    yield (
        _("Sell"),
        "package",
        [
            (_("Open a service"), _at("open_service", account), ()),
            (_("Make a quote"), _at("make_quote", account), ()),
            (_("Invoice something"), _at("charge_by_hand", account), {"billing", "service"}),
        ],
    )
    money: list[_Row] = [(_("Money and payments"), _at("customer_money", account), ())]
    if "service" in reads:
        money.append((_("Change the currency"), _at("change_currency", account), {"service"}))
    yield _("Money"), "banknote", money
    people: list[_Row] = [
        (_("Open a ticket"), f"{reverse('new_ticket')}?account={account}", ()),
        (_("Write a message"), _at("write_to_account", account), ()),
    ]
    if "trusted-people" in policy.features:
        people.append((_("Add a trusted person"), _at("desk_invite", account), ()))
    yield _("People and messages"), "users", people
    of_account = f"?account={account}"
    yield (
        _("Privacy"),
        "shield-check",
        [
            (_("Note a request"), reverse("note_request") + of_account, ()),
            (_("Place a hold"), reverse("place_hold") + of_account, ()),
        ],
    )


def _on_person(
    person: int, policy: Policy, reads: Collection[str]
) -> Iterator[tuple[Promise, str, list[_Row]]]:
    rows: list[_Row] = [
        (_("Note a request"), reverse("note_request"), ()),
        (_("Place a hold"), reverse("place_hold"), ()),
    ]
    if "identity" in reads and found_rule(policy) is not None:
        rows.append((_("Found in public sources"), _at("findings", person), ()))
    if erases_under_age(policy):
        rows.append((_("Report as under age"), _at("under_age", person), ()))
    yield _("Privacy"), "shield-check", rows


def _at(name: str, number: int) -> str:
    return reverse(name, args=[number])
