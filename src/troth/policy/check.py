"""What must hold between the rules of a policy.

A rule that is `broken`, with a mistake of its own, is given as it was typed, and stands among the
tables only without its unknown keys: what it may have said is not held against any rule.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from troth.policy.errors import Code
from troth.policy.fields import ASKED_BY_ORDERS
from troth.policy.language import WEIGHED, Collect, Keep, Tables
from troth.policy.placeholders import either, join, say
from troth.policy.vocabulary import FORMS, RECORDS, RIGHTS

Broken = Mapping[str, Any]


class Finding(NamedTuple):
    rule: str
    code: Code
    message: str


def rules(tables: Tables, broken: Broken) -> Iterator[Finding]:
    """Mistakes between rules: unknown names, records without a rule, contradictions."""
    yield from _references(tables, broken)
    yield from _keeps(tables, broken)
    yield from _collects(tables, broken)
    yield from _consents(tables)
    yield from _messages(tables, broken)
    yield from _shares(tables)
    yield from _rights(tables, broken)


def _references(tables: Tables, broken: Broken) -> Iterator[Finding]:
    named = [
        *((f"collect.{n}", "purpose", p) for n, r in tables.collect.items() for p in r.purposes),
        *((f"consent.{n}", "purpose", p) for n, r in tables.consent.items() for p in r.purposes),
        *((f"log.{n}", "purpose", p) for n, r in tables.log.items() for p in r.purposes),
        *((f"share.{n}", "purpose", p) for n, r in tables.share.items() for p in r.purposes),
        *((f"message.{n}", "purpose", p) for n, r in tables.message.items() for p in r.purposes),
        *((f"message.{n}", "consent", r.consent) for n, r in tables.message.items() if r.consent),
    ]
    for rule, kind, name in named:
        if name not in getattr(tables, kind) and broken.keys().isdisjoint({kind, f"{kind}.{name}"}):
            message = f"{rule} names the {kind} {name}, which no table defines; add [{kind}.{name}]"
            yield Finding(rule, "unknown-reference", message)


def _keeps(tables: Tables, broken: Broken) -> Iterator[Finding]:
    for name, keep in tables.keep.items():
        rule = f"keep.{name}"
        if not keep.records and name not in RECORDS and rule not in broken:
            message = f'{name} is not a record; add records = ["…"] with some of: {join(RECORDS)}'
            yield Finding(rule, "unknown-record", message)
        for record in keep.records or {name} & RECORDS.keys():
            clocks = RECORDS[record].clocks
            if keep.from_ and keep.from_ not in clocks:
                message = f"{rule}: {record} has no clock {keep.from_}; use {either(clocks)}"
                yield Finding(rule, "unknown-clock", message)
        if keep.reactivation and (keep.from_ != "cancellation" or name != "account"):
            message = (
                f"{rule}: only keep.account from cancellation can have a reactivation; drop it"
            )
            yield Finding(rule, "contradiction", message)
    for record in unnamed(tables, broken):
        usual = ", ".join(RECORDS[record].keep.splitlines())
        message = f"nothing says how long {record} is kept; add [keep.{record}], such as {usual}"
        yield Finding("keep", "no-keep-rule", message)
    for record in RECORDS:
        for rule, message in _against_each_other(record, tables.kept_by(record)):
            yield Finding(rule, "contradiction", f"{rule}: {message}")


def unnamed(tables: Tables, broken: Broken) -> list[str]:
    """The records of which there are rows under the policy, and which no rule of it keeps."""
    return [
        record
        for record in RECORDS
        if not tables.kept_by(record)
        and _made(record, tables, broken)
        and not _kept_by_broken(record, broken)
    ]


def _made(record: str, tables: Tables, broken: Broken) -> bool:
    """Whether there are such rows under the policy; what forms make, there is where it has one."""
    forms = RECORDS[record].forms
    return not forms or any(
        (collect.form or name) in forms
        for name, collect in tables.collect.items()
        if collect.by == "form" and f"collect.{name}" not in broken
    )


def _kept_by_broken(record: str, broken: Broken) -> bool:
    """Whether a broken rule keeps a record, or may, since it is unclear which it means."""
    for rule, typed in broken.items():
        kind, _, name = rule.partition(".")
        records = typed.get("records") if isinstance(typed, dict) else None
        if not isinstance(records, tuple):
            records = (name,) if name in RECORDS else RECORDS
        if kind == "keep" and record in records:
            return True
    return False


def _against_each_other(record: str, kept: Sequence[tuple[str, Keep]]) -> Iterator[tuple[str, str]]:
    """What contradicts in the rules that keep one record."""
    ends = Counter(keep.from_ or "with" for _, keep in kept)
    outlives = any(keep.basis for _, keep in kept)
    for rule, keep in kept:
        if ends[keep.from_ or "with"] > 1:
            yield rule, f"another rule ends {record} by the same clock; join the two"
        if keep.with_ == record:
            yield rule, f"{record} cannot go with itself; give it a clock"
        elif keep.with_ and record == "account":
            yield rule, "account goes with nothing else; give it a clock"
        elif keep.with_ and outlives:
            yield rule, f"{record} cannot both go with its {keep.with_} and outlive it; keep one"
        if keep.with_ and RECORDS[record].forms:
            yield rule, f"{record} is also of people without an account; give it a clock"
        if keep.from_ and record in ("consent", "disclosure"):
            # An objection must not be forgotten, nor who has to be told of an erasure.
            yield rule, f"{record} is needed for as long as its subject is here; keep it with them"
        if keep.basis and record in ("account", "person"):
            yield (
                rule,
                (
                    f"{record} cannot outlive a request to delete it; "
                    "give the basis to the records that must, such as invoice"
                ),
            )


def _collects(tables: Tables, broken: Broken) -> Iterator[Finding]:
    signs_up = any(rule.partition(".")[0] == "collect" for rule in broken)
    seen: dict[tuple[str, str], str] = {}
    bills = [rule for _id, rule in tables.collected_by("billing") if rule.by == "form"]
    billed = ["address"] if any("billing_address" in rule.required for rule in bills) else []
    for name, collect in tables.collect.items():
        rule, form = f"collect.{name}", collect.form or name
        asked = (*collect.required, *collect.optional)
        if form not in FORMS and rule not in broken:
            message = f'{rule} is no form that is known; add form = "…" with one of: {join(FORMS)}'
            yield Finding(rule, "unknown-word", message)
        if first := seen.get((form, collect.by)):
            message = f"{rule} and {first} are for the same form; join the two"
            yield Finding(rule, "contradiction", message)
        seen[form, collect.by] = rule
        if twice := [field for field, n in Counter(asked).items() if n > 1]:
            message = f"{rule} asks for {join(twice)} twice; keep one"
            yield Finding(rule, "contradiction", message)
        if tables.refuse.card_numbers and "card" in asked:
            message = f"{rule} asks for card, which [refuse] never takes; ask for payment_method"
            yield Finding(rule, "contradiction", message)
        if collect.confirm_within and (form != "account" or collect.by != "form"):
            message = f"{rule} is no sign-up, so nobody confirms an address; drop confirm_within"
            yield Finding(rule, "contradiction", message)
        is_sign_up = form == "account" and collect.by == "form"
        yield from _asked_later(rule, collect, billed, signs_up=is_sign_up)
        if is_sign_up:
            signs_up = True
            if not {"name", "email"} <= set(collect.required):
                message = f"{rule} must require name and email; without them nobody can sign in"
                yield Finding(rule, "missing-key", message)
    if not signs_up:
        message = "add [collect.account], by a form: what signing up asks for"
        yield Finding("collect", "missing-table", message)


def _asked_later(
    rule: str, collect: Collect, billed: Sequence[str], *, signs_up: bool
) -> Iterator[Finding]:
    """What is asked with the first order: what an order asks of an account anyway.

    billed: the fields that whoever is billed has to have told.
    """
    if collect.later and not signs_up:
        message = f"{rule} is no sign-up, and asks for everything at once; drop later"
        yield Finding(rule, "contradiction", message)
    if others := [field for field in collect.later if field not in ASKED_BY_ORDERS]:
        message = (
            f"{rule} cannot ask for {join(others)} later: an order asks only for "
            f"{join(ASKED_BY_ORDERS)}"
        )
        yield Finding(rule, "contradiction", message)
    if missing := [f for f in collect.later if f not in (*collect.required, *collect.optional)]:
        message = f"{rule} asks for {join(missing)} later; list it as required or optional too"
        yield Finding(rule, "contradiction", message)
    # An order asks at all only where it lacks something that it needs.
    if collect.later and not {*collect.later} & {*collect.required, *billed}:
        message = (
            f"{rule} asks for nothing later that an order needs, so that no order asks for "
            f"{join(collect.later)}; require one of them, or drop later"
        )
        yield Finding(rule, "contradiction", message)


def _consents(tables: Tables) -> Iterator[Finding]:
    for name, consent in tables.consent.items():
        for purpose in consent.purposes:
            rests = tables.purpose.get(purpose)
            if consent.starts == "subscribed" and rests and rests.basis == "consent":
                message = (
                    f"consent.{name} starts before it is asked, but purpose.{purpose} rests on "
                    "consent; ask for it, or give the purpose another basis"
                )
                yield Finding(f"consent.{name}", "contradiction", message)


def _messages(tables: Tables, broken: Broken) -> Iterator[Finding]:
    for name, rule in tables.message.items():
        given = tables.consent.get(rule.consent or "")
        if given and (more := [c for c in rule.channels if c not in given.channels]):
            message = (
                f"message.{name} uses {join(more)}, which consent.{rule.consent} does not cover; "
                "take it out, or add it there"
            )
            yield Finding(f"message.{name}", "contradiction", message)
    undeclined = any(m.consent is None and "email" in m.channels for m in tables.message.values())
    if not undeclined and not any(rule.partition(".")[0] == "message" for rule in broken):
        message = (
            "no message goes by e-mail without a consent, so that nobody could sign up; add "
            '[message.account], such as about = ["your account"], channels = ["email"]'
        )
        yield Finding("message", "no-message", message)


def _shares(tables: Tables) -> Iterator[Finding]:
    for name, share in tables.share.items():
        rule = f"share.{name}"
        if both := [c for c in share.receives if c in share.never]:
            message = f"{rule} both receives and never receives {join(both)}; keep one"
            yield Finding(rule, "contradiction", message)
        if not share.receives and share.when != "aggregated":
            message = f'{rule} receives nothing; list categories or say when = "aggregated"'
            yield Finding(rule, "contradiction", message)
        if "dpf" in share.transfer and "US" not in share.country:
            message = f'{rule} is not in the United States, to which "dpf" is limited; drop it'
            yield Finding(rule, "contradiction", message)
        if share.receives and share.when == "aggregated":
            message = f"{rule} receives totals only; take out receives"
            yield Finding(rule, "contradiction", message)
    if "mail" in tables.share and tables.provider.mail_server == "own":
        message = (
            "share.mail delivers the mail, which by [provider] a mail server of your own does; "
            "keep one"
        )
        yield Finding("share.mail", "contradiction", message)


def _rights(tables: Tables, broken: Broken) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], str] = {}
    for rule, word, right in tables.rights():
        if word not in RIGHTS and rule not in broken:
            message = (
                f'{rule} is no right that is known; add right = "…" with one of: {join(RIGHTS)}'
            )
            yield Finding(rule, "unknown-word", message)
        if first := seen.get((word, right.of, right.in_, right.about)):
            message = f"{rule} and {first} give the same people the same right; join the two"
            yield Finding(rule, "contradiction", message)
        seen[word, right.of, right.in_, right.about] = rule
        if word == "opt-out" and "page" not in right.ask:
            message = f'{rule} is asked by the link on every page; add "page" to ask'
            yield Finding(rule, "contradiction", message)
        if word != "opt-out" and (signals := {"gpc", "dnt"}.intersection(right.ask)):
            message = f"{rule} cannot be asked {say('ask', min(signals))}; take it out"
            yield Finding(rule, "contradiction", message)
        if right.self_service and right.in_ and word != "opt-out":
            message = (
                f"{rule} is at once for some only, which the account area cannot do; drop "
                "self_service, or drop in"
            )
            yield Finding(rule, "contradiction", message)
        if right.self_service and word in WEIGHED:
            message = f"{rule} is weighed by staff, so it cannot be at once; drop self_service"
            yield Finding(rule, "contradiction", message)
        reachable = "provider" in broken or tables.provider.billing_contact
        if right.answered_by == "billing" and not reachable:
            message = f"{rule} is answered by billing; add billing_contact to [provider]"
            yield Finding(rule, "missing-key", message)
