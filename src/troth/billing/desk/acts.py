"""What staff do with a customer's money: for each act what is asked, and the verb it calls."""

import re
from abc import abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Min, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Account, Person
from troth.billing.charge_back import charge_back
from troth.billing.credit import credit
from troth.billing.dunning.rest import rest
from troth.billing.goes_back_by_itself import goes_back_by_itself
from troth.billing.irregular import find_irregular
from troth.billing.left import left_of
from troth.billing.models import BankAccount, Invoice, Irregularity, Payment
from troth.billing.receive import receive
from troth.billing.refund import paid_by, refund, reopened
from troth.billing.reverse import reverse
from troth.billing.set_pay_days import set_pay_days
from troth.billing.undo import can_be_undone, undo, undone
from troth.billing.use_balance import use_balance
from troth.billing.write_off import write_off
from troth.core.day import day, day_at
from troth.core.money import money
from troth.gates.form import Form
from troth.gates.inputs.amount import amount_of
from troth.gates.inputs.day import DayInput
from troth.gates.inputs.text import Line

_LISTED = 100
_METHODS = [
    ("transfer", gettext_lazy("by transfer")),
    ("cash", gettext_lazy("in cash")),
    ("cheque", gettext_lazy("by cheque")),
]


class Act(Form):
    """What is asked for an act on the money of an account.

    done: what is said once it is done. needs: what there has to be for it, of `invoice` (not yet
    credited as a whole), `owed`, `payment` and `balance`.
    """

    title: Promise | str = ""
    done: Promise | str = ""
    needs: frozenset[str] = frozenset()

    def __init__(self, account: Account, staff: Person, data: Any = None) -> None:
        super().__init__(data)
        self.account, self.staff = account, staff

    def begin_at(self, invoice: Invoice) -> None:
        """Have an invoice of the account chosen already, where the act is on one."""

    @abstractmethod
    def carry_out(self, *, at: datetime) -> None:
        """Call the verb with what was typed. Raises TrothError."""

    def offer(self, name: str, choices: Iterable[tuple[object, object]]) -> None:
        """Have a field offer these choices."""
        asked = self.fields[name]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [(str(key), label) for key, label in choices]

    def read_amount(self, currency: str) -> None:
        """Take what was typed as an amount of a currency: None where nothing was."""
        typed = self.cleaned_data.get("amount")
        self.cleaned_data["amount"] = None
        if typed and currency:
            try:
                self.cleaned_data["amount"] = amount_of(typed, currency)
            except ValidationError as error:
                self.add_error("amount", error)


def _all(what: Any) -> Line:
    return Line(label=gettext_lazy("Amount"), help_text=what, max_length=40, required=False)


class OnInvoice(Act):
    """An act on one of the account's invoices, of an amount or of all."""

    needs = frozenset({"owed"})
    invoice = forms.ChoiceField(label=gettext_lazy("Invoice"))
    amount = _all(gettext_lazy("Leave empty for the whole amount."))

    def __init__(self, account: Account, staff: Person, data: Any = None) -> None:
        super().__init__(account, staff, data)
        found = account.invoices.filter(kind=Invoice.Kind.INVOICE).with_owed()
        found = found.filter(owed__gt=0) if "owed" in self.needs else found
        self._offer(found.order_by("-pk")[:_LISTED])

    def begin_at(self, invoice: Invoice) -> None:
        """It is about this one alone, also where that is too old to be listed."""
        self._offer([*self.account.invoices.filter(pk=invoice.pk).with_owed()])
        self.initial = {"invoice": invoice.pk}

    def _offer(self, found: Iterable[Any]) -> None:
        self.invoices = {str(each.pk): each for each in found}
        self.offer(
            "invoice",
            [
                (
                    key,
                    _("%(number)s of %(total)s, %(owed)s to be paid")
                    % {
                        "number": each.number,
                        "total": money(each.total, each.currency),
                        "owed": money(each.owed, each.currency),
                    },
                )
                for key, each in self.invoices.items()
            ],
        )

    def clean(self) -> dict[str, Any]:
        """The invoice, and the amount in its currency."""
        super().clean()
        chosen = self.invoices.get(self.cleaned_data.get("invoice", ""))
        self.cleaned_data["invoice"] = chosen
        self.read_amount(chosen.currency if chosen else "")
        return self.cleaned_data


