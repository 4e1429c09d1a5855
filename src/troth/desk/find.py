"""Find what somebody names: exactly, which leads to their page, or by a part, which is listed."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice
from troth.core.number import number_in
from troth.desk.access import desk_page, has_role
from troth.desk.search import Group, search
from troth.gates.inputs.text import Line
from troth.portal.access import me
from troth.support.models import Inquiry


class FindForm(forms.Form):
    """A customer, or something of theirs, by whatever staff know of it."""

    customer = Line(
        label=_("Customer, domain, telephone number, invoice, order or payment"),
        help_text=_(
            "For example 1207, ada@customer.example, 030 123456, 2026-000017, 119.00, how a name "
            "or a domain begins, or the reference of a payment."
        ),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-find": True}
        ),
    )


def find(typed: str) -> Account | Person | None:
    """The person with an e-mail address, or the account with a number such as `1207` or `#1207`."""
    typed = typed.strip().lstrip("#")
    if "@" in typed:
        return Person.objects.by_email(typed)
    number = number_in(typed)
    return None if number is None else Account.objects.filter(pk=number).first()


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
    """Ask what to look up; go to the page of whom it names, or list what is like it."""
    form = FindForm(request.POST if request.method == "POST" else None)
    groups: list[Group] = []
    if form.is_valid():
        typed = form.cleaned_data["customer"]
        invoice = Invoice.objects.filter(number=typed.strip()).first()
        if invoice and has_role(me(request), "billing"):
            return redirect("desk_invoice", invoice.pk)
        found = (invoice and invoice.account) or find(typed) or latest_inquiry(typed)
        if isinstance(found, Inquiry):
            return redirect("desk_inquiry", found.pk)
        if found:
            return redirect(
                "customer", "account" if isinstance(found, Account) else "person", found.pk
            )
        groups = search(typed, me(request), at=timezone.now())
        exact = [hit.url for group in groups for hit in group.hits if hit.exact and hit.url]
        if len(exact) == 1:
            return redirect(exact[0])
        if not groups:
            form.add_error("customer", _("Nothing was found. Try another spelling, or less of it."))
    return render(request, "desk/find.html", {"form": form, "groups": groups})
