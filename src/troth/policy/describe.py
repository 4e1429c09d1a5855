"""What the system does by a rule, in one or two plain sentences.

The sentences stand under the prose of the published page and in `troth policy show`; they are
made from the same values that the platform runs by.
"""

from collections.abc import Callable

from troth.policy import language as l
from troth.policy import vocabulary as v
from troth.policy.countries import COUNTRIES
from troth.policy.placeholders import join, say


def describe(rule: l.Rule, name: str = "") -> str:
    """The sentences for a rule; `name` is its table's name, such as `invoice`."""
    return _SENTENCES[type(rule)](rule, name)


def _provider(rule: l.Provider, name: str) -> str:
    text = f"The controller is {rule.legal_name or rule.name}, {COUNTRIES[rule.country]}."
    if rule.registration:
        text += f" Registration: {rule.registration}."
    if rule.address:
        text += f" Address: {rule.address}."
    if rule.responsible:
        text += f" Responsible for personal data: {rule.responsible}."
    text += f" Privacy questions go to {rule.privacy_contact}"
    text += f", questions on bills to {rule.billing_contact}." if rule.billing_contact else "."
    if rule.stores_in:
        text += f" Places of storage: {say('stores_in', rule.stores_in)}."
    return text


def _edition(rule: l.Edition, name: str) -> str:
    text = f"Version {rule.version}, in effect from {say('effective', rule.effective)}."
    if rule.covers:
        text += f" It covers {join(rule.covers)}."
    if rule.excludes:
        text += f" It does not cover {join(rule.excludes)}."
    if rule.accepted:
        how = {"tick": "by ticking a box", "agreement": "by an agreement that refers to it"}
        text += f" It is accepted {join((how[a] for a in rule.accepted), 'or')}, before any use."
    return text


def _purpose(rule: l.Purpose, name: str) -> str:
    return f"{_capital(rule.description)}. Legal basis: {v.BASES[rule.basis]}."


def _collect(rule: l.Collect, name: str) -> str:
    form = v.FORMS[rule.form or name]
    asked = rule.by == "form"
    parts = []
    if rule.required:
        does = f"The form for {form} requires" if asked else f"When {form}, the system records"
        parts.append(f"{does} {_words(rule.required)}.")
    if rule.optional:
        does = f"The form for {form} offers" if asked else f"When {form}, the system may record"
        parts.append(f"{does} {_words(rule.optional)}{', which may stay empty' * asked}.")
    if asked:
        parts.append("Any other field is refused.")
    return f"{' '.join(parts)} Purposes: {_words(rule.purposes)}."


def _refuse(rule: l.Refuse, name: str) -> str:
    parts = []
    if rule.card_numbers:
        parts.append("Card numbers are neither asked for nor stored.")
    if rule.special:
        parts.append(f"Never processed: {say('special', rule.special)}.")
    if rule.acts:
        parts.append(f"Never done: {say('acts', rule.acts)}.")
    if rule.under_age:
        done = "refused" if rule.when_under_age == "refuse" else "erased as soon as it is noticed"
        parts.append(f"Data of a person under {rule.under_age} is {done}.")
    return " ".join(parts) or "Nothing beyond the other rules is refused."


def _consent(rule: l.Consent, name: str) -> str:
    start = {
        "asked": "Nothing is sent until the box is ticked",
        "subscribed": "Sending starts with sign-up and ends on request",
    }[rule.starts]
    return (
        f"{start}: “{rule.wording}” Sent {say('channels', rule.channels)}; "
        f"withdrawn {say('withdraw', rule.withdraw)}. Purposes: {_words(rule.purposes)}."
    )


def _keep(rule: l.Keep, name: str) -> str:
    what = "; ".join(v.RECORDS[record].meaning for record in rule.records or (name,))
    end = {"erase": "erased", "depersonalise": "stripped of personal data"}[rule.then]
    if rule.from_ is None:
        return f"{_capital(end)} together with the {rule.with_}: {what}."
    text = f"Kept for {rule.for_} from {v.CLOCKS[rule.from_]}, then {end}: {what}."
    if rule.basis:
        text += f" A request for deletion does not shorten this: {v.BASES[rule.basis]}."
    if rule.reactivation:
        text += " Until then the account can be reactivated as it was."
    return text


