"""Who opens pages, and what stands in the addresses that they open."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account, Invitation, Membership, Person
from troth.accounts.scopes import SCOPES
from troth.billing.models import Irregularity, Payment
from troth.catalog.models import Choice, Group, Option, PriceChange, Product, Promotion
from troth.erasure.erase import erase
from troth.erasure.models import ForgetRequest, Hold
from troth.gates.models import Acknowledgement, Undertaking
from troth.gateways.models import Payout
from troth.journal.checkpoint import checkpoint
from troth.people.invite import digest_of
from troth.portal.tests.addresses import STAFF
from troth.requests.keep_mail import keep_mail
from troth.requests.models import IdentityProof, RightsRequest
from troth.testing import make
from troth.testing.browser import with_password

NAME = "Konstanze Besonders"  # the owner's, on pages that nobody else may see
EMAIL = "konstanze@customer.example"

# What an address is asked for, where without it there is no such page.
QUERIES = {"desk/customers/<str:kind>/<int:number>/reason/": "?of=contact"}


@pytest.fixture
def visitors(settings: Settings, tmp_path: Path) -> dict[str, Person | None]:
    """Who opens pages, under a policy with staff roles and on an installation with a brand."""
    settings.BRAND_ACCENT = "#0b5d57"
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.BRAND_LOGO = str(logo)
    policy = make.in_force("softsys")
    now = timezone.now()
    account = make.full_account(at=now, attachment=b"a file")
    Person.objects.filter(memberships__account=account).update(name=NAME, email=EMAIL)
    owner = with_password(make.owner(account))
    found: dict[str, Person | None] = {"stranger": None, "owner": owner}
    found["other"] = with_password(make.owner(make.full_account(at=now)))
    for name, scope in {"member": "", **{f"with {scope}": scope for scope in SCOPES}}.items():
        found[name] = who = with_password(make.person(at=now))
        Membership.objects.create(account=account, person=who, role="trusted", scopes=scope)
    for name in STAFF:
        found[name] = who = with_password(make.person(at=now, staff=True))
        who.staff_role = name.removeprefix("staff: ")
        who.save()
        Acknowledgement.objects.create(person=who, policy=policy.digest, at=now)
    return found


@pytest.fixture
def path_of(visitors: dict[str, Person | None]) -> Callable[[str], str]:
    """The path of an address, with something of the owner's wherever it takes a number or name."""
    owner = visitors["owner"]
    assert owner is not None
    account = owner.memberships.get().account
    parts = things_of(owner, account)

    return lambda route: path_to(route, parts)


def path_to(route: str, parts: dict[str, object]) -> str:
    """The path of an address, with a part in place of whatever it leaves open."""
    query = QUERIES.get(route, "")
    route = re.sub(r"<\w+:(\w+)>", r"<\1>", route)
    for placeholder, value in parts.items():
        route = route.replace(placeholder, str(value))
    assert "<" not in route, f"nothing stands in for a part of {route}"
    return f"/{route}{query}"