class Credit(OnInvoice):
    """Take an invoice back, in whole or in part."""

    title = gettext_lazy("Credit an invoice")
    done = gettext_lazy("The credit note has been issued.")
    needs = frozenset({"invoice"})
    amount = _all(gettext_lazy("Including tax. Leave empty for all that is left of the invoice."))
    lines = Line(
        label=gettext_lazy("Or the lines"),
        help_text=gettext_lazy("Their positions, separated by spaces: 1 3"),
        max_length=100,
        required=False,
    )

    def clean_lines(self) -> list[int]:
        """The positions."""
        typed = self.cleaned_data["lines"]
        if not re.fullmatch(r"[0-9\s,]*", typed) or any(len(n) > 6 for n in _words(typed)):
            raise ValidationError(_("Enter the positions of lines, such as 1 3."))
        return [int(number) for number in _words(typed)]

    def clean(self) -> dict[str, Any]:
        """An amount or lines, not both; lines that there are."""
        super().clean()
        chosen, positions = self.cleaned_data.get("invoice"), self.cleaned_data.get("lines")
        self.part: Any = self.cleaned_data.get("amount")
        if positions and self.part is not None:
            self.add_error("lines", _("Choose an amount or lines, not both."))
        elif positions and chosen:
            left = {line.position: (line, net) for line, net in left_of(chosen).lines.items()}
            if missing := [number for number in positions if number not in left]:
                self.add_error("lines", _("There is no line %(line)s.") % {"line": missing[0]})
            else:
                self.part = dict(left[number] for number in positions)
        return self.cleaned_data

    def carry_out(self, *, at: datetime) -> None:
        credit(self.cleaned_data["invoice"], self.part, at=at)


def _words(typed: str) -> list[str]:
    return [word for word in re.split(r"[\s,]+", typed) if word]


class WriteOff(OnInvoice):
    """Give up what an invoice owes."""

    title = gettext_lazy("Write off an invoice’s open amount")
    done = gettext_lazy("The open amount has been written off.")

    def carry_out(self, *, at: datetime) -> None:
        write_off(self.cleaned_data["invoice"], self.cleaned_data["amount"], at=at)


class Paid(OnInvoice):
    """Note that an invoice was paid, such as in cash."""

    title = gettext_lazy("Note that an invoice was paid")
    done = gettext_lazy("The payment has been booked.")
    amount = _all(gettext_lazy("Leave empty for all that is owed."))
    method = forms.ChoiceField(label=gettext_lazy("How did it come?"), choices=_METHODS)

    def carry_out(self, *, at: datetime) -> None:
        invoice, amount = self.cleaned_data["invoice"], self.cleaned_data["amount"]
        amount = invoice.owed if amount is None else amount
        method = self.cleaned_data["method"]
        receive(
            self.account,
            amount,
            invoice.currency,
            at=at,
            method=method,
            allocate={invoice: amount},
        )


class UseBalance(OnInvoice):
    """Pay an invoice with the balance."""

    title = gettext_lazy("Pay an invoice from the balance")
    done = gettext_lazy("The invoice has been charged to the balance.")
    needs = frozenset({"owed", "balance"})

    def carry_out(self, *, at: datetime) -> None:
        use_balance(self.cleaned_data["invoice"], self.cleaned_data["amount"], at=at)


