"""Made-up accounts with everything that can hang on them."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count, groupby
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from troth.accounts.models import (
    Account,
    Activity,
    Invitation,
    Membership,
    Person,
    Preferences,
    Signin,
)
from troth.accounts.record_signin import record_signin
from troth.bank.models import BankLine, BankStatement
from troth.billing.models import (
    BankAccount,
    DunningRest,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Irregularity,
    Payment,
    Posting,
    Reminder,
    Transaction,
)
from troth.billing.post import Leg, postings
from troth.catalog.models import Group, Price, Product
from troth.gates.acknowledge import acknowledge
from troth.gates.models import Acceptance, ConsentEvent, Disclosure
from troth.gateways.models import GatewayEvent, PaymentAttempt, PaymentMethod
from troth.gateways.sepa.models import Collection, CollectionFile, Mandate
from troth.messaging.models import Message
from troth.orders.models import Order, OrderLine, Quote, QuoteLine, Terms
from troth.policy.parse import Policy, parse, read
from troth.policy.shipped import shipped
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.running import CannotRunError, policy_on
from troth.services.models import Cancellation, Charge, OwnPrice, Service, Suspension, Term
from troth.support.models import Inquiry, Ticket, TicketMessage
from troth.tax.models import Certificate, LocalTax, Sign, VatCheck

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
_numbers = count(1)


@cache
def policy(name: str) -> Policy:
    """A shipped policy."""
    return read(shipped()[name])


@cache
def changed(name: str, *changes: tuple[str, str], rules: str = "") -> Policy:
    """A shipped policy with words of its text replaced, and with more rules."""
    text = shipped()[name].read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{name} has no {old}"
        text = text.replace(old, new)
    return parse(f"{text}\n```toml\n{rules}```\n".encode() if rules else text.encode(), name)


def patient() -> Policy:
    """Ispsystem's policy with clocks that stop, and with time that can be extended.

    No shipped policy has either.
    """
    within = 'within = "1 month"\n'
    more = f'{within}stops = ["waiting-for-proof"]\nextension = "2 months"\n'
    return changed("ispsystem", (within, more))


def in_force(which: str | Policy = "softsys", *, at: datetime = LONG_AGO) -> PublishedPolicy:
    """Put a policy, or a shipped one by its name, in force for all days that tests play on."""
    published = publish(policy(which) if isinstance(which, str) else which, at=at)
    PublishedPolicy.objects.filter(pk=published.pk).update(in_force_from=date(2000, 1, 1))
    return published


def person(
    name: str = "A Person", *, at: datetime = NOW, staff: bool = False, **more: Any
) -> Person:
    made = Person(
        email=f"p{next(_numbers)}@customer.example",
        name=name,
        is_staff=staff,
        created_at=at,
        last_seen_at=at,
        **more,
    )
    made.set_password(None)
    made.save()
    has_accepted(made, at=at)
    return verified(made) if staff else made


def has_accepted(made: Person, *, at: datetime) -> None:
    """As signing up would have it, where the policy has to be accepted."""
    running = None
    with suppress(CannotRunError):
        running = policy_on(timezone.now(), missing_ok=True)
    if running and running.tables.policy.accepted and not made.is_staff:
        edition = {"version": running.tables.policy.version, "way": "tick", "at": at}
        Acceptance.objects.get_or_create(person=made, policy=running.digest, defaults=edition)


def staff(role: str = "owner") -> Person:
    """A member of staff who has acknowledged the policy in force."""
    made = person("A Colleague", staff=True)
    made.staff_role = role
    made.save()
    acknowledge(made, policy_on(NOW.date()), at=timezone.now())
    return made


def verified(who: Person) -> Person:
    """A person who has confirmed their e-mail address."""
    EmailAddress.objects.get_or_create(
        user=who, email=who.email, defaults={"primary": True, "verified": True}
    )
    return who


def account(owner: Person | None = None, *, at: datetime = NOW, **more: Any) -> Account:
    """An account and its owner."""
    details = {"name": "An Account", "street": "1 Street", "country": "IN"} | more
    made = Account.objects.create(created_at=at, active_at=at, **details)
    Membership.objects.create(account=made, person=owner or person(at=at), created_at=at)
    return made


def trusted(account: Account, who: Person) -> Membership:
    return Membership.objects.create(
        account=account, person=who, role=Membership.Role.TRUSTED, scopes="support"
    )


def owner(account: Account) -> Person:
    return Person.objects.get(memberships__account=account, memberships__role="owner")


def saved[M: models.Model](rows: tuple[M, *tuple[models.Model, ...]]) -> M:
    """Save rows, each after those that it hangs on; the first one. Alike ones go together."""
    every: tuple[models.Model, ...] = rows
    for model, alike in groupby(every, key=_model):
        model._default_manager.bulk_create(list(alike))
    return rows[0]


def _model(row: models.Model) -> type[models.Model]:
    return type(row)


def invoice(
    account: Account | None,
    *,
    at: datetime = NOW,
    paid: bool = True,
    number: str = "",
    currency: str = "EUR",
) -> Invoice:
    return saved(invoice_rows(account, at=at, paid=paid, number=number, currency=currency))


def invoice_rows(
    account: Account | None,
    *,
    at: datetime = NOW,
    paid: bool = True,
    number: str = "",
    currency: str = "EUR",
) -> tuple[Invoice, *tuple[models.Model, ...]]:
    """An invoice with what hangs on it and what is in the books of it, not saved yet."""
    made = Invoice(
        account=account,
        number=number or f"T-{next(_numbers)}",
        issued_at=at,
        due_on=(at + timedelta(days=14)).date(),
        currency=currency,
        net=1000,
        tax=190,
        total=1190,
        party_name="An Account",
        party_address="1 Street",
        party_country="IN",
        party_tax_id="X1",
    )
    line = InvoiceLine(
        account=account,
        invoice=made,
        description="Hosting of site.example",
        price=1000,
        amount=1000,
        category="S",
        rate=19_0000,
    )
    tax = InvoiceTax(
        account=account,
        invoice=made,
        category="S",
        rate=19_0000,
        country="IN",
        base=1000,
        amount=190,
    )
    legs = [
        Leg(Posting.Ledger.RECEIVABLE, 1190, invoice=made),
        Leg(Posting.Ledger.REVENUE, -1000),
        Leg(Posting.Ledger.TAX, -190, part="IN"),
    ]
    issued = _entered(account, Transaction.Kind.INVOICE, legs, at, currency)
    received = payment_rows(made, at=at + timedelta(days=3)) if paid else ()
    return made, line, tax, *issued, *received


def payment(invoice: Invoice, *, at: datetime = NOW) -> Payment:
    return saved(payment_rows(invoice, at=at))


def payment_rows(
    invoice: Invoice, *, at: datetime = NOW
) -> tuple[Payment, *tuple[models.Model, ...]]:
    """The payment of an invoice, and what is in the books of it, not saved yet."""
    made = Payment(
        account=invoice.account,
        received_at=at,
        currency="EUR",
        amount=1190,
        method="transfer",
        payer="A Payer",
        reference="R1",
    )
    legs = [
        Leg(Posting.Ledger.CASH, 1190, part="transfer", payment=made),
        Leg(Posting.Ledger.RECEIVABLE, -1190, invoice=invoice, payment=made),
    ]
    return made, *_entered(invoice.account, Transaction.Kind.PAYMENT, legs, at)


def _entered(
    account: Account | None,
    kind: Transaction.Kind,
    legs: list[Leg],
    at: datetime,
    currency: str = "EUR",
) -> tuple[models.Model, ...]:
    entry = Transaction(account=account, kind=kind, at=at, on=at.date())
    return entry, *postings(entry, legs, currency)


def product(slug: str = "s", **more: Any) -> Product:
    """A product of 10.00 euros a month."""
    group, _new = Group.objects.get_or_create(slug="web", defaults={"name": "Web hosting"})
    made = Product.objects.create(group=group, name="Hosting S", slug=slug, **more)
    Price.objects.create(
        product=made, currency="EUR", months=1, amount=1000, starts=LONG_AGO.date()
    )
    return made


def terms(version: str = "1") -> Terms:
    return Terms.objects.create(version=version, text="You pay.", starts=LONG_AGO.date())


def order(account: Account, *, at: datetime = NOW, **more: Any) -> Order:
    """An order of nothing in particular, which waits."""
    number = f"T-{next(_numbers)}"
    amounts = {"net": 1000, "tax": 190, "total": 1190}
    made = Order.objects.create(
        account=account, number=number, placed_at=at, currency="EUR", **amounts, **more
    )
    of_line = {"price": 1000, "amount": 1000, "recurring": 1000, "months": 1, "currency": "EUR"}
    OrderLine.objects.create(
        account=account, order=made, position=1, product="Hosting", supply="electronic", **of_line
    )
    return made


def quote(account: Account, *, at: datetime = NOW, days: int = 30) -> Quote:
    """A quote that was sent, of nothing in particular."""
    made = Quote.objects.create(
        account=account,
        number=f"T-{next(_numbers)}",
        made_at=at,
        sent_at=at,
        last_day=(at + timedelta(days=days)).date(),
        currency="EUR",
    )
    of_line = {"price": 1000, "amount": 1000, "recurring": 1000, "months": 1, "currency": "EUR"}
    QuoteLine.objects.create(
        account=account, quote=made, position=1, product="Hosting", supply="electronic", **of_line
    )
    return made


def service(account: Account, *, at: datetime = NOW, ended: datetime | None = None) -> Service:
    return saved((service_row(account, at=at, ended=ended),))


def service_row(
    account: Account,
    *,
    at: datetime,
    ended: datetime | None = None,
    deleted: datetime | None = None,
) -> Service:
    return Service(
        account=account,
        product="Hosting",
        label="site.example",
        started_at=at,
        ended_at=ended,
        deleted_at=deleted,
    )


def ticket(
    account: Account,
    *,
    at: datetime = NOW,
    closed: datetime | None = None,
    author: Person | None = None,
    attachment: bytes = b"",
) -> Ticket:
    author = author or owner(account)
    made, message = ticket_rows(account, at=at, closed=closed, author=author)
    if attachment:
        message.attachment.save("a", ContentFile(attachment), save=False)
        message.attachment_name = "screenshot.png"
    return saved((made, message))


def ticket_rows(
    account: Account,
    *,
    at: datetime,
    author: Person,
    closed: datetime | None = None,
    deleted: datetime | None = None,
) -> tuple[Ticket, TicketMessage]:
    """A ticket with its first message, not saved yet."""
    made = Ticket(
        account=account,
        opened_by=author,
        subject="A question",
        opened_at=at,
        closed_at=closed,
        deleted_at=deleted,
    )
    message = TicketMessage(
        account=account,
        ticket=made,
        author=author,
        author_name=author.name,
        author_ip="192.0.2.1",
        at=at,
        body="It does not work.",
    )
    return made, message


def inquiry(
    email: str = "asker@visitor.example",
    *,
    at: datetime = NOW,
    closed: datetime | None = None,
    who: Person | None = None,
) -> Inquiry:
    return saved((inquiry_row(email, at=at, closed=closed, who=who),))


def inquiry_row(
    email: str = "asker@visitor.example",
    *,
    at: datetime,
    closed: datetime | None = None,
    who: Person | None = None,
) -> Inquiry:
    return Inquiry(
        person=who,
        form="inquiry",
        rule="collect.inquiry",
        name="An Asker",
        email=email,
        message=f"Question {next(_numbers)}",
        asked_at=at,
        closed_at=closed,
        answer="An answer" if closed else "",
    )


def preferences(who: Person, *, at: datetime = NOW) -> Preferences:
    return Preferences.objects.create(
        person=who, demographics="43", product_usage="daily", interest="backups", told_at=at
    )


def signin(who: Person, *, at: datetime = NOW, succeeded: bool = True) -> Signin:
    device = {"ip": "192.0.2.2", "user_agent": "Browser"}
    made = record_signin(who, succeeded=succeeded, at=at, **device)
    assert made
    return made


def message(who: Person, account: Account | None = None, *, at: datetime = NOW) -> Message:
    return saved((message_row(who, account, at=at),))


def message_row(who: Person, account: Account | None, *, at: datetime) -> Message:
    return Message(
        person=who,
        account=account,
        rule="message.service",
        channel="email",
        address=who.email,
        subject="Your invoice",
        body="Dear customer",
        created_at=at,
    )


def disclosure(account: Account, *, recipient: str = "registry", at: datetime = NOW) -> Disclosure:
    return saved((disclosure_row(account, recipient=recipient, at=at),))


def disclosure_row(
    account: Account, *, recipient: str = "registry", at: datetime = NOW
) -> Disclosure:
    return Disclosure(
        subject=account,
        recipient=recipient,
        rule=f"share.{recipient}",
        categories=["identity"],
        reference=f"ref-{next(_numbers)}",
        at=at,
    )


def _our_bank_account() -> BankAccount:
    ours, _new = BankAccount.objects.get_or_create(
        iban="DE89370400440532013000", defaults={"holder": "Softsys", "currency": "EUR"}
    )
    return ours


def bank_line(account: Account | None, *, at: datetime = NOW) -> BankLine:
    """Money that came in, which is settled where it is an account's."""
    ours, number = _our_bank_account(), next(_numbers)
    statement = BankStatement.objects.create(
        bank_account=ours,
        digest=f"{number}",
        number="1",
        opening=0,
        closing=1190,
        since=at.date(),
        until=at.date(),
        read_at=at,
    )
    return BankLine.objects.create(
        account=account,
        statement=statement,
        bank_account=ours,
        digest=f"{number}",
        nth=0,
        read_at=at,
        booked_on=at.date(),
        currency="EUR",
        amount=1190,
        party="A Payer",
        party_iban="NL91ABNA0417164300",
        text="Invoice T-1",
        settled_at=at if account else None,
    )


