"""Policies for tests: the smallest without a mistake, and any that the language allows."""

import copy
import json
from datetime import date
from typing import Any

from hypothesis import strategies as st

from troth.policy import vocabulary as v
from troth.policy.countries import COUNTRIES
from troth.policy.errors import PolicyError
from troth.policy.examine import examine
from troth.policy.language import WEIGHED
from troth.policy.parse import Policy, parse

Document = dict[str, Any]

SMALLEST: Document = {
    "provider": {
        "name": "Example",
        "country": "IN",
        "privacy_contact": "privacy@example.net",
        "billing_contact": "billing@example.net",
    },
    "policy": {"version": "1", "effective": date(2025, 1, 31)},
    "purpose": {
        "service": {"basis": "contract", "description": "to provide the service"},
        "news": {"basis": "legitimate-interest", "description": "to tell news"},
    },
    "collect": {"account": {"required": ["name", "email"], "purposes": ["service"]}},
    "keep": {
        "account": {"from": "inactivity", "for": "7 years"},
        "rest": {
            "records": [r for r in v.RECORDS if r not in ("account", "inquiry")],
            "with": "account",
        },
    },
    "change": {"told": ["page"]},
    "message": {"account": {"about": ["your account"], "channels": ["email"]}},
}


def with_key(table: str, key: str, value: Any, document: Document = SMALLEST) -> Document:
    """A copy of a document with one key set; without it when the value is None."""
    changed = copy.deepcopy(document)
    kind, _, name = table.partition(".")
    rule = changed.setdefault(kind, {})
    if name:
        rule = rule.setdefault(name, {})
    if value is None:
        rule.pop(key, None)
    else:
        rule[key] = value
    return changed


def with_table(table: str, value: dict[str, Any], document: Document = SMALLEST) -> Document:
    """A copy of a document with one table set."""
    changed = copy.deepcopy(document)
    kind, _, name = table.partition(".")
    if name:
        changed.setdefault(kind, {})[name] = value
    else:
        changed[kind] = value
    return changed


def markdown(document: Document, prose: str = "") -> str:
    """A document as a policy file, each table in a block of its own, then `prose`."""
    blocks = ["# Privacy policy\n"]
    for kind, table in document.items():
        named = all(isinstance(value, dict) for value in table.values()) and kind != "refuse"
        tables = {f"{kind}.{n}": rule for n, rule in table.items()} if named else {kind: table}
        for name, rule in tables.items():
            lines = "".join(f"{key} = {_toml(value)}\n" for key, value in rule.items())
            blocks.append(f"```toml\n[{name}]\n{lines}```\n")
    return "\n".join([*blocks, prose])


def policy(document: Document, prose: str = "") -> Policy:
    """A document as a policy."""
    return parse(markdown(document, prose).encode())


def _toml(value: Any) -> str:
    match value:
        case dict():
            return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
        case list():
            return "[" + ", ".join(_toml(v) for v in value) + "]"
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1))",
    "&#123;&#123; provider.name &#125;&#125;",
    "*a* _b_ `c` \\ # | ~ ```",
    "$(reboot); %s %(x)s $x",
    "Žluťoučký kůň 馬 עברית",
]

_names = st.from_regex(r"[a-z][a-z0-9_-]{0,7}", fullmatch=True)
_texts = st.sampled_from(HOSTILE) | (
    st.text(
        st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="{}"), max_size=30
    )
    .map(str.strip)
    .filter(bool)
)
_emails = st.sampled_from(["privacy@example.net", "a'b+c@[::1]", "π@例え.example"])
_countries = st.sampled_from(sorted(COUNTRIES))
_spans = st.builds(
    "{} {}s".format,
    st.integers(0, 200),
    st.sampled_from(["day", "business day", "week", "month", "year"]),
)
_lengths = _spans.filter(lambda span: "business" not in span)
_days = st.dates()


def _some(words: Any, least: int = 0, most: int = 4) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(words)), min_size=least, max_size=most, unique=True)