class OnPayment(Act):
    """An act on one of the account's payments, of an amount or of all."""

    needs = frozenset({"payment"})
    payment = forms.ChoiceField(label=gettext_lazy("Payment"))
    amount = _all(gettext_lazy("Leave empty for all that is left of the payment."))

    def __init__(self, account: Account, staff: Person, data: Any = None) -> None:
        super().__init__(account, staff, data)
        found = account.payments.filter(amount__gt=0).order_by("-pk")[:_LISTED]
        self.payments = {str(each.pk): each for each in found}
        self.offer("payment", [(key, _told_payment(each)) for key, each in self.payments.items()])

    def clean(self) -> dict[str, Any]:
        """The payment, and the amount in its currency."""
        super().clean()
        chosen = self.payments.get(self.cleaned_data.get("payment", ""))
        self.cleaned_data["payment"] = chosen
        self.read_amount(chosen.currency if chosen else "")
        return self.cleaned_data


def _told_payment(payment: Payment) -> str:
    return _("Payment %(number)s of %(amount)s, %(day)s") % {
        "number": payment.pk,
        "amount": money(payment.amount, payment.currency),
        "day": day(day_at(payment.received_at)),
    }


class Refund(OnPayment):
    """Pay a payment back."""

    title = gettext_lazy("Pay a payment back")
    done = gettext_lazy("The refund has been booked.")
    amount = Line(label=gettext_lazy("Amount"), max_length=40)
    reopen = forms.BooleanField(
        label=gettext_lazy("What it has paid is owed again"),
        help_text=gettext_lazy("Otherwise it comes from the balance."),
        required=False,
    )

    def carry_out(self, *, at: datetime) -> None:
        payment, amount = self.cleaned_data["payment"], self.cleaned_data["amount"]
        reopen = self.cleaned_data["reopen"]
        if not goes_back_by_itself(payment, amount, reopen=reopen, at=at):
            again = reopened(payment, amount) if reopen else {}
            refund(payment, amount, at=at, reopen=again)


class ChargeBack(OnPayment):
    """Note that a payment is disputed."""

    title = gettext_lazy("Note that a payment is disputed")
    done = gettext_lazy("The dispute has been booked.")

    def carry_out(self, *, at: datetime) -> None:
        charge_back(self.cleaned_data["payment"], at=at, amount=self.cleaned_data["amount"])


class Reverse(OnPayment):
    """Take a payment off the invoices that it was put on by mistake."""

    title = gettext_lazy("Move a payment to the balance")
    done = gettext_lazy("The payment counts towards the balance now.")
    amount = None  # type: ignore[assignment]  # Django's way to leave a field out

    def carry_out(self, *, at: datetime) -> None:
        payment = self.cleaned_data["payment"]
        for invoice in paid_by(payment):
            reverse(payment, invoice, at=at)


class Undo(Act):
    """Undo an entry by its opposite."""

    title = gettext_lazy("Undo an entry")
    done = gettext_lazy("The entry has been undone.")
    entry = forms.ChoiceField(label=gettext_lazy("Entry"))

    def __init__(self, account: Account, staff: Person, data: Any = None) -> None:
        super().__init__(account, staff, data)
        amount = Sum("postings__amount", filter=Q(postings__amount__gt=0))
        entries = can_be_undone(account).annotate(amount=amount, currency=Min("postings__currency"))
        found: list[Any] = list(entries.order_by("-pk")[:_LISTED])
        gone = undone(found)
        self.entries = {str(each.pk): each for each in found if each.pk not in gone}
        self.offer(
            "entry",
            [
                (
                    key,
                    _("%(what)s of %(day)s: %(amount)s")
                    % {
                        "what": each.get_kind_display(),
                        "day": day(each.on),
                        "amount": money(each.amount, each.currency),
                    },
                )
                for key, each in self.entries.items()
            ],
        )

    def carry_out(self, *, at: datetime) -> None:
        undo(self.entries[self.cleaned_data["entry"]], at=at)


def currencies_of(account: Account) -> list[str]:
    """Its own, those of its invoices and of the provider's bank accounts, and the euro."""
    used = account.invoices.order_by("currency").values_list("currency", flat=True).distinct()
    own = BankAccount.objects.order_by("currency").values_list("currency", flat=True)
    return list(dict.fromkeys(filter(None, (account.currency, *used, *own, "EUR"))))


