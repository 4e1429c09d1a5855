"""How a model says what data it holds. What happens to that data is the policy's business.

    INVOICE = Record(
        "invoice",
        gettext_noop("invoices, and the party they were issued to"),
        word=gettext_noop("invoice"),
        keep=...,
    )

    class Invoice(models.Model):
        account = models.ForeignKey(Account, ..., verbose_name=_("Number of the account"))
        number = models.CharField(_("Document number"), max_length=40)
        ...
        privacy = PersonalData(
            record=INVOICE,
            called=_("Invoices"),
            subject="account",
            clocks={"issue": "issued_at"},
            billing=["party_name", "party_address", "party_tax_id"],
            plain=["number", "issued_at", "currency", "total"],
        )

One declaration a model. Categories are keyword arguments, so that a slip is a type error; a
system check refuses to start while any column of any table is named by no declaration, or has no
label. The label of a column is its field's `verbose_name`, in an export as on every page; that of
a foreign key is about the number which an export has there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.apps import apps
from django.db import models
from django.db.models import Case, When
from django.utils.functional import Promise

Columns = Sequence[str]
Act = Literal["read", "add", "change", "remove"]
# To whom a column may be shown by any page, copy or interface; a wider one includes the narrower.
Audience = Literal["nobody", "staff", "subject"]
Format = Literal[
    "accepted",
    "amount",
    "categories",
    "category",
    "channel",
    "country",
    "device",
    "form",
    "percent",
    "phone",
    "proof",
    "records",
    "right",
    "supply",
    "word",
]

READ: tuple[Act, ...] = ("read",)
ADD: tuple[Act, ...] = ("read", "add")
CHANGE: tuple[Act, ...] = ("read", "change")
WRITE: tuple[Act, ...] = ("read", "add", "change")
ALL: tuple[Act, ...] = ("read", "add", "change", "remove")

# To whom a row of an account opens: its owner alone, everybody in it, or whom the owner trusts with
# a scope (`accounts/scopes.py`), by its word. Each person's own rows are theirs in any case.
OWNER = "owner"
MEMBER = "member"
FELLOWS = "fellows"  # the people of one's accounts, who read of each other what pages show
NOBODY = "nobody"  # changes it; the platform does


@dataclass(frozen=True)
class Record:
    """One kind of row that a policy can keep; it stands beside the model of those rows.

    name: the word of the policy, in lower-case letters. meaning: what it is, as a reader of the
    policy is told; word: one of them in a list, such as "sign-in"; both are English, marked by
    `gettext_noop`. keep: the keys of a `[keep]` table, for a
    provider to start from. forms: the public forms that alone make it, of people who may have no
    account. Its clocks are those that its models declare.
    """

    name: str
    meaning: str
    word: str
    keep: str = 'with = "account"'
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unfinished:
    """Rows of an account that whoever ends it must know of first, such as services that run.

    told: what becomes of them, as a heading over them. rows: which these are at a moment; words:
    how one of them reads.
    """

    told: str | Promise
    rows: Callable[[datetime], models.Q]
    words: Callable[[Any], str]


class PersonalData:
    """What the columns of one model hold, about whom, and which moments count.

    record: what a policy keeps these rows as. Several models may share one: the model that the
        others point to is the record, the others are its parts.
    called: what its customers call the table, in a plural such as "Invoices".
    staff_call_it: what staff do, where the customers' name would say "you".
    labels: those of columns whose fields are not ours, in place of their `verbose_name`.
    formats: columns that do not read as they are stored, each with what it holds: an amount in
        minor units, a percentage in parts per million, words of the vocabulary, what a browser says
        of itself to name the device.
    customers: what a customer's request may do to rows of its own, behind the second wall.
    reads_secrets: why such a request reads credentials, and what is for staff, too; without a
        reason it does not.
    staff_only: columns that are for staff alone: their own words, and which of them did something.
        The subject is shown the others, credentials excepted, which are shown to nobody.
    everybodys: its rows are about nobody, and shown to everybody who is signed in.
    scope: the scope that opens an account's rows to a trusted person, on pages and behind the
        second wall; by default its owner alone reads them. What is written stays the owner's, see
        `by` and `changed_by`.
    read_by: of a subject's own table, the columns that MEMBER or FELLOWS read as well.
    by: the column with who made a row of an account: every member adds rows of their own making,
        and reads these.
    changed_by: the columns that a customer's request changes only with a scope, by that scope. Of
        a subject's own table those that it does not name are changed by nobody.
    subject: the foreign key that leads to whom the data is about: to an account, a person, or a
        subject of any kind; "self" for a subject's own model. With several, the row goes with
        whichever goes first. Other projects' parts, which have no such key of their own, name
        the way as a lookup, such as `email_address__user`.
    clocks: the policy's clocks, each with the column that starts it.
    kept: two columns of the engine's own, for rows whose clock may not have started when their
        subject goes: since when they are kept instead, and by which rule.
    activity: two columns with the start and end of a span (no end: still going on) in which the
        subject was active; the inactivity clock counts from the last. On a subject's own model,
        the column with the moment of its last activity.
    unfinished: which rows are told of before their account ends.
    mentions: foreign keys to people whom the row is not about, each with the columns that go
        when that person goes, while the row stays.
    files: columns that name stored files, which go with the row.
    sealed: the column with the key by which these files are encrypted.
    by_rule: the column with the rule by which somebody received the data; of what the customer
        is not told by that rule, the row is not handed out either.
    depersonalised: the column that says when the row lost its personal data.
    spared: a boolean column; a row in which it is true is never due (staff).
    left: of people: when they last lost the access to an account that somebody else owns.
    owner: of the membership: the column and the value that mark an account's owner.
    addressed: columns that hold somebody's e-mail address, each with the keys that are empty in a
        row which names them by nothing else; such a row goes with whoever has confirmed it.
    addresses: of the table of people's e-mail addresses: the column with the address, and the one
        that is true once its person has shown to read the mail that is sent there.
    The other arguments are the categories of the policy's vocabulary, each with its columns;
    `plain` columns hold no personal data. Foreign keys named above and an automatic primary
    key need not be named again.
    """

    model: type[models.Model]

    def __init__(
        self,
        *,
        record: Record,
        subject: str | tuple[str, ...],
        called: str | Promise = "",
        staff_call_it: str | Promise = "",
        labels: Mapping[str, str | Promise] | None = None,
        formats: Mapping[str, Format] | None = None,
        clocks: Mapping[str, str] | None = None,
        kept: tuple[str, str] | None = None,
        activity: str | tuple[str, str] | None = None,
        unfinished: Unfinished | None = None,
        mentions: Mapping[str, Columns] | None = None,
        files: Columns = (),
        sealed: str | None = None,
        by_rule: str | None = None,
        depersonalised: str | None = None,
        spared: str | None = None,
        left: str | None = None,
        owner: tuple[str, str] | None = None,
        addressed: Mapping[str, Columns] | None = None,
        addresses: tuple[str, str] | None = None,
        customers: tuple[Act, ...] = READ,
        reads_secrets: str = "",
        everybodys: bool = False,
        staff_only: Columns = (),
        scope: str = OWNER,
        by: str | None = None,
        read_by: Mapping[str, Columns] | None = None,
        changed_by: Mapping[str, Columns] | None = None,
        identity: Columns = (),
        contact: Columns = (),
        company: Columns = (),
        credential: Columns = (),
        payment: Columns = (),
        billing: Columns = (),
        service: Columns = (),
        domain: Columns = (),
        device: Columns = (),
        usage: Columns = (),
        content: Columns = (),
        preference: Columns = (),
        government_id: Columns = (),
        demographic: Columns = (),
        plain: Columns = (),
    ) -> None:
        self.declared = record
        self.record = record.name
        self.called = called
        self.staff_call_it = staff_call_it or called
        self.labels = dict(labels or {})
        self.formats = dict(formats or {})
        self.customers = customers
        self.reads_secrets = reads_secrets
        self.everybodys = everybodys
        self.staff_only = tuple(staff_only)
        self.scope = scope
        self.by = by
        self.read_by = {word: tuple(columns) for word, columns in (read_by or {}).items()}
        self.changed_by = {word: tuple(columns) for word, columns in (changed_by or {}).items()}
        self.subjects = (subject,) if isinstance(subject, str) else subject
        self.clocks = dict(clocks or {})
        self.kept = kept
        self.activity = (activity,) if isinstance(activity, str) else activity
        self.unfinished = unfinished
        self.mentions = {name: tuple(columns) for name, columns in (mentions or {}).items()}
        self.files = tuple(files)
        self.sealed = sealed
        self.by_rule = by_rule
        self.depersonalised = depersonalised
        self.spared = spared
        self.left = left
        self.owner = owner
        self.addressed = {name: tuple(keys) for name, keys in (addressed or {}).items()}
        self.addresses = addresses
        self.plain = tuple(plain)
        self.categories = {
            category: tuple(columns)
            for category, columns in {
                "identity": identity,
                "contact": contact,
                "company": company,
                "credential": credential,
                "payment": payment,
                "billing": billing,
                "service": service,
                "domain": domain,
                "device": device,
                "usage": usage,
                "content": content,
                "preference": preference,
                "government_id": government_id,
                "demographic": demographic,
            }.items()
            if columns
        }

    @property
    def is_subject(self) -> bool:
        return self.subjects == ("self",)

    @property
    def classified(self) -> dict[str, str]:
        """Each column that holds personal data, with its category."""
        return {c: category for category, columns in self.categories.items() for c in columns}

    def audience(self, column: str) -> Audience:
        """To whom a column may be shown, as far as their role reads its category."""
        if self.classified.get(column) == "credential":
            return "nobody"
        return "staff" if column in self.staff_only else "subject"

    @property
    def named(self) -> set[str]:
        """Every field that the declaration speaks of."""
        own = (self.depersonalised, self.spared, self.left, *(self.kept or ()))
        return {
            *self.classified,
            *self.plain,
            *self.clocks.values(),
            *(self.activity or ()),
            *self.mentions,
            *self.staff_only,
            *self.files,
            *(path.partition("__")[0] for path in self.subjects if path != "self"),
            *(name for name in own if name),
        }

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Django's hook: the class body's `privacy = PersonalData(...)` lands here."""
        self.model = model
        setattr(model, name, self)


