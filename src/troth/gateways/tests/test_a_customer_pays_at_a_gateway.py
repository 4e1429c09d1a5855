"""Pay an invoice at a gateway and come back: what the gateway says of it is in the books, once."""

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from troth.billing.models import Invoice, Payment
from troth.billing.owed import balance, owed
from troth.calls.models import Call
from troth.calls.work import LEASE, work_due
from troth.core import ask_outside
from troth.gates.models import Disclosure
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.pay import pay
from troth.gateways.tasks import look_up_soon
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.shown import shown
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invoice(pretend: Counterpart, monkeypatch: pytest.MonkeyPatch) -> Invoice:
    monkeypatch.setattr(ask_outside, "PATIENCE", 2.0)
    make.in_force(make.changed("softsys", rules=SHARE))
    return make.invoice(make.account(name="Ada Payer", city="Kochi", postcode="682001"), paid=False)


class Customer:
    """Who owes an invoice, in their browser."""

    def __init__(self, invoice: Invoice) -> None:
        assert invoice.account
        self.account = invoice.account
        self.client: Client = signed_in(make.owner(invoice.account))
        self.page = f"/account/{invoice.account_id}/invoices/{invoice.pk}/pay/"

    def goes_on(self, **typed: object) -> str:
        """The session at the gateway to which the page leads."""
        answer = self.client.post(self.page, {"way": "pretend"} | typed)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]).rpartition("/")[2]

    def comes_back(self) -> str:
        """What they read then, once what it has asked for is done."""
        page = self.reads()
        for job in ProcrastinateJob.objects.filter(task_name=look_up_soon.name):
            look_up_soon(**job.args)
        return page

    def reads(self) -> str:
        key = PaymentAttempt.objects.latest("pk").key
        return self.client.get(f"/account/{self.account.pk}/paid/{key}/").content.decode()


def test_what_was_paid_there_is_paid_here_however_often_one_looks(
    invoice: Invoice, pretend: Counterpart
) -> None:
    customer = Customer(invoice)
    session = customer.goes_on()
    assert "Nothing has been paid yet" in customer.comes_back()
    pretend.do("pay", session=session)
    assert "has been paid. Thank you" in customer.comes_back()
    assert "has been paid. Thank you" in customer.comes_back()
    (payment,) = Payment.objects.all()
    assert (payment.method, payment.amount, owed(invoice)) == ("pretend", invoice.total, 0)
    assert PaymentAttempt.objects.get().payment == payment


def test_to_look_books_nothing_and_has_it_asked_once(
    invoice: Invoice, pretend: Counterpart
) -> None:
    customer = Customer(invoice)
    pretend.do("pay", session=customer.goes_on())
    before = PaymentAttempt.objects.values().get()
    assert "has been paid. Thank you" in customer.reads() and "Thank you" in customer.reads()
    assert PaymentAttempt.objects.values().get() == before and not Payment.objects.exists()
    assert ProcrastinateJob.objects.filter(task_name=look_up_soon.name).count() == 1


def test_a_query_says_nothing(invoice: Invoice) -> None:
    customer = Customer(invoice)
    customer.goes_on()
    key = PaymentAttempt.objects.get().key
    path = f"/account/{customer.account.pk}/paid/{key}/?redirect_status=succeeded&paid=1"
    assert "Nothing has been paid yet" in customer.client.get(path).content.decode()
    assert not Payment.objects.exists()


def test_a_second_click_goes_on_with_the_same_payment(invoice: Invoice) -> None:
    customer = Customer(invoice)
    assert customer.goes_on() == customer.goes_on()
    assert PaymentAttempt.objects.count() == 1


def test_whoever_wants_it_otherwise_has_one_open_attempt(invoice: Invoice) -> None:
    customer = Customer(invoice)
    assert customer.goes_on() != customer.goes_on(keep="on")
    assert PaymentAttempt.objects.filter(ended_at=None).count() == 1


def test_what_was_paid_meanwhile_is_found_before_anything_else_is_paid(
    invoice: Invoice, pretend: Counterpart
) -> None:
    customer = Customer(invoice)
    pretend.do("pay", session=customer.goes_on())
    answer = customer.client.post(customer.page, {"way": "pretend"}, follow=True)
    assert "This has just been paid" in answer.content.decode()
    assert Payment.objects.count() == 1 and owed(invoice) == 0


def test_money_under_way_is_not_paid_twice(invoice: Invoice, pretend: Counterpart) -> None:
    customer = Customer(invoice)
    pretend.do("pay", session=customer.goes_on(), does="underway")
    assert "on its way" in customer.comes_back()
    answer = customer.client.post(customer.page, {"way": "pretend"}, follow=True)
    assert "on its way" in answer.content.decode()


def test_what_is_owed_no_more_is_to_the_balance(invoice: Invoice, pretend: Counterpart) -> None:
    customer = Customer(invoice)
    session = customer.goes_on()
    make.payment(invoice)
    pretend.do("pay", session=session)
    customer.comes_back()
    assert balance(customer.account, invoice.currency) == invoice.total