class WithCurrency(Act):
    """An act of a new amount, in one of the account's currencies or of the provider's."""

    amount = Line(label=gettext_lazy("Amount"), max_length=40)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))

    def __init__(self, account: Account, staff: Person, data: Any = None) -> None:
        super().__init__(account, staff, data)
        self.offer("currency", [(each, each) for each in currencies_of(account)])

    def clean(self) -> dict[str, Any]:
        """The amount in its currency."""
        super().clean()
        self.read_amount(self.cleaned_data.get("currency", ""))
        return self.cleaned_data


class Receive(WithCurrency):
    """Take in a payment by hand."""

    title = gettext_lazy("Take in a payment")
    done = gettext_lazy("The payment has been booked.")
    method = forms.ChoiceField(label=gettext_lazy("How did it come?"), choices=_METHODS)
    reference = Line(label=gettext_lazy("Reference"), max_length=140, required=False)

    def carry_out(self, *, at: datetime) -> None:
        typed = self.cleaned_data
        receive(
            self.account,
            typed["amount"],
            typed["currency"],
            at=at,
            method=typed["method"],
            reference=typed["reference"],
        )


class PayDays(Act):
    """Say in how many days an account has to pay."""

    title = gettext_lazy("Change the days to pay")
    done = gettext_lazy("The days to pay have been changed.")
    days = forms.IntegerField(
        label=gettext_lazy("Days to pay"),
        help_text=gettext_lazy("Of invoices from now on. Empty: as many as others have."),
        min_value=0,
        max_value=365,
        required=False,
    )
    because = Line(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("It is part of the copy that customers get of their data."),
        max_length=300,
    )

    def __init__(self, account: Account, staff: Person, data: Any = None) -> None:
        super().__init__(account, staff, data)
        self.initial = {"days": account.pay_days}

    def carry_out(self, *, at: datetime) -> None:
        typed = self.cleaned_data
        set_pay_days(self.account, typed["days"], typed["because"], at=at, by=self.staff)


class Irregular(Act):
    """Note that something does not add up."""

    title = gettext_lazy("Note an irregularity")
    done = gettext_lazy("The irregularity has been noted.")
    what = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=[
            (kind.value, kind.label)
            for kind in (Irregularity.Kind.MISMATCH, Irregularity.Kind.UNEXPLAINED)
        ],
    )
    note = Line(label=gettext_lazy("Note"), max_length=300, required=False)

    def carry_out(self, *, at: datetime) -> None:
        typed = self.cleaned_data
        kind = Irregularity.Kind(typed["what"])
        find_irregular(self.account, kind, at=at, note_of_staff=typed["note"], by=self.staff)


class Postpone(OnInvoice):
    """Postpone the dunning of an invoice."""

    title = gettext_lazy("Postpone the dunning of an invoice")
    done = gettext_lazy("No step of dunning is taken for this invoice until then.")
    amount = None  # type: ignore[assignment]  # Django's way to leave a field out
    until = forms.DateField(label=gettext_lazy("Until"), widget=DayInput())
    reason = Line(label=gettext_lazy("Reason"), max_length=300)

    def carry_out(self, *, at: datetime) -> None:
        typed = self.cleaned_data
        rest(self.account, typed["reason"], invoice=typed["invoice"], until=typed["until"], at=at)


class Stop(Act):
    """Stop the dunning of an account."""

    title = gettext_lazy("Stop the dunning of all invoices")
    done = gettext_lazy("No step of dunning is taken for this account until it is resumed.")
    reason = Line(label=gettext_lazy("Reason"), max_length=300)

    def carry_out(self, *, at: datetime) -> None:
        rest(self.account, self.cleaned_data["reason"], at=at)


ACTS: dict[str, type[Act]] = {
    "paid": Paid,
    "receive": Receive,
    "credit": Credit,
    "refund": Refund,
    "use-balance": UseBalance,
    "write-off": WriteOff,
    "reverse": Reverse,
    "dispute": ChargeBack,
    "undo": Undo,
    "days-to-pay": PayDays,
    "irregularity": Irregular,
    "postpone-dunning": Postpone,
    "stop-dunning": Stop,
}