def until_emptied(clock: str, *, mark: str = "depersonalised_at") -> Case:
    """A clock of the rows that have not lost their personal data yet; null in those that have.

    For the index by which a rule that empties rows finds them. With a plain index under the
    condition that the mark is null, PostgreSQL takes the two for unrelated: it expects to find
    as many old rows among those that are left as among all, and reads the whole table instead.
    """
    return Case(When(**{f"{mark}__isnull": True}, then=clock))


class Subjects:
    """The declaration of the model that stands behind all subjects, and shares its key with each.

    kind, pseudonym: the columns with the kind of subject and with its name in the journal.
    restricted, asked: those that say since when processing is restricted, and erasure asked for.
    waits: the one that says until when such an erasure is not carried out.
    """

    customers = CHANGE
    scope = OWNER
    is_subject = True

    def __init__(
        self, *, kind: str, pseudonym: str, restricted: str, asked: str, waits: str
    ) -> None:
        self.kind = kind
        self.pseudonym = pseudonym
        self.restricted = restricted
        self.asked = asked
        self.waits = waits
        self.read_by = {FELLOWS: (kind,), MEMBER: (pseudonym, restricted)}
        self.changed_by = {OWNER: (restricted, asked, waits)}

    @property
    def named(self) -> set[str]:
        return {self.kind, self.pseudonym, self.restricted, self.asked, self.waits}

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Django's hook, as for PersonalData."""
        setattr(model, name, self)