def test_a_way_that_is_kept_is_the_accounts_and_the_register_names_it(
    invoice: Invoice, pretend: Counterpart
) -> None:
    customer = Customer(invoice)
    pretend.do("pay", session=customer.goes_on(keep="on"))
    customer.comes_back()
    way = PaymentMethod.objects.get()
    assert (way.account, way.label) == (customer.account, "Visa 4242") and way.default_since
    assert Disclosure.objects.filter(recipient="pretend", reference=way.customer).exists()


def test_who_does_not_tick_the_box_keeps_no_way(invoice: Invoice, pretend: Counterpart) -> None:
    customer = Customer(invoice)
    assert b'name="keep" id="id_keep"' in customer.client.get(customer.page).content
    pretend.do("pay", session=customer.goes_on())
    customer.comes_back()
    assert not PaymentMethod.objects.exists()


@pytest.mark.parametrize("how", ["before", "after", "half"])
def test_a_gateway_that_does_not_answer_leaves_one_payment(
    invoice: Invoice, pretend: Counterpart, how: str
) -> None:
    customer = Customer(invoice)
    pretend.misbehave(how)
    page = customer.client.post(customer.page, {"way": "pretend"})
    assert "The payment service did not answer" in page.content.decode()
    assert Call.objects.get().in_doubt_since
    pretend.do("pay", session=customer.goes_on())
    customer.comes_back()
    work_due(at=timezone.now() + LEASE)
    assert Payment.objects.count() == 1 and owed(invoice) == 0


def test_a_gateway_that_is_down_is_said_to_be(invoice: Invoice, pretend: Counterpart) -> None:
    pretend.misbehave("down")
    customer = Customer(invoice)
    page = customer.client.post(customer.page, {"way": "pretend"})
    assert "Nothing was paid" in page.content.decode()


def test_who_dies_before_asking_leaves_a_call_that_is_looked_up(
    invoice: Invoice, pretend: Counterpart, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*args: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("troth.gateways.pay.work_claimed", dies)
    assert invoice.account
    now, who = timezone.now(), make.owner(invoice.account)
    with pytest.raises(KeyboardInterrupt):
        pay(invoice.account, "pretend", invoice=invoice, by=who, at=now)
    assert work_due(at=now) == 0
    assert work_due(at=now + LEASE) == 1
    assert Call.objects.get().done_at and PaymentAttempt.objects.get().reference


def test_a_restricted_account_may_pay(invoice: Invoice) -> None:
    customer = Customer(invoice)
    customer.account.restricted_at = make.NOW
    customer.account.save()
    assert customer.goes_on()


def test_nothing_is_told_to_a_gateway_before_it_is_agreed_to(
    pretend: Counterpart, settings: Settings
) -> None:
    rule = SHARE + 'when = "consent"\nagreed = true\n'
    make.in_force(make.changed("softsys", rules=rule))
    customer = Customer(make.invoice(make.account(city="Kochi", postcode="682001"), paid=False))
    seen = {"way": "pretend", "shown": shown(customer.client, customer.page)}
    page = customer.client.post(customer.page, seen)
    assert "Without agreeing to this" in page.content.decode()
    half = customer.client.post(customer.page, seen | {"agree": ["share.pretend"]})
    assert half.status_code == 200
    ticked = half.content.decode().split('value="share.pretend"')[1].split(">")[0]
    assert "checked" in ticked, "nobody has to tick it twice"
    assert not PaymentAttempt.objects.exists() and not Disclosure.objects.exists()
    assert customer.goes_on(**seen, agree=["share.pretend", "share.pretend.agreed"])
    assert customer.goes_on()  # that is on record


def test_the_page_says_who_receives_what(invoice: Invoice) -> None:
    page = Customer(invoice)
    text = page.client.get(page.page).content.decode()
    assert "Pretend is a controller in its own right" in text
    assert "It receives identity" in text or "It receives" in text


def test_a_field_that_no_rule_lists_and_a_cards_number_are_refused(invoice: Invoice) -> None:
    customer = Customer(invoice)
    for typed in ({"card": "4111111111111111"}, {"way": "4111 1111 1111 1111"}):
        page = customer.client.post(customer.page, {"way": "pretend"} | typed)
        assert page.status_code == 200
    assert not PaymentAttempt.objects.exists()


def test_an_amount_is_paid_to_the_balance_and_pays_what_is_owed(
    invoice: Invoice, pretend: Counterpart
) -> None:
    customer = Customer(invoice)
    customer.page = f"/account/{customer.account.pk}/pay/"
    assert customer.client.get(customer.page).context["form"]["amount"].value()
    pretend.do("pay", session=customer.goes_on(amount="100"))
    customer.comes_back()
    assert owed(invoice) == 0
    assert balance(customer.account, invoice.currency) == 10000 - invoice.total
