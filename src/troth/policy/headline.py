"""What a rule is about, in one line for its readers, such as `How long we keep invoices: 7 years`.

The line stands where the rule is folded; opened, its sentences follow (`describe.py`).
"""

from collections.abc import Callable, Iterable

from troth.policy import language as l
from troth.policy import vocabulary as v
from troth.policy.language import Tables
from troth.policy.placeholders import join, say
from troth.policy.words import Words, gettext_noop, length
from troth.policy.words import gettext as _

_MOST = 3  # things that a line names; of more it says how many

# Records as people call them; those of a plug-in are told by their meaning.
PLURALS = Words(
    {
        "account": gettext_noop("accounts"),
        "person": gettext_noop("logins"),
        "membership": gettext_noop("access to accounts"),
        "signin": gettext_noop("sign-ins"),
        "session": gettext_noop("open sessions"),
        "activity": gettext_noop("the activity log"),
        "consent": gettext_noop("consents"),
        "disclosure": gettext_noop("the list of recipients"),
        "message": gettext_noop("messages"),
        "request": gettext_noop("privacy requests"),
        "certificate": gettext_noop("tax exemption certificates"),
        "invoice": gettext_noop("invoices"),
        "payment": gettext_noop("payments"),
        "ledger": gettext_noop("entries of the books"),
        "payment-method": gettext_noop("saved payment methods"),
        "payment-attempt": gettext_noop("payment attempts"),
        "payment-event": gettext_noop("reports from payment companies"),
        "bank-line": gettext_noop("bank statements"),
        "service": gettext_noop("services"),
        "order": gettext_noop("orders"),
        "quote": gettext_noop("quotes"),
        "ticket": gettext_noop("support tickets"),
        "inquiry": gettext_noop("questions from our forms"),
    }
)

# What somebody does who exercises a right, as a button says it.
RIGHT_TITLES = Words(
    {
        "information": gettext_noop("Know what we do with your data"),
        "access": gettext_noop("See your data"),
        "rectify": gettext_noop("Correct your data"),
        "erase": gettext_noop("Erase your data"),
        "export": gettext_noop("Download your data"),
        "import": gettext_noop("Bring your data in"),
        "restrict": gettext_noop("Restrict the use of your data"),
        "object": gettext_noop("Object to marketing"),
        "object-to-use": gettext_noop("Object to a use of your data"),
        "review-decision": gettext_noop("Have a decision reviewed by a person"),
        "opt-out": gettext_noop("Opt out of sale and sharing"),
        "withdraw": gettext_noop("Withdraw a consent"),
        "recover": gettext_noop("Regain access to your account"),
        "transfer-copy": gettext_noop("See the safeguards for transfers abroad"),
        "unpublish": gettext_noop("Have your data taken off public pages"),
        "report-minor": gettext_noop("Report data of a child"),
    }
)

_SPANS = Words(
    {
        "inactivity": gettext_noop("%(length)s after you were last active"),
        "cancellation": gettext_noop("%(length)s after cancellation"),
        "issue": gettext_noop("%(length)s from issue"),
        "creation": gettext_noop("%(length)s"),
        "closing": gettext_noop("%(length)s after closing"),
        "deletion": gettext_noop("%(length)s after you delete it"),
    }
)

_COLLECTED = Words(
    {
        "form": gettext_noop("What we ask for: %(form)s"),
        "observation": gettext_noop("What we record: %(form)s"),
        "third-party": gettext_noop("What others tell us: %(form)s"),
        "open-sources": gettext_noop("What we look up: %(form)s"),
    }
)


def headline(rule: l.Rule, name: str, tables: Tables) -> str:
    """The line of a rule: the provider's own title of it, or what its values say.

    name: its table's name, such as `invoice`.
    """
    return rule.title or _LINES[type(rule)](rule, name, tables)


def named(records: Iterable[str]) -> str:
    """Kinds of records in a line: the first of them, and how many more there are."""
    return _shortened([PLURALS[r] if r in PLURALS else v.RECORDS[r].meaning for r in records])


def how_long(rule: l.Keep) -> str:
    """How long something is kept by a rule, such as `7 years from issue`."""
    if rule.for_ and rule.from_:
        return _SPANS[rule.from_] % {"length": length(rule.for_)}
    return _("as long as your account") if rule.with_ == "account" else _("as long as your login")


def answered(rule: l.Right) -> str:
    """When a right is answered, in few words; blank where the rule does not say."""
    if rule.self_service:
        return _("in your account")
    if rule.within is None:
        return ""
    if not rule.within.count:
        return _("answered at once")
    return _("answered within %(length)s") % {"length": length(rule.within)}