def gateway_rows(
    account: Account, who: Person, *, at: datetime
) -> tuple[PaymentMethod, *tuple[models.Model, ...]]:
    """A payment method by card, an attempt to pay by it, what its gateway told, and a mandate; not
    yet saved."""
    number, of = next(_numbers), {"account": account, "gateway": "paygate"}
    method = PaymentMethod(
        **of,
        by=who,
        kind="card",
        reference=f"pm_{number}",
        customer=f"cus_{number}",
        label="Visa 4242",
        ends_on=at.date() + timedelta(days=365),
        added_at=at,
        proved_by="paycheck",
        proof=f"access_{number}",
    )
    attempt = PaymentAttempt(
        **of,
        by=who,
        method=method,
        key=f"attempt-{number}",
        amount=1190,
        currency="EUR",
        started_at=at,
        reference=f"pay_{number}",
        ended_at=at,
        outcome="paid",
        proof=f"access_{number}",
        proof_account=f"acc_{number}",
        score=90,
        decided_why="A statement shows it.",
    )
    told = GatewayEvent(
        **of,
        name=f"evt_{number}",
        what="payment",
        told_at=at,
        received_at=at,
        raw=f'{{"card": "4242", "event": {number}}}'.encode(),
        handled_at=at,
    )
    debit = PaymentMethod(
        account=account,
        by=who,
        gateway="sepa",
        kind="debit",
        reference=f"MANDATE-{number}",
        label="FR … 2606",
        added_at=at,
    )
    mandate = Mandate(
        account=account,
        by=who,
        method=debit,
        reference=debit.reference,
        creditor="DE98ZZZ09999999999",
        holder="An Account",
        iban="FR1420041010050500013M02606",
        notice=14,
        wording="By signing this mandate form, you authorise us",
        signed_at=at,
    )
    return method, attempt, told, debit, mandate


