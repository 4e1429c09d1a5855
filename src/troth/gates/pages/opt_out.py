"""Opting out of the sale and sharing of one's data, signed in or not."""

from contextlib import suppress

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.gates.form import Form
from troth.gates.inputs.email import EmailField
from troth.gates.opt_out import has_opted_out, hear_signal, opt_in, opt_out, opt_out_rule
from troth.policy.describe import describe
from troth.portal import errors
from troth.portal.access import GetResponse, outside_the_wall, unstored
from troth.portal.afterwards import afterwards
from troth.publishing.running import policy_on

_SIGNALS = {"gpc": "Sec-GPC", "dnt": "DNT"}
_HEARD = "heard_signal"


class OptOutForm(Form):
    """Whose data it is, of whoever is not signed in."""

    email = EmailField(autocomplete="email", label=gettext_lazy("The e-mail address you gave us"))


@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall  # whoever is not signed in is found by their address
@unstored
def opt_out_page(request: HttpRequest) -> HttpResponse:
    """Say what it means, and take it. The answer is the same whether or not we know an address."""
    now = timezone.now()
    found = opt_out_rule(policy_on(now))
    if found is None:
        raise Http404
    rule, right = found
    person = request.user if isinstance(request.user, Person) else None
    form = None if person else OptOutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and person:
        (opt_in if request.POST.get("choice") == "in" else opt_out)(person, at=now)
        return redirect("opt_out")
    if form and form.is_valid():
        if not ratelimit.consume(request, action="opt_out"):
            return errors.too_many(request)
        email = form.cleaned_data["email"]
        afterwards(request, lambda: _opt_out_by(email))
        return render(request, "gates/opt_out.html", {"done": True})
    context = {
        "form": form,
        "out": person is not None and has_opted_out(person, at=now),
        "signal": any(name in right.ask for name in _signals(request)),
        "sentence": describe(right, rule.removeprefix("right.")),
        "rule": rule,
    }
    return render(request, "gates/opt_out.html", context)


def _opt_out_by(email: str) -> None:
    """Opt out whoever has this address, if anybody."""
    if known := Person.objects.by_email(email):
        opt_out(known, at=timezone.now(), channel="page")


@require_safe
def gpc(request: HttpRequest) -> JsonResponse:
    """That the signal is heeded (Global Privacy Control, 4.1)."""
    policy = policy_on(timezone.now())
    found = opt_out_rule(policy)
    if found is None or "gpc" not in found[1].ask:
        raise Http404
    return JsonResponse({"gpc": True, "lastUpdate": policy.tables.policy.effective.isoformat()})


def heed_signals(get_response: GetResponse) -> GetResponse:
    """Middleware: what a browser signals for whoever is signed in is heard once a session."""

    def respond(request: HttpRequest) -> HttpResponse:
        signals = _signals(request)
        if signals and isinstance(request.user, Person) and _HEARD not in request.session:
            with suppress(TrothError):  # the page says so, and the next one is heard
                for signal in signals:
                    hear_signal(request.user, signal, at=timezone.now())
                request.session[_HEARD] = True
        return get_response(request)

    return respond


def _signals(request: HttpRequest) -> list[str]:
    return [name for name, header in _SIGNALS.items() if request.headers.get(header) == "1"]
