"""Find a customer by what they name: nothing is listed, and no part of a name is enough."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account, Person
from troth.desk.access import desk_page
from troth.gates.inputs.text import Line
from troth.support.models import Inquiry


class FindForm(forms.Form):
    """The exact e-mail address, account number or invoice number."""

    customer = Line(
        label=_("E-mail address, account number or invoice number"),
        help_text=_("All of it, exactly: for example 1207, or ada@customer.example."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    found: Account | Person | Inquiry

    def clean_customer(self) -> str:
        """Sets `found`, or says that there is nobody."""
        typed = str(self.cleaned_data["customer"])
        found = _of_invoice(typed) or find(typed) or latest_inquiry(typed)
        if found is None:
            raise ValidationError(
                _("No customer has this e-mail address, account number or invoice number.")
            )
        self.found = found
        return typed


def find(typed: str) -> Account | Person | None:
    """The person with an e-mail address, or the account with a number such as `1207` or `#1207`."""
    typed = typed.strip().lstrip("#")
    if "@" in typed:
        return Person.objects.by_email(typed)
    if typed.isascii() and typed.isdecimal() and len(typed) < 19:
        return Account.objects.filter(pk=int(typed)).first()
    return None


def _of_invoice(number: str) -> Account | None:
    return Account.objects.filter(invoices__number=number.strip()).first()


def customer_with(email: str) -> Person:
    """The customer with an e-mail address, for a form. Raises ValidationError where none has it."""
    person = Person.objects.by_email(email)
    if person is None or person.is_staff:
        raise ValidationError(_("No customer has this address."))
    return person


def latest_inquiry(address: str) -> Inquiry | None:
    """The latest inquiry of an address that is nobody's here, by which the others are found."""
    email = Person.objects.normalize_email(address)
    asked = Inquiry.objects.filter(person=None, email=email).exclude(email="")
    return asked.order_by("-pk").first()


# What is typed goes by POST, so that no address stands in a URL, a log or a browser's history.
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def find_customer(request: HttpRequest) -> HttpResponseBase:
    """Ask whom to look up, and go to their page."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if isinstance(form.found, Inquiry):
            return redirect("desk_inquiry", form.found.pk)
        kind = "account" if isinstance(form.found, Account) else "person"
        return redirect("customer", kind, form.found.pk)
    context: dict[str, Any] = {"form": form}
    return render(request, "desk/find.html", context)