def collection(invoice: Invoice, *, at: datetime = NOW) -> Collection:
    """What is collected by direct debit of an invoice, and was sent back."""
    file = CollectionFile.objects.create(
        bank_account=_our_bank_account(),
        name=f"SEPA-{next(_numbers)}",
        format="pain.008.001.08",
        collect_on=at.date(),
        made_at=at,
    )
    return Collection.objects.create(
        account=invoice.account,
        invoice=invoice,
        mandate=Mandate.objects.filter(account=invoice.account).first(),
        file=file,
        key=f"collection-{next(_numbers)}",
        amount=1190,
        collect_on=at.date(),
        announced_at=at,
        ended_at=at,
    )


def certificate(account: Account, *, at: datetime = NOW, **more: Any) -> Certificate:
    """A certificate of exemption, by default of a reseller in Texas, for a year."""
    says = {
        "kind": "resale",
        "place": "US-TX",
        "number": f"32-{next(_numbers):07}",
        "valid_from": at.date(),
        "valid_until": at.date() + timedelta(days=365),
        "law": "Tex. Tax Code § 151.302",
    }
    return Certificate.objects.create(account=account, entered_at=at, **says | more)


def selling_rows(
    account: Account, who: Person, *, at: datetime
) -> tuple[Service, *tuple[models.Model, ...]]:
    """What there can be of a service that was ordered, paid, paused and ended, not saved yet."""
    today, number = at.date(), next(_numbers)
    ended = at + timedelta(days=30)
    of = {"account": account}
    about = of | {"product": "Hosting", "supply": "electronic", "currency": "EUR", "price": 1000}
    agreed = about | {"label": "site.example", "position": 1, "months": 1, "amount": 1000}
    made = service_row(account, at=at, ended=ended)
    billed = invoice_rows(account, at=at)
    bill = billed[0]
    line = next(row for row in billed if isinstance(row, InvoiceLine))
    paid = next(row for row in billed if isinstance(row, Payment))
    order = Order(
        **of,
        person=who,
        number=f"O-{number}",
        placed_at=at,
        accepted_at=at,
        currency="EUR",
        net=1000,
        tax=190,
        total=1190,
        note="Soon, please",
    )
    quote = Quote(
        **of, number=f"Q-{number}", made_at=at, last_day=today, currency="EUR", order=order
    )
    return (
        made,
        *billed,
        Reminder(**of, invoice=bill, days=3, action="remind", at=at),
        DunningRest(**of, invoice=bill, since=at, until=today, reason="Pays on Friday"),
        Irregularity(
            **of, kind="mismatch", note="A cent", payment=paid, found_at=at, resolved_at=at
        ),
        Term(**about, service=made, months=1, starts=today, until=ended.date()),
        Charge(
            **about,
            service=made,
            reason="period",
            starts=today,
            ends=ended.date(),
            description="Hosting, site.example",
            amount=1000,
            made_at=at,
            line=line,
        ),
        OwnPrice(
            **of,
            service=made,
            amount=900,
            currency="EUR",
            because="Three years agreed",
            starts=today,
            until=ended.date(),
            agreed_at=at,
            end_told_at=at,
        ),
        Suspension(**of, service=made, reason="staff", note="A look", since=at, until=at),
        Cancellation(
            **of, service=made, person=who, asked_at=at, effective_on=ended.date(), because="Moved"
        ),
        order,
        OrderLine(**agreed, order=order, service=made),
        quote,
        QuoteLine(**agreed, quote=quote),
    )