def _table(required: Document, optional: Document) -> st.SearchStrategy[Document]:
    promises = st.lists(st.from_regex(r"[A-Z]{2,6}-[0-9]{1,4}", fullmatch=True), max_size=2)
    chosen = st.just(["*"]) | _some([*required, *optional], 1)
    both = {"promises": promises, "chosen": chosen, "title": _texts}
    return st.fixed_dictionaries(required, optional={**optional, **both})


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document without a mistake, with values of every form that the language takes."""
    purposes = draw(
        st.dictionaries(
            _names,
            _table(
                {"basis": st.sampled_from(sorted(v.BASES)), "description": _texts},
                {
                    "while": st.just("active-service"),
                    "as": st.sampled_from(["controller", "processor"]),
                },
            ),
            min_size=1,
            max_size=3,
        )
    )
    named = _some(purposes, 1)
    asked = [name for name, purpose in purposes.items() if purpose["basis"] == "consent"]
    consents = draw(st.dictionaries(_names, _consent(named, asked), max_size=2))
    document = {
        "provider": draw(
            _table(
                {
                    "name": _texts,
                    "country": _countries,
                    "privacy_contact": _emails,
                    "billing_contact": _emails,
                },
                {
                    "legal_name": _texts,
                    "registration": _texts,
                    "address": _texts,
                    "support_contact": _emails,
                    "sales_contact": _emails,
                    "phone": _texts,
                    "hours": _texts,
                    "responsible": _texts,
                    "stores_in": _some(COUNTRIES),
                    "mail_server": st.just("own"),
                    "dpo": _texts,
                    "dpo_contact": _emails,
                    "representatives": st.lists(_texts, max_size=2),
                    "dispute_body": _texts,
                    "complaints": _some(v.AUTHORITIES),
                },
            )
        ),
        "policy": draw(
            _table(
                {
                    "version": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,9}", fullmatch=True),
                    "effective": _days,
                },
                {
                    "language": st.sampled_from(["en", "pt-BR", "zh-Hant-TW"]),
                    "covers": st.lists(_texts, max_size=3),
                    "excludes": st.lists(_texts, max_size=3),
                    "accepted": _some(["tick", "agreement"]),
                    "documents": st.lists(_texts, max_size=2),
                    "earlier": st.booleans(),
                    "prevails": _texts,
                    "dated": _some(["effective", "modified"]),
                },
            )
        ),
        "purpose": purposes,
        "collect": draw(_collects(named)),
        "refuse": draw(
            _table(
                {},
                {
                    "card_numbers": st.booleans(),
                    "special": _some(v.SPECIAL),
                    "acts": _some(v.ACTS),
                    "under_age": st.integers(1, 21),
                    "under_age_in": st.dictionaries(_countries, st.integers(1, 21), max_size=2),
                    "when_under_age": st.sampled_from(["refuse", "erase"]),
                },
            )
        ),
        "consent": consents,
        "keep": draw(_keeps()),
        "log": draw(
            st.dictionaries(
                _names,
                _table(
                    {"what": _texts, "for": _lengths | st.just("72 hours")},
                    {"then": st.sampled_from(["erase", "anonymise"]), "purposes": named},
                ),
                max_size=2,
            )
        ),
        "share": draw(st.dictionaries(_names, _share(named), max_size=3)),
        "disclose": draw(
            st.dictionaries(
                _names,
                _table(
                    {"ground": st.sampled_from(sorted(v.GROUNDS))},
                    {
                        "categories": _some(v.CATEGORIES),
                        "contents": st.booleans(),
                        "needs": _some(v.DOCUMENTS),
                        "unless": _some(v.DOCUMENTS),
                        "subject_told": st.booleans(),
                    },
                ),
                max_size=3,
            )
        ),
        "right": draw(_rights()),
        "change": draw(
            _table(
                {"told": _some(v.CHANNELS, 1)},
                {
                    "about": st.sampled_from(sorted(v.CHANGES)),
                    "notice": _spans,
                    "opt_out": st.booleans(),
                },
            )
        ),
        "cookie": draw(
            st.dictionaries(
                _names,
                _table(
                    {"purpose": _texts, "lasts": st.just("session") | _spans},
                    {
                        "names": st.lists(_texts, max_size=2),
                        "consent": st.booleans(),
                        "set_by": _texts,
                    },
                ),
                max_size=2,
            )
        ),
        "message": draw(_messages(consents, named)),
        "staff": draw(
            _table(
                {},
                {
                    "acknowledge": st.booleans(),
                    "review": _spans,
                    "roles": st.dictionaries(_names, _some(v.CATEGORIES), max_size=3),
                    "measures": st.lists(_texts, max_size=2),
                    "documents": st.lists(_texts, max_size=2),
                    "checks": _spans,
                    "discipline": st.booleans(),
                },
            )
        ),
        "backup": draw(_table({}, {"for": _lengths})),
        "feature": draw(
            st.dictionaries(
                st.sampled_from(sorted(v.FEATURES)), _table({}, {"description": _texts}), max_size=3
            )
        ),
        "tell": draw(
            st.dictionaries(
                _names, _table({"text": _texts}, {"at": _some(v.PLACES, 1)}), max_size=2
            )
        ),
    }
    return {kind: table for kind, table in document.items() if table}


@st.composite
def runnable(draw: st.DrawFn) -> Document:
    """Any document that passes the check: where a rule of keeping cannot run, it is a plain one."""
    document = draw(documents())
    while True:
        try:
            examine(markdown(document).encode(), "p.md")
            return document
        except PolicyError as error:
            for mistake in error.mistakes:
                record = mistake.message.partition(":")[0].removeprefix("keep.")
                keep = document["keep"][record]
                assert keep.pop("basis", "") or keep.pop("then", ""), mistake


def _consent(named: st.SearchStrategy[list[str]], asked: list[str]) -> st.SearchStrategy[Document]:
    def starts_as_it_may(table: Document) -> Document:
        must_ask = set(asked) & set(table["purposes"])
        return {**table, "starts": "asked"} if must_ask else table

    return _table(
        {
            "starts": st.sampled_from(["asked", "subscribed"]),
            "wording": _texts,
            "purposes": named,
            "channels": _some(v.CHANNELS, 1),
            "withdraw": _some(v.CHANNELS, 1),
        },
        {},
    ).map(starts_as_it_may)


@st.composite
def _collects(draw: st.DrawFn, named: st.SearchStrategy[list[str]]) -> Document:
    tables: Document = {}
    for form in dict.fromkeys(["account", *draw(_some(v.FORMS))]):
        fields = draw(_some(v.FIELDS.keys() - {"card", "name", "email"}, 1))
        split = draw(st.integers(0, len(fields)))
        tables[form] = {
            "by": "form" if form == "account" else draw(st.sampled_from(sorted(v.SOURCES))),
            "required": fields[:split],
            "optional": fields[split:],
            "purposes": draw(named),
        }
    tables["account"]["required"] += ["name", "email"]
    return tables


@st.composite
def _keeps(draw: st.DrawFn) -> Document:
    tables: Document = {}
    for record, known in v.RECORDS.items():
        goes_with = record in ("consent", "disclosure") or draw(st.booleans())
        if record not in ("account", "inquiry") and goes_with:
            tables[record] = {"with": "account"}
            continue
        tables[record] = {"from": draw(st.sampled_from(known.clocks)), "for": draw(_lengths)}
        if record not in ("account", "person") and draw(st.booleans()):
            tables[record]["basis"] = draw(st.sampled_from(["legal-obligation", "legal-claims"]))
        if draw(st.booleans()):
            tables[record]["then"] = draw(st.sampled_from(["erase", "depersonalise"]))
        if record == "account" and tables[record]["from"] == "cancellation":
            tables[record]["reactivation"] = draw(st.booleans())
    return tables


@st.composite
def _share(draw: st.DrawFn, named: st.SearchStrategy[list[str]]) -> Document:
    table: Document = draw(
        _table(
            {
                "name": _texts,
                "role": st.sampled_from(sorted(v.ROLES)),
                "function": _texts,
                "country": _countries | _some(COUNTRIES, 1),
                "when": st.sampled_from(sorted(v.CONDITIONS)),
            },
            {
                "agreed": st.booleans(),
                "terms": st.just("https://pay.example/terms"),
                "safeguards": _texts,
                "transfer": _some(v.TRANSFERS.keys() - {"dpf"}),
                "purposes": named,
                "needs": _some(v.UNDERTAKINGS),
            },
        )
    )
    if table["when"] != "aggregated":
        categories = draw(_some(v.CATEGORIES, 1, 6))
        split = draw(st.integers(1, len(categories)))
        table |= {"receives": categories[:split], "never": categories[split:]}
    return table


_ASKED = v.CHANNELS.keys() - {"gpc", "dnt"}


@st.composite
def _rights(draw: st.DrawFn) -> Document:
    tables = {}
    for right in draw(_some(v.RIGHTS)):
        of = draw(st.sampled_from(sorted(v.SUBJECTS)))
        table = draw(
            _table(
                {"right": st.just(right), "of": st.just(of), "ask": _some(_ASKED, 1)},
                {
                    "about": _some(v.CATEGORIES),
                    "concerns": st.just("reseller-customer"),
                    "proof": _some(v.PROOFS),
                    "within": _spans,
                    "stops": _some(["waiting-for-proof", "waiting-for-subject"]),
                    "extension": _spans,
                    "self_service": st.booleans(),
                    "formats": _some(["json", "csv"]),
                    "in": _some(v.REGIONS),
                    "answered_by": st.sampled_from(["provider", "billing", "privacy", "reseller"]),
                },
            )
        )
        if right == "opt-out":
            table["ask"] = ["page", "gpc"]
        if right in WEIGHED or table.get("in"):
            table.pop("self_service", None)
        tables[right if of == "customer" else f"{right}-of-{of}"] = table
    return tables


@st.composite
def _messages(draw: st.DrawFn, consents: Document, named: st.SearchStrategy[list[str]]) -> Document:
    tables: Document = dict(SMALLEST["message"])
    for name in draw(st.lists(_names, max_size=3, unique=True)):
        tables[name] = draw(
            _table(
                {
                    "about": st.lists(_texts, min_size=1, max_size=3),
                    "channels": _some(v.CHANNELS, 1),
                },
                {"purposes": named},
            )
        )
        consent = draw(st.sampled_from(["", *consents]))
        if consent:
            tables[name] |= {"consent": consent, "channels": consents[consent]["channels"]}
    return tables
