"""The tables of a policy file. Each class is one kind of table and answers one question.

`docs/policy-language.md` tells a provider's lawyer what every key does; a test holds the two
together. A class knows only its own table: what must hold between tables is in `check.py`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    field_validator,
    model_validator,
)

from troth.core.duration import Duration
from troth.policy import vocabulary
from troth.policy.countries import COUNTRIES

# The keys that every table may have.
EVERYWHERE = ("promises", "chosen", "title")
# Of `chosen`: every key of the table.
ALL = "*"

# Rights that somebody of the staff has to weigh, so that no click carries them out.
WEIGHED = ("object-to-use", "review-decision")

# Characters that no reader sees, among them those that turn the direction of the text.
UNSEEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"


def _one_of(words: Mapping[str, object]) -> AfterValidator:
    def known(value: str) -> str:
        if value not in words:
            raise ValueError(f"is not a word of the language; use one of: {', '.join(words)}")
        return value

    return AfterValidator(known)


def _like(pattern: str, form: str) -> AfterValidator:
    shape = re.compile(pattern)

    def shaped(value: str) -> str:
        if not shape.fullmatch(value):
            raise ValueError(f"must be {form}")
        return value

    return AfterValidator(shaped)


def _filled(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words:
        raise ValueError("must not be empty")
    return words


def _country(value: str) -> str:
    if value not in COUNTRIES:
        raise ValueError(
            'must be a country code of ISO 3166, such as "IN", or "ZZ" for any country'
        )
    return value


def _countries(value: object) -> tuple[str, ...]:
    codes = value if isinstance(value, tuple) else (value,)
    return _filled(tuple(_country(code if isinstance(code, str) else "") for code in codes))


def _authority(value: str) -> str:
    if value not in vocabulary.AUTHORITIES:
        raise ValueError(
            "is no authority that is known; tell of it by a [tell.NAME], or use one of: "
            f"{', '.join(vocabulary.AUTHORITIES)}"
        )
    return value


def _lifetime(value: object) -> Duration | Literal["session"]:
    return "session" if value == "session" else Duration.parse(value)


Basis = Annotated[str, _one_of(vocabulary.BASES)]
Category = Annotated[str, _one_of(vocabulary.CATEGORIES)]
Channel = Annotated[str, _one_of(vocabulary.CHANNELS)]
Clock = Annotated[str, _one_of(vocabulary.CLOCKS)]
Condition = Annotated[str, _one_of(vocabulary.CONDITIONS)]
Document = Annotated[str, _one_of(vocabulary.DOCUMENTS)]
FieldName = Annotated[str, _one_of(vocabulary.FIELDS)]
Ground = Annotated[str, _one_of(vocabulary.GROUNDS)]
Record = Annotated[str, _one_of(vocabulary.RECORDS)]

Address = Annotated[
    str,
    _like(
        r"https://[A-Za-z0-9][A-Za-z0-9.-]{0,252}(:[0-9]{1,5})?(/[!#-;=?-Z_a-z~]{0,500})?",
        'an address on the web, such as "https://example.com/terms"',
    ),
]
Age = Annotated[int, Field(ge=1, le=21)]
Authority = Annotated[str, AfterValidator(_authority)]
Country = Annotated[str, AfterValidator(_country)]
Countries = Annotated[tuple[str, ...], PlainValidator(_countries)]
Email = Annotated[
    str,
    _like(rf"[^@\s<>{{}}{UNSEEN}]{{1,64}}@[^@\s<>{{}}{UNSEEN}]{{1,190}}", "an e-mail address"),
]
Language = Annotated[
    str, _like(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", 'a language code, such as "en" or "pt-BR"')
]
Name = Annotated[
    str,
    _like(
        r"[a-z][a-z0-9_-]{0,59}",
        "named with small letters, digits, - and _, such as [keep.invoice]",
    ),
]
Promise = Annotated[
    str, _like(r"[A-Z]{2,6}-[0-9]{1,4}", 'a list of promises, each such as "SS-13"')
]
Text = Annotated[
    str,
    _like(
        rf"(?=\S)[^\t\n\r{{}}{UNSEEN}]{{1,2000}}(?<=\S)",
        "1 to 2000 characters on one line, without braces or spaces around them "
        "(placeholders stand in prose only)",
    ),
]
Version = Annotated[
    str,
    _like(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", 'letters, digits, dots and dashes, such as "2025-1"'),
]
type Some[Word] = Annotated[tuple[Word, ...], AfterValidator(_filled)]
Span = Annotated[Duration, PlainValidator(Duration.parse)]
Hours = Annotated[Duration, PlainValidator(Duration.parse_hours)]
Lifetime = Annotated[Duration | Literal["session"], PlainValidator(_lifetime)]


class Rule(BaseModel):
    """One table. `promises` names what it keeps, so that each promise can be traced to a proof;
    `chosen` the keys whose values the provider promises to nobody; `title` is what readers call it.
    """

    # Deferred, since only the schema of Tables is ever needed; it holds those of all rules.
    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True
    )
    question: ClassVar[str]

    promises: tuple[Promise, ...] = ()
    chosen: Some[str] | None = None
    title: Text | None = None

    @field_validator("chosen")
    @classmethod
    def _names_own_keys(cls, chosen: tuple[str, ...] | None) -> tuple[str, ...] | None:
        keys = cls.own_keys()
        if chosen and chosen != (ALL,) and (strange := [key for key in chosen if key not in keys]):
            raise ValueError(
                f'names {strange[0]}, which is no key of this table; use "{ALL}" for all of it, or '
                f"some of: {', '.join(keys)}"
            )
        return chosen

    @classmethod
    def own_keys(cls) -> list[str]:
        """What the table may say, as it is written: all but how a provider stands by it."""
        said = cls.model_fields.items()
        return [info.alias or name for name, info in said if name not in EVERYWHERE]


class Provider(Rule):
    question = "Who are you?"

    name: Text
    country: Country
    privacy_contact: Email
    legal_name: Text | None = None
    registration: Text | None = None
    address: Text | None = None
    billing_contact: Email | None = None
    support_contact: Email | None = None
    sales_contact: Email | None = None
    phone: Text | None = None
    hours: Text | None = None
    responsible: Text | None = None
    stores_in: tuple[Country, ...] = ()
    mail_server: Literal["own"] | None = None
    dpo: Text | None = None
    dpo_contact: Email | None = None
    representatives: tuple[Text, ...] = ()
    complaints: tuple[Authority, ...] = ()
    dispute_body: Text | None = None


class Edition(Rule):
    question = "Which text is this?"

    version: Version
    effective: date
    language: Language = "en"
    covers: tuple[Text, ...] = ()
    excludes: tuple[Text, ...] = ()
    accepted: tuple[Literal["tick", "agreement"], ...] = ()
    documents: tuple[Text, ...] = ()
    dated: tuple[Literal["effective", "modified"], ...] = ()
    earlier: bool = False
    prevails: Text | None = None


class Purpose(Rule):
    question = "Why do you process data?"

    basis: Basis
    description: Text
    while_: Literal["active-service"] | None = Field(None, alias="while")
    as_: Literal["controller", "processor"] = Field("controller", alias="as")


class Collect(Rule):
    question = "What do you ask?"

    form: Annotated[str, _one_of(vocabulary.FORMS)] | None = None
    by: Annotated[str, _one_of(vocabulary.SOURCES)] = "form"
    required: tuple[FieldName, ...] = ()
    optional: tuple[FieldName, ...] = ()
    later: tuple[FieldName, ...] = ()
    purposes: Some[Name]
    confirm_within: Span | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.required and not self.optional:
            raise ValueError("asks for nothing; list fields as required or optional")
        if self.confirm_within and self.confirm_within.unit == "business day":
            raise ValueError("cannot count in business days; use days, weeks, months or years")
        return self


class Refuse(Rule):
    question = "What will you never take or do?"

    card_numbers: bool = False
    special: tuple[Annotated[str, _one_of(vocabulary.SPECIAL)], ...] = ()
    acts: tuple[Annotated[str, _one_of(vocabulary.ACTS)], ...] = ()
    under_age: Age | None = None
    under_age_in: dict[Country, Age] = {}
    when_under_age: Literal["refuse", "erase"] = "refuse"

    def age_in(self, country: str) -> int | None:
        """The age that one must have there; of whom no country is known, the highest of all."""
        known = (self.under_age, *self.under_age_in.values())
        highest = max((age for age in known if age), default=None)
        return self.under_age_in.get(country, self.under_age) if country else highest


class Consent(Rule):
    question = "Did I agree?"

    starts: Literal["asked", "subscribed"]
    wording: Text
    purposes: Some[Name]
    channels: tuple[Channel, ...] = ()
    withdraw: Some[Channel]

    @model_validator(mode="after")
    def _is_asked_for_what_is_not_sent(self) -> Self:
        if self.starts == "subscribed" and not self.channels:
            raise ValueError('sends nothing, so it has to be asked; write starts = "asked"')
        return self


# For so long a login outlives the last account with which somebody else trusted its person, where
# people go with their accounts: they did not ask for it, and may come to belong to another.
NOTICE = Duration(7, "day")


class Keep(Rule):
    question = "How long do you keep it?"

    records: tuple[Record, ...] = ()
    from_: Clock | None = Field(None, alias="from")
    for_: Span | None = Field(None, alias="for")
    with_: Literal["account", "person"] | None = Field(None, alias="with")
    then: Literal["erase", "depersonalise"] = "erase"
    basis: Literal["legal-obligation", "legal-claims"] | None = None
    reactivation: bool = False

    @model_validator(mode="after")
    def _has_one_end(self) -> Self:
        if (self.from_ or self.for_) if self.with_ else not (self.from_ and self.for_):
            raise ValueError(
                'needs either from = "CLOCK" and for = "LENGTH", or with = "account" or "person"'
            )
        if self.for_ and self.for_.unit == "business day":
            raise ValueError("cannot count in business days; use days, weeks, months or years")
        if self.basis and self.with_:
            raise ValueError("has a basis to outlive a deletion request, so it needs from and for")
        return self


class Log(Rule):
    question = "What do your machines write down?"

    what: Text
    for_: Hours = Field(alias="for")
    then: Literal["erase", "anonymise"] = "erase"
    purposes: tuple[Name, ...] = ()


class Share(Rule):
    question = "Who receives it?"

    name: Text
    role: Annotated[str, _one_of(vocabulary.ROLES)]
    function: Text
    country: Countries
    purposes: tuple[Name, ...] = ()
    receives: tuple[Category, ...] = ()
    never: tuple[Category, ...] = ()
    needs: tuple[Annotated[str, _one_of(vocabulary.UNDERTAKINGS)], ...] = ()
    when: Condition = "needed"
    agreed: bool = False
    terms: Address | None = None
    transfer: tuple[Annotated[str, _one_of(vocabulary.TRANSFERS)], ...] = ()
    safeguards: Text | None = None


class Disclose(Rule):
    question = "When must you give it to somebody?"

    ground: Ground
    categories: tuple[Category, ...] = ()
    contents: bool = False
    needs: tuple[Document, ...] = ()
    unless: tuple[Document, ...] = ()
    subject_told: bool | None = None


class Right(Rule):
    question = "What may I demand?"

    right: Annotated[str, _one_of(vocabulary.RIGHTS)] | None = None
    of: Annotated[str, _one_of(vocabulary.SUBJECTS)] = "customer"
    in_: tuple[Annotated[str, _one_of(vocabulary.REGIONS)], ...] = Field((), alias="in")
    about: tuple[Category, ...] = ()
    concerns: Literal["reseller-customer"] | None = None
    ask: Some[Channel]
    proof: tuple[Annotated[str, _one_of(vocabulary.PROOFS)], ...] = ()
    within: Span | None = None
    stops: tuple[Literal["waiting-for-proof", "waiting-for-subject"], ...] = ()
    extension: Span | None = None
    self_service: bool = False
    formats: tuple[Literal["json", "csv"], ...] = ()
    answered_by: Literal["provider", "billing", "privacy", "reseller"] = "provider"

    @property
    def of_all_customers(self) -> bool:
        """Whether it is for customers wherever they live, and about all of their data."""
        return self.of == "customer" and not self.about and not self.in_


class Change(Rule):
    question = "How will I know of a change?"

    about: Annotated[str, _one_of(vocabulary.CHANGES)] = "material"
    notice: Span | None = None
    told: Some[Channel]
    opt_out: bool = False


class Cookie(Rule):
    question = "What do you set in my browser?"

    names: tuple[Text, ...] = ()
    purpose: Text
    lasts: Lifetime
    consent: bool = False
    set_by: Text | None = None


class Message(Rule):
    question = "What will you send me?"

    about: Some[Text]
    channels: Some[Channel]
    purposes: tuple[Name, ...] = ()
    consent: Name | None = None


class Staff(Rule):
    question = "Who of yours sees it?"

    acknowledge: bool = False
    review: Span | None = None
    roles: dict[Name, tuple[Category, ...]] = {}
    measures: tuple[Text, ...] = ()
    documents: tuple[Text, ...] = ()
    checks: Span | None = None
    discipline: bool = False


class Backup(Rule):
    question = "What of your backups?"

    for_: Span | None = Field(None, alias="for")


class Feature(Rule):
    question = "What else do you promise?"

    description: Text | None = None


class Tell(Rule):
    question = "What else must I know?"

    text: Text
    at: Some[Annotated[str, _one_of(vocabulary.PLACES)]] = ("page",)


class Tables(BaseModel):
    """All tables of one policy. The field names are the kinds of table."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)

    provider: Provider
    policy: Edition
    purpose: dict[Name, Purpose] = {}
    collect: dict[Name, Collect] = {}
    refuse: Refuse = Field(default_factory=Refuse)
    consent: dict[Name, Consent] = {}
    keep: dict[Name, Keep] = {}
    log: dict[Name, Log] = {}
    share: dict[Name, Share] = {}
    disclose: dict[Name, Disclose] = {}
    right: dict[Name, Right] = {}
    change: Change
    cookie: dict[Name, Cookie] = {}
    message: dict[Name, Message] = {}
    staff: Staff = Field(default_factory=Staff)
    backup: Backup = Field(default_factory=Backup)
    feature: dict[Annotated[str, _one_of(vocabulary.FEATURES)], Feature] = {}
    tell: dict[Name, Tell] = {}

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Each table with its id, such as `keep.invoice` or `refuse`, in the language's order."""
        for kind in type(self).model_fields:
            value = getattr(self, kind)
            if isinstance(value, Rule):
                yield kind, value
            else:
                for name, rule in value.items():
                    yield f"{kind}.{name}", rule

    @property
    def titles(self) -> dict[str, str]:
        """What readers call the rules that have a title, by their ids."""
        return {id: rule.title for id, rule in self.rules() if rule.title}

    @property
    def told(self) -> tuple[str, ...]:
        """The rules of [disclose] under which the customer is shown a disclosure.

        Under one that the policy does not have any more, it is safer not to be.
        """
        return tuple(
            f"disclose.{name}"
            for name, rule in self.disclose.items()
            if rule.subject_told is not False
        )

    def rights(self) -> list[tuple[str, str, Right]]:
        """The rules on rights, each with its id and the word of the right."""
        return [(f"right.{name}", rule.right or name, rule) for name, rule in self.right.items()]

    def rights_to(self, word: str) -> list[tuple[str, Right]]:
        """The rules on one right, each with its id."""
        return [(id, rule) for id, right, rule in self.rights() if right == word]

    def collected_by(self, form: str) -> list[tuple[str, Collect]]:
        """The rules on what a form asks and on what is observed with it, each with its id."""
        return [
            (f"collect.{name}", rule)
            for name, rule in self.collect.items()
            if (rule.form or name) == form
        ]

    def told_at(self, place: str) -> list[str]:
        """What else readers must know at a place, such as `sign-up`."""
        return [rule.text for rule in self.tell.values() if place in rule.at]

    def recipient(self, word: str) -> str:
        """A recipient by the name that its rule gives; without one, in the words of its rule."""
        share = self.share.get(word)
        return share.name if share else word.replace("-", " ").replace("_", " ")

    def kept_by(self, record: str) -> list[tuple[str, Keep]]:
        """The keep rules of a record, each with its id."""
        return [
            (f"keep.{name}", rule)
            for name, rule in self.keep.items()
            if record in (rule.records or (name,))
        ]


def _kind(annotation: Any) -> type[Rule]:
    table: type[Rule] = get_args(annotation)[-1] if get_args(annotation) else annotation
    return table


# Every kind of table with its class; NAMED are those of which a policy has many.
KINDS: dict[str, type[Rule]] = {
    kind: _kind(field.annotation) for kind, field in Tables.model_fields.items()
}

NAMED = frozenset(kind for kind, field in Tables.model_fields.items() if get_args(field.annotation))