def full_account(*, at: datetime = NOW, attachment: bytes = b"") -> Account:
    """An account with a row in every table that is about one."""
    made = account(at=at)
    who = owner(made)
    saved(selling_rows(made, who, at=at))
    saved(gateway_rows(made, who, at=at))
    collection(made.invoices.get(), at=at)
    bank_line(made, at=at)
    ticket(made, at=at, closed=at + timedelta(days=2), attachment=attachment)
    signin(who, at=at)
    message(who, made, at=at)
    disclosure(made, at=at)
    Invitation.objects.create(
        account=made,
        invited_by=who,
        email=f"i{next(_numbers)}@customer.example",
        digest=f"{next(_numbers):064}",
        created_at=at,
        expires_at=at,
    )
    VatCheck.objects.create(account=made, number="DE136695976", asked_at=at)
    Sign.objects.create(account=made, kind=Sign.Kind.BANK, country="IN", seen_at=at)
    certificate(made, at=at)
    LocalTax.objects.create(
        account=made,
        day=at.date(),
        currency="USD",
        lines=[["electronic", 1000]],
        digest=f"{next(_numbers):064}",
        asked_at=at,
        answered_at=at,
        parts=[[[f"County {next(_numbers)}", 825]]],
    )
    Activity.objects.create(account=made, person=who, at=at, what="service ordered", ip="192.0.2.3")
    ConsentEvent.objects.create(
        person=who,
        rule="consent.marketing",
        kind="given",
        at=at,
        channel="portal",
        wording="Yes",
        policy="0" * 64,
    )
    return made