class NoPersonalData:
    """The declaration of a model that holds nothing about anybody; it names every column.

    customers: as for PersonalData.
    """

    is_subject = False

    def __init__(self, *columns: str, customers: tuple[Act, ...] = READ) -> None:
        self.named = set(columns)
        self.customers = customers

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Django's hook, as for PersonalData."""
        setattr(model, name, self)


Declaration = PersonalData | NoPersonalData | Subjects

_others: dict[str, Declaration] = {}


def declare(label: str, declaration: Declaration) -> None:
    """Declare a model whose source is not ours, by its label, such as `admin.LogEntry`."""
    _others[label.lower()] = declaration


def declarations() -> dict[type[models.Model], Declaration]:
    """Every installed model's declaration, in a stable order; without one, it is missing."""
    found: dict[type[models.Model], Declaration] = {}
    for model in sorted(_all_models(), key=lambda m: m._meta.label_lower):
        # What a parent declares is about the parent's own table.
        declaration: Any = _others.get(model._meta.label_lower) or vars(model).get("privacy")
        if declaration is not None:
            if isinstance(declaration, PersonalData):
                declaration.model = model
            found[model] = declaration
    return found


def undeclared() -> Iterable[tuple[type[models.Model], list[str]]]:
    """Models with the columns that no declaration names; a missing declaration names none."""
    known = declarations()
    for model in _all_models():
        declaration = known.get(model)
        named = declaration.named if declaration else set()
        missing = [
            field.name
            for field in model._meta.local_concrete_fields
            if field.name not in named and not (declaration and _is_made(field))
        ]
        if missing:
            yield model, missing


def _is_made(field: Any) -> bool:
    """Whether a field is a key that the database makes, or a subject's own."""
    remote = field.remote_field
    return field.primary_key and (
        isinstance(field, models.AutoField) or bool(remote and remote.parent_link)
    )


def _all_models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if not model._meta.proxy]


def records() -> dict[str, Record]:
    """Every record that a model declares, in the order of the rooms."""
    found: dict[str, Record] = {}
    for model in _all_models():
        declaration: Any = _others.get(model._meta.label_lower) or vars(model).get("privacy")
        if isinstance(declaration, PersonalData):
            found.setdefault(declaration.record, declaration.declared)
    return found
