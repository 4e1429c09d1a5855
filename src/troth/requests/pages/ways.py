"""How each right of the policy is exercised: on a page, by asking here, or by asking elsewhere."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.policy.describe import sentences
from troth.policy.headline import RIGHT_TITLES, answered
from troth.policy.language import Right
from troth.policy.parse import Policy
from troth.policy.rights import BY_LAW, at_once, by_asking_here, contact, right_to
from troth.policy.vocabulary import CHANNELS, RIGHTS

# The page of the account area where a right is exercised.
PAGES = {
    "access": "my_data",
    "rectify": "profile",
    "erase": "erase",
    "export": "download",
    "import": "bring_in",
    "restrict": "restrict",
    "object": "consents",
    "withdraw": "consents",
    "recover": "recover",
    "opt-out": "opt_out",
}
# Those whose page takes the request as well, and shows first what would come of it.
OWN_PAGE = ("erase", "export", "import", "recover", "opt-out")
_HERE = ("portal", "page", "gpc", "dnt")
# What a right is, said to the one who has it; the policy's own words speak of customers.
_YOURS = {
    "": gettext_lazy("what you wrote by e-mail"),
    "access": gettext_lazy("to see and receive your data"),
    "rectify": gettext_lazy("to correct and complete your data"),
    "erase": gettext_lazy("to have your data deleted"),
    "export": gettext_lazy("to download your data"),
    "object-to-use": gettext_lazy(
        "to object, for reasons of your own, to a use that rests on our interest"
    ),
    "review-decision": gettext_lazy(
        "to have a person look again at what a machine decided about you"
    ),
    "opt-out": gettext_lazy("to have your data neither sold nor shared for advertising elsewhere"),
    "transfer-copy": gettext_lazy(
        "to receive a copy of the safeguards under which your data leaves the country"
    ),
    "unpublish": gettext_lazy(
        "to have your data removed from public pages, or to be told why it cannot be"
    ),
}


@dataclass(frozen=True)
class Way:
    """One rule on a right: what it gives and when, its sentence, the page that does it, other ways.

    when and page: blank where there is none.
    """

    rule: str
    title: str
    when: str
    sentence: str
    page: str
    elsewhere: list[str]


def ways_of(policy: Policy, *, customers: bool) -> list[Way]:
    """The policy's rules on rights of customers; or else on those of all others."""
    return [
        Way(
            rule=rule,
            title=RIGHT_TITLES[word] if customers else capfirst(RIGHTS[word]),
            when=answered(right),
            # Behind the first sentence, which says the right itself, as the title does.
            sentence=" ".join(sentences(right, rule.removeprefix("right."))[customers:]),
            page=_page(word, right),
            elsewhere=elsewhere(right, policy),
        )
        for rule, word, right in policy.tables.rights()
        if (right.of == "customer") == customers
    ]


def elsewhere(right: Right | None, policy: Policy) -> list[str]:
    """The ways to ask outside the account area, each with its address where there is one."""
    provider = policy.tables.provider
    address = contact(right, policy)
    told = {
        "email": _("by e-mail to %(address)s") % {"address": address},
        "registered-email": _("from your registered e-mail address, to %(address)s")
        % {"address": address},
    }
    if provider.phone:
        told["phone"] = _("by telephone on %(number)s") % {"number": provider.phone}
    if provider.address:
        told["letter"] = _("by letter to %(address)s") % {"address": provider.address}
    channels = right.ask if right else ("email",)
    return [told.get(way, CHANNELS[way]) for way in channels if way not in _HERE]


def unsaid(policy: Policy) -> list[tuple[str, str]]:
    """The rights that the law gives and the policy does not name, and where each is asked for."""
    return [
        (RIGHT_TITLES[word], reverse(PAGES[word]) if word in OWN_PAGE else _asking(word))
        for word in BY_LAW
        if right_to(word, policy) is None
    ]


def yours(word: str) -> str:
    """A right in words to the one who has it; the word itself where it is unknown."""
    return str(_YOURS.get(word) or RIGHTS.get(word, word))


def _page(word: str, right: Right) -> str:
    """The address of the page that does it or takes the request; blank where none does."""
    here = right.of == "customer" and not right.about
    taken = at_once(right) or by_asking_here(right) or word == "opt-out"
    if not (here and taken):
        return ""
    return reverse(PAGES[word]) if word in PAGES else _asking(word)


def _asking(word: str) -> str:
    return f"{reverse('ask')}?right={word}"
