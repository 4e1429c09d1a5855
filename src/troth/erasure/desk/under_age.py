"""Erase a customer of whom staff have learnt that they are a child."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from troth.accounts.home import homes_of
from troth.accounts.models import Person
from troth.desk.access import desk_page
from troth.erasure.pages.foreseen import foreseen
from troth.erasure.under_age import erase_under_age, erases_under_age
from troth.gates.roles import PRIVACY
from troth.portal.proof import proved
from troth.publishing.running import policy_on


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(PRIVACY)
@proved(only_posts=True)
def under_age(request: HttpRequest, number: int) -> HttpResponse:
    """Show what goes, and have it go; there is no such page where the policy takes children."""
    now = timezone.now()
    policy = policy_on(now)
    if not erases_under_age(policy):
        raise Http404
    person = get_object_or_404(Person, pk=number)
    if request.method == "POST":
        return redirect("receipt", erase_under_age(person, at=now).receipt)
    country = next(iter(homes_of(person)), "")[:2]
    context = {"subject": person, "age": policy.tables.refuse.age_in(country)}
    return render(
        request,
        "erasure/desk/under_age.html",
        context | foreseen(person, policy, at=now, child=True),
    )