def _share(rule: l.Share, name: str) -> str:
    text = f"{rule.name} ({COUNTRIES[rule.country]}) {v.ROLES[rule.role]}: {rule.function}."
    received = f"receives {_words(rule.receives)}, " if rule.receives else "receives data "
    text += f" It {received}{v.CONDITIONS[rule.when]}."
    if rule.never:
        text += f" It never receives {_words(rule.never)}."
    if rule.agreed:
        text += " The customer agrees to its own policy first."
    if rule.safeguards:
        text += f" Safeguards: {rule.safeguards}."
    return text


def _disclose(rule: l.Disclose, name: str) -> str:
    text = f"Disclosed on this ground: {v.GROUNDS[rule.ground]}."
    if rule.categories:
        text += f" What may be given: {_words(rule.categories)}."
    if rule.contents:
        text += " This includes the contents of communications."
    if rule.needs:
        text += f" Nothing is given without {say('needs', rule.needs)}."
    if rule.unless:
        text += f" The customer is first asked for {say('unless', rule.unless)};"
        text += " with these, nothing is given."
    text += " The customer is told." if rule.subject_told else " The customer may not be told."
    return text


def _right(rule: l.Right, name: str) -> str:
    text = f"{_capital(v.SUBJECTS[rule.of])} have the right {v.RIGHTS[rule.right or name]}."
    if rule.about:
        text += f" This is about {_words(rule.about)} data."
    text += f" It is asked {say('ask', rule.ask)}"
    text += f"; proof of identity: {say('proof', rule.proof)}." if rule.proof else "."
    if rule.self_service:
        text += " The account area does it at once."
    if rule.within:
        text += f" An answer is due {f'within {rule.within}' if rule.within.count else 'at once'}"
        text += "; the clock stands still while " if rule.stops else "."
        text += f"{join((_STOPS[s] for s in rule.stops), 'or')} is awaited." if rule.stops else ""
    if rule.extension:
        text += f" It can be extended once by {rule.extension}, with the reason told."
    if rule.formats:
        text += f" Formats: {join(f.upper() for f in rule.formats)}."
    if rule.answered_by == "reseller":
        text += " The reseller, who is the controller, answers."
    elif rule.answered_by != "provider":
        text += f" The {rule.answered_by} department answers."
    return text


def _change(rule: l.Change, name: str) -> str:
    text = f"Changes are told {say('told', rule.told)}"
    text += f" and take effect {rule.notice} after the notice." if rule.notice else "."
    if rule.opt_out:
        text += " For data already held, the different use can be declined."
    return text


def _cookie(rule: l.Cookie, name: str) -> str:
    lasts = "until the browser is closed" if rule.lasts == "session" else f"for {rule.lasts}"
    text = f"{_capital(rule.purpose)}. It lasts {lasts}"
    text += " and is set only after consent." if rule.consent else "."
    if rule.names:
        text += f" In the browser it is called {join(rule.names)}."
    if rule.set_by:
        text += f" It is set by {rule.set_by}, whose own policy governs it."
    return text


def _message(rule: l.Message, name: str) -> str:
    text = f"Messages about {join(rule.about)} go out {say('channels', rule.channels)}. "
    if rule.consent:
        return text + f"They are sent only with the consent “{rule.consent}”."
    return text + "They belong to the service and cannot be declined."


def _staff(rule: l.Staff, name: str) -> str:
    parts = []
    if rule.acknowledge:
        parts.append("Every employee acknowledges this policy before seeing any personal data.")
    if rule.review:
        parts.append(f"The rules of processing are reviewed every {rule.review}.")
    for role, categories in rule.roles.items():
        read = _words(categories) if categories else "no personal data"
        parts.append(f"The role {role} reads {read}.")
    return " ".join(parts) or "No staff role reads personal data."


def _feature(rule: l.Feature, name: str) -> str:
    return f"{_capital(rule.description or v.FEATURES[name])}."


def _words(words: tuple[str, ...]) -> str:
    return join(w.replace("_", " ") for w in words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")


_STOPS = {"waiting-for-proof": "proof of identity", "waiting-for-subject": "the subject's answer"}

_SENTENCES: dict[type[l.Rule], Callable[..., str]] = {
    l.Provider: _provider,
    l.Edition: _edition,
    l.Purpose: _purpose,
    l.Collect: _collect,
    l.Refuse: _refuse,
    l.Consent: _consent,
    l.Keep: _keep,
    l.Share: _share,
    l.Disclose: _disclose,
    l.Right: _right,
    l.Change: _change,
    l.Cookie: _cookie,
    l.Message: _message,
    l.Staff: _staff,
    l.Feature: _feature,
}