def things_of(owner: Person, account: Account) -> dict[str, object]:
    """What stands in for each part of an address; the longer ones first."""
    now = timezone.now()
    ticket, member = (
        account.tickets.get(),
        account.memberships.get(role="trusted", scopes=""),
    )
    invitation = Invitation.objects.create(
        account=account,
        email="friend@customer.example",
        digest=digest_of("a-secret"),
        scopes="billing",
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    asked = RightsRequest.objects.create(
        subject=owner,
        person=owner,
        right="access",
        rule="right.access",
        channel="portal",
        asked_at=now,
    )
    key = Fernet.generate_key()
    proof = IdentityProof(
        subject=asked.subject, request=asked, content_type="image/png", key=key, received_at=now
    )
    proof.file.save("proof", ContentFile(Fernet(key).encrypt(b"a picture")))
    kept = keep_mail(asked, b"a mail", at=now)
    hold = Hold.objects.create(
        subject=account, records=["*"], reason="r", owner="o", review_on=now, placed_at=now
    )
    ForgetRequest.objects.create(
        recipient="registry",
        reference="r",
        receipt=uuid4(),
        asked_at=now,
        next_at=now,
        state="by hand",
    )
    signed = Undertaking.objects.create(
        recipient="registry", kind="agreement", signed_on=now.date(), entered_at=now
    )
    irregularity = Irregularity.objects.create(account=account, kind="mismatch", found_at=now)
    came = account.payments.filter(amount__gt=0).latest("pk")
    back = Payment.objects.create(
        **{"account": account, "received_at": now, "currency": came.currency, "amount": -1},
        **{"method": came.method, "refunds": came, "sent_at": now},
    )
    dispute = Irregularity.objects.create(
        account=account, kind="dispute", found_at=now, payment=back
    )
    payout = Payout.objects.create(
        **{"gateway": "paygate", "reference": "out_1", "arrives_on": now.date(), "told_at": now},
        **{"amount": 1, "currency": "EUR"},
    )
    erased = erase(make.owner(make.account(at=now)), at=now)
    checkpoint(at=now)
    line = make.bank_line(account, at=now)
    group = Group.objects.create(name="A Group", slug="a-group")
    sold = Product.objects.create(group=group, name="A Product", slug="a-product")
    option = Option.objects.create(product=sold, name="Backups", kind=Option.Kind.SWITCH)
    choice = Choice.objects.create(option=option, name="Backups")
    change = PriceChange.objects.create(
        **{"product": sold, "currency": "EUR", "months": 1, "amount": 1},
        **{"starts": now.date(), "made_at": now, "told_at": now},
    )
    promotion = Promotion.objects.create(code="SPRING", percent=10_0000)
    return {
        "groups/<number>": f"groups/{sold.group_id}",
        "languages/<language>": "languages/de",
        "products/<number>": f"products/{sold.pk}",
        "options/<number>": f"options/{option.pk}",
        "choices/<number>": f"choices/{choice.pk}",
        "price-changes/<number>": f"price-changes/{change.pk}",
        "promotions/<number>": f"promotions/{promotion.pk}",
        "records/<table>/<key>": f"records/accounts_account/{account.pk}",
        "records/<table>": "records/accounts_account",
        "editions/<number>": "editions/1",
        "calls/<number>": "calls/1",
        "charge/<charge>": "charge/1",
        "rests/<number>": f"rests/{account.dunning_rests.get().pk}",
        "disputes/<number>": f"disputes/{dispute.pk}",
        "gateways/events/<number>": f"gateways/events/{account.gateway_events.get().pk}",
        "payouts/<number>": f"payouts/{payout.pk}",
        "<gateway>": "paygate",
        "irregularities/<number>": f"irregularities/{irregularity.pk}",
        "money/<name>": "money/credit",
        "files/<number>": f"files/{account.collections.get().file_id}",
        "direct-debits/<number>": f"direct-debits/{account.collections.get().pk}",
        "statements/<number>": f"statements/{line.statement_id}",
        "lines/<number>": f"lines/{line.pk}",
        "transfers/<number>": f"transfers/{account.payments.latest('pk').pk}",
        "accounts/<number>": f"accounts/{line.bank_account_id}",
        "dunning/<number>": "dunning/1",
        "receipts/<number>": f"receipts/{erased.receipt}",
        "rules/<number>": "rules/1",
        "quotes/<number>": f"quotes/{make.quote(account, at=now).pk}",
        "orders/<number>": f"orders/{make.order(account, at=now).pk}",
        "terms/<number>": f"terms/{make.terms().pk}",
        "shop/<group>/<product>": f"shop/web/{make.product().slug}",
        "shop/<group>": "shop/web",
        "paid/<key>": f"paid/{account.payment_attempts.get().key}",
        "ways-to-pay/<key>": f"ways-to-pay/{account.payment_attempts.get().key}",
        "checks/<number>": f"checks/{account.payment_attempts.get().pk}",
        "ways-to-pay/<number>": f"ways-to-pay/{account.payment_methods.get(kind='card').pk}",
        "invoices/<number>": f"invoices/{account.invoices.get().pk}",
        "certificates/<certificate>": f"certificates/{account.certificates.get().pk}",
        "price/<price>": f"price/{account.services.get().own_prices.get().pk}",
        "services/<number>/<name>": f"services/{account.services.get().pk}/set-up",
        "services/<number>": f"services/{account.services.get().pk}",
        "tickets/<number>": f"tickets/{ticket.pk}",
        "messages/<number>": f"messages/{account.messages.get().pk}",
        "failed-mail/<number>": f"failed-mail/{account.messages.get().pk}",
        "requests/<number>": f"requests/{asked.pk}",
        "holds/<number>": f"holds/{hold.pk}",
        "recipients/<number>": f"recipients/{signed.pk}",
        "from-mail/<number>": f"from-mail/{asked.pk}",
        "inquiries/<number>": f"inquiries/{make.inquiry(at=now).pk}",
        "reports/<name>": "reports/revenue",
        "customers/<kind>/<number>/<record>": f"customers/account/{account.pk}/service",
        "customers/account/<number>": f"customers/account/{account.pk}",
        "customers/person/<number>": f"customers/person/{owner.pk}",
        "customers/<kind>/<number>": f"customers/account/{account.pk}",
        "wordings/<kind>/<right>/<language>": "wordings/done/access/en",
        "held/<record>": "held/person",
        "consents/<name>": "consents/marketing",
        "proofs/<proof>": f"proofs/{proof.pk}",
        "mails/<mail>": f"mails/{kept.pk}",
        "staff/<number>": f"staff/{Person.objects.filter(is_staff=True)[:1].get().pk}",
        "delete/<kind>/<number>": f"delete/ticket/{ticket.pk}",
        "deleted/<kind>/<number>": f"deleted/ticket/{ticket.pk}",
        "<certificate>": account.certificates.get().pk,
        "<account>": account.pk,
        "<file>": ticket.messages.get().pk,
        "<member>": member.pk,
        "<invitation>": invitation.pk,
        "<secret>": "a-secret",
        "<name>": "refuse",
        "<form>": "call-back",
        "<app_label>": "accounts",
        "<object_id>": owner.pk,
        "<uidb36>": "1",
        "<key>": "1-abc",
        "<pk>": 1,
        "<old>": 1,
        "<log>": "0" * 64,
        "<place>": "0/000.p/1",
        "<provider_id>": "nobody",
        "<token>": "nothing",
        "<url>": "nowhere",
    }


def client_of(person: Person | None) -> Client:
    client = Client(headers={"user-agent": "Browser"})
    if person:
        client.force_login(person)
    return client


@contextmanager
def tried(client: Client) -> Iterator[None]:
    """What is done is taken back; the browser is as it was before."""
    # An answer brings cookies of its own and changes none that is there, so none is copied.
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


class Written:
    """Which tables have been written to since one last asked, within the test's transaction."""

    def __init__(self) -> None:
        self._rows = self._counted()

    def since(self) -> set[str]:
        before, self._rows = self._rows, self._counted()
        return {table for table, rows in self._rows.items() if rows != before.get(table, 0)}

    def _counted(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            )
            return dict(cursor.fetchall())


def opens(answer: HttpResponseBase) -> bool:
    """Whether an answer is a page, a file or the way on; not a refusal or the way to sign in."""
    to = answer.get("Location", "")
    return answer.status_code < 400 and not to.startswith("/sign-in/")


def content_of(answer: Any) -> bytes:
    """All that an answer says; reading it to its end closes the file that it may come from."""
    return b"".join(answer) if answer.streaming else bytes(answer.content)
