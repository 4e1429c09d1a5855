"""Which rule of the policy a request falls under: by the right, by who asks, by the channel."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.home import homes_of
from troth.accounts.models import Membership, Person
from troth.core.errors import TrothError
from troth.core.query import query
from troth.policy import sql
from troth.policy.about import rule_about
from troth.policy.language import Right
from troth.policy.parse import Policy
from troth.policy.placeholders import either
from troth.policy.plan import Inactive
from troth.policy.regions import lies_in
from troth.policy.rights import BY_LAW, LAW, right_to
from troth.policy.vocabulary import CHANNELS, RIGHTS
from troth.publishing.running import plan_on

# What each way of asking amounts to: who writes in the account area writes a ticket as well, and
# a form on a public page is a mail that needs no mail program.
_SAME = {
    "portal": ("portal", "ticket"),
    "ticket": ("ticket", "portal"),
    "registered-email": ("registered-email", "email"),
    "page": ("page", "email"),
}
# What is always said of somebody else.
_OF_ANOTHER = frozenset({"report-minor"})


def rule_of(id: str, policy: Policy) -> Right:
    """The policy's rule by its id, such as `right.erase`.

    Where it has none, or none any more, the law's: so no request is without a way to answer it.
    The law's time holds as well where the policy's rule on a right of the law names none.
    """
    name = id.removeprefix("right.")
    right = policy.tables.right.get(name, LAW)
    if right.within is None and (right.right or name) in BY_LAW:
        return right.model_copy(update={"within": LAW.within, "extension": LAW.extension})
    return right


def named(choice: str, way: str, policy: Policy) -> tuple[str, str]:
    """The right that is chosen, and the policy's rule: `right.X`, or `law.X` for the law alone.

    way: through which channel it was asked. The law's holds where the policy has no rule, or
    none that takes a request this way (GDPR Art. 12(2): no way of asking can be ruled out); where
    it has one, that is it. Raises TrothError where there is no such choice, and for a rule that
    takes no request this way.
    """
    kind, _dot, name = choice.partition(".")
    if kind == "law" and name in BY_LAW:
        policys = right_to(name, policy)
        takes = policys is not None and _takes(policys, way)
        return name, rule_about(f"right.{name}", policy) if takes else ""
    if kind == "right" and (right := policy.tables.right.get(name)):
        if not _takes(right, way):
            ways = either(CHANNELS[each] for each in right.ask)
            raise TrothError(
                _(
                    "By this rule it is asked %(ways)s. Asked otherwise, it holds by law: "
                    "choose that."
                )
                % {"ways": ways}
            )
        return right.right or name, choice
    raise TrothError(_("The policy offers no right of that name."))


def _takes(right: Right, way: str) -> bool:
    """Whether a rule takes a request that came through a channel.

    Whether a mail is from the registered address, may be shown later.
    """
    mailed = way in ("email", "registered-email")
    same = ("email", "registered-email") if mailed else _SAME.get(way, (way,))
    return not {*same}.isdisjoint(right.ask)


def refuse_of_nobody(right: str, whose: str) -> None:
    """Raise TrothError where a report does not name of whom it is."""
    if right in _OF_ANOTHER and not whose:
        raise TrothError(_("This is a report about somebody else. Say whose data is meant."))


def find_rule(
    word: str, channel: str, person: Person | None, policy: Policy, *, at: datetime
) -> tuple[str, str]:
    """The id of the rule for a right that a person asks through a channel, and the channel's word.

    A rule for where the person lives, and one for the kind of customer that they are, goes before
    the one for all of them. Where the policy is silent on a right that the law gives, the id is
    blank.
    Raises TrothError where nobody gives the right, or the policy not through this channel.
    """
    kinds = (*_kinds(person, at=at), "customer")
    homes = homes_of(person)
    offered = [
        (rule, right)
        for kind in kinds
        for here in (True, False)
        for rule, right in policy.tables.rights_to(word)
        if right.of == kind and not right.about and _holds(right, homes, here=here)
    ]
    if not offered and word in BY_LAW:
        return "", channel
    if not offered:
        raise TrothError(
            _("The policy offers no right %(right)s.") % {"right": RIGHTS[word]}
            if word in RIGHTS
            else _("The policy offers no right of that name.")
        )
    for rule, right in offered:
        for same in _SAME.get(channel, (channel,)):
            if same in right.ask:
                return rule, same
    ways = dict.fromkeys(CHANNELS[way] for _rule, right in offered for way in right.ask)
    raise TrothError(_("This is asked %(ways)s.") % {"ways": either(ways)})


def _holds(right: Right, homes: list[str], *, here: bool) -> bool:
    """Whether a rule is for where somebody lives; else whether it is for everywhere."""
    if here:
        return any(lies_in(home, right.in_) for home in homes)
    return not right.in_


def _kinds(person: Person | None, *, at: datetime) -> list[str]:
    """What a person is besides a customer, by the accounts that they own."""
    owns = Membership.objects.filter(person=person, role=Membership.Role.OWNER)
    owned = dict(owns.values_list("account_id", "account__reseller")) if person else {}
    kinds = ["reseller"] if any(owned.values()) else []
    if owned and _inactive(list(owned), at=at):
        kinds.append("inactive-customer")
    return kinds


def _inactive(accounts: list[int], *, at: datetime) -> bool:
    """Whether nothing that counts as activity is still going on in any of the accounts.

    The policy's own clock of inactivity runs for them then: it counts from the last activity.
    """
    plan = plan_on(at)
    for sweep in plan.sweeps:
        spans = tuple(c for c in sweep.conditions if isinstance(c, Inactive) and c.until)
        if sweep.record == "account" and spans:
            idle = sql.among(replace(sweep, conditions=spans), plan)
            return len(query(idle, ids=accounts, cutoff=at, gone=[])) == len(accounts)
    return False