def _shortened(words: list[str]) -> str:
    if len(words) <= _MOST:
        return join(words)
    values = {"firsts": ", ".join(words[: _MOST - 1]), "count": len(words) - _MOST + 1}
    return _("%(firsts)s and %(count)s more") % values


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _provider(_rule: l.Provider, _name: str, _tables: Tables) -> str:
    return _("Who we are and how to reach us")


def _edition(rule: l.Edition, _name: str, _tables: Tables) -> str:
    return _("About this version: %(version)s") % {"version": rule.version}


def _purpose(rule: l.Purpose, _name: str, _tables: Tables) -> str:
    return _("Why we use data: %(why)s") % {"why": rule.description.rstrip(".")}


def _collect(rule: l.Collect, name: str, _tables: Tables) -> str:
    return _COLLECTED[rule.by] % {"form": v.FORMS[rule.form or name]}


def _refuse(_rule: l.Refuse, _name: str, _tables: Tables) -> str:
    return _("What we never take and never do")


def _consent(rule: l.Consent, _name: str, tables: Tables) -> str:
    purposes = [
        tables.purpose[name].description.rstrip(".")
        for name in rule.purposes
        if name in tables.purpose
    ]
    asked = rule.starts == "asked"
    said = _("Only with your consent: %(what)s") if asked else _("Until you say no: %(what)s")
    return said % {"what": _shortened(purposes)}


def _keep(rule: l.Keep, name: str, _tables: Tables) -> str:
    values = {"what": named(rule.records or (name,)), "length": how_long(rule)}
    if rule.then == "depersonalise":
        return _("How long we keep %(what)s: %(length)s, then without your name") % values
    return _("How long we keep %(what)s: %(length)s") % values


def _log(rule: l.Log, _name: str, _tables: Tables) -> str:
    return _("What our servers log: kept for %(length)s") % {"length": length(rule.for_)}


def _share(rule: l.Share, _name: str, _tables: Tables) -> str:
    values = {"name": rule.name, "country": say("country", rule.country)}
    return _("Who receives data: %(name)s (%(country)s)") % values


def _disclose(rule: l.Disclose, _name: str, _tables: Tables) -> str:
    return _("When we disclose data: %(ground)s") % {"ground": v.GROUNDS[rule.ground]}


def _right(rule: l.Right, name: str, _tables: Tables) -> str:
    when = answered(rule)
    values = {
        "who": _capital(v.SUBJECTS[rule.of]),
        "right": _narrowed(rule, RIGHT_TITLES[rule.right or name]),
        "when": when,
    }
    if rule.of == "customer":
        said = _("Your right: %(right)s, %(when)s") if when else _("Your right: %(right)s")
    else:
        said = _("%(who)s: %(right)s, %(when)s") if when else _("%(who)s: %(right)s")
    return said % values


def _narrowed(rule: l.Right, title: str) -> str:
    """A right with which data it is about, and where one has to live, if not all and anywhere."""
    about = [v.CATEGORIES[category].word for category in rule.about]
    only = [*about, *(v.REGIONS[region] for region in rule.in_)]
    return f"{title} ({', '.join(only)})" if only else title


def _change(rule: l.Change, _name: str, _tables: Tables) -> str:
    if rule.notice and rule.notice.count:
        return _("How you learn of changes: %(length)s ahead") % {"length": length(rule.notice)}
    return _("How you learn of changes")


def _cookie(rule: l.Cookie, _name: str, _tables: Tables) -> str:
    return _("Cookie: %(what)s") % {"what": rule.purpose.rstrip(".")}


def _message(rule: l.Message, _name: str, _tables: Tables) -> str:
    return _("What we send you: %(what)s") % {"what": _shortened([*rule.about])}


def _staff(_rule: l.Staff, _name: str, _tables: Tables) -> str:
    return _("Which of our staff see what")


def _backup(rule: l.Backup, _name: str, _tables: Tables) -> str:
    if rule.for_:
        return _("How long we keep backups: %(length)s") % {"length": length(rule.for_)}
    return _("What happens to backups")


def _feature(rule: l.Feature, name: str, _tables: Tables) -> str:
    return _capital(v.FEATURES.get(name, rule.description or name))


def _tell(_rule: l.Tell, _name: str, _tables: Tables) -> str:
    return _("Where you are told this")


_LINES: dict[type[l.Rule], Callable[..., str]] = {
    l.Provider: _provider,
    l.Edition: _edition,
    l.Purpose: _purpose,
    l.Collect: _collect,
    l.Refuse: _refuse,
    l.Consent: _consent,
    l.Keep: _keep,
    l.Log: _log,
    l.Share: _share,
    l.Disclose: _disclose,
    l.Right: _right,
    l.Change: _change,
    l.Cookie: _cookie,
    l.Message: _message,
    l.Staff: _staff,
    l.Backup: _backup,
    l.Feature: _feature,
    l.Tell: _tell,
}
