"""Calls to others that wait for a person, with what can be done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.calls.desk.pages_of import pages_of
from troth.calls.give_up import give_up
from troth.calls.try_again import try_again
from troth.calls.waiting import failing, waiting
from troth.desk.access import desk_page, reads

LISTED = 100


@require_safe
@desk_page("billing")
@reads()
def calls(request: HttpRequest) -> HttpResponse:
    """Each with whom it is to and what it is about, why it is not done, and whether it is in doubt;
    and those that are tried again without anybody."""
    context = {"calls": pages_of(waiting()[:LISTED]), "failing": pages_of(failing()[:LISTED])}
    return TemplateResponse(request, "calls/desk/calls.html", context)


@require_POST
@desk_page("billing")
def call_again(request: HttpRequest, number: int) -> HttpResponse:
    """Have it made again. The same click twice has it made once."""
    try_again(number, at=timezone.now())
    messages.success(request, _("It is being tried again."))
    return redirect("calls")


@require_POST
@desk_page("billing")
def give_call_up(request: HttpRequest, number: int) -> HttpResponse:
    """Give it up."""
    give_up(number, at=timezone.now())
    messages.success(request, _("Given up, and noted in the journal."))
    return redirect("calls")
