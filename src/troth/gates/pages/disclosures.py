"""Who else received data: every third party, and what the law may compel us to give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Membership, Person
from troth.accounts.owned import owned_accounts
from troth.gates.models import Disclosure
from troth.policy.countries import ANY
from troth.policy.describe import describe, own_mail_server
from troth.policy.language import Share
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.policy.vocabulary import CATEGORIES, CONDITIONS, ROLES
from troth.portal.access import me, of_account, personal
from troth.publishing.running import policy_on


@dataclass(frozen=True)
class Received:
    """A third party that received data: who it is by the policy, what it got, how often and when.

    rule: its id in the policy, blank where the policy in force does not have it; then the third
    party is known by its recorded name only. told_to_forget: when it was last told to forget what
    it had, where it was; forgotten: when it confirmed, where it has for everything.
    """

    name: str
    rule: str
    function: str
    country: str
    role: str
    condition: str
    safeguards: str
    categories: list[str]
    times: int
    first: datetime
    last: datetime
    told_to_forget: datetime | None
    forgotten: datetime | None

    @property
    def meanings(self) -> list[str]:
        """The categories in words."""
        return [CATEGORIES[category].meaning for category in self.categories]


def received(person: Person, policy: Policy) -> list[Received]:
    """Every third party that was given data about the person or the accounts that they own."""
    about = [person.pk, *owned_accounts(person)]
    return _parties(Disclosure.objects.filter(subject__in=about), policy)


def received_about(account: Account, policy: Policy) -> list[Received]:
    """Every third party that was given data about an account."""
    return _parties(Disclosure.objects.filter(subject=account), policy)


@require_safe
@personal
def disclosures(request: HttpRequest) -> HttpResponse:
    """Who received data about me and the accounts that I own."""
    policy = policy_on(timezone.now())
    return _page(request, policy, received(me(request), policy))


@require_safe
@of_account(Disclosure)
def account_disclosures(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Who received data about an account."""
    policy = policy_on(timezone.now())
    account = membership.account
    return _page(request, policy, received_about(account, policy), account=account)


def _page(
    request: HttpRequest,
    policy: Policy,
    parties: list[Received],
    *,
    account: Account | None = None,
) -> HttpResponse:
    context = {
        "account": account,
        "received": parties,
        "own_mail": own_mail_server() if policy.tables.provider.mail_server else "",
        "compelled": [
            (f"disclose.{name}", describe(rule, name))
            for name, rule in policy.tables.disclose.items()
        ],
    }
    return render(request, "gates/disclosures.html", context)


def _parties(rows: QuerySet[Disclosure], policy: Policy) -> list[Received]:
    may_be_told = ~Q(rule__startswith="disclose.") | Q(rule__in=policy.tables.told)
    told = rows.filter(may_be_told).order_by("recipient", "rule")
    lists: dict[tuple[str, str], set[str]] = {}
    for recipient, rule, categories in told.values_list(
        "recipient", "rule", "categories"
    ).distinct():
        lists.setdefault((recipient, rule), set()).update(categories)
    found = told.values("recipient", "rule").annotate(
        times=Count("pk"),
        first=Min("at"),
        last=Max("at"),
        told_to_forget=Max("asked_to_forget_at"),
        forgotten=Max("forgotten_at"),
        unconfirmed=Count("pk", filter=Q(asked_to_forget_at__isnull=False, forgotten_at=None)),
    )
    return [_party(row, lists[row["recipient"], row["rule"]], policy) for row in found]


def _safeguards(share: Share) -> Iterator[str]:
    """On what ground data goes to a recipient abroad, and how it is protected there."""
    if share.transfer:
        yield say("transfer", share.transfer)
    if share.safeguards:
        yield share.safeguards


def _party(row: Mapping[str, Any], categories: set[str], policy: Policy) -> Received:
    share = policy.tables.share.get(row["recipient"])
    return Received(
        name=policy.tables.recipient(row["recipient"]),
        rule=row["rule"] if row["rule"] in policy.rules else "",
        function=share.function if share else "",
        country=say("country", share.country) if share and share.country != (ANY,) else "",
        role=ROLES[share.role] if share else "",
        condition=CONDITIONS[share.when] if share else "",
        safeguards="; ".join(_safeguards(share)) if share else "",
        categories=[category for category in CATEGORIES if category in categories],
        times=row["times"],
        first=row["first"],
        last=row["last"],
        told_to_forget=row["told_to_forget"],
        forgotten=None if row["unconfirmed"] else row["forgotten"],
    )
