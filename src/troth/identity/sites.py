"""Troth as the authorisation centre of the provider's other sites (OpenID Connect Core 1.0).

A site learns only what its visitor lets it have: each scope is asked for by itself, and the
answer is remembered until it is taken back. Sites are made known by `troth site add`.
"""

import re
import time
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from allauth.core import context
from allauth.core.internal.httpkit import add_query_params
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.forms import AuthorizationForm
from allauth.idp.oidc.models import Client, PrivateKey
from allauth.idp.oidc.views import AuthorizationView
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic.edit import FormView

from troth.accounts.emptied import is_emptied
from troth.accounts.models import Person
from troth.accounts.restricted import is_restricted
from troth.accounts.verified import has_verified_email
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.core.secret import kept
from troth.gates.allow_site import allow_site, withdraw_site
from troth.gates.models import SiteConsent
from troth.identity.codes import LAST, hand_out
from troth.portal.access import leads_elsewhere, me, personal, unstored
from troth.portal.proof import ask_again, shown_at

SCOPES = {
    "openid": gettext_lazy("A number that stands for you at this site, and at no other"),
    "profile": gettext_lazy("Your name"),
    "email": gettext_lazy("Your e-mail address"),
    "phone": gettext_lazy("Your telephone number"),
}

_METHOD = "code_challenge_method"  # of PKCE (RFC 7636)
# What there is, where allauth's defaults, or the standard's for silence, would promise more.
_OFFERED = {
    "scopes_supported": list(SCOPES),
    "subject_types_supported": ["pairwise"],
    "response_types_supported": ["code"],
    "grant_types_supported": ["authorization_code"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    "request_uri_parameter_supported": False,
}


class SiteAdapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth has no types
    """IDP_OIDC_ADAPTER: what a site learns of whoever signs in there."""

    scope_display = SCOPES

    def get_issuer(self) -> str:
        """Allauth's hook: as links give it, and never by a header that anyone can forge."""
        return provider().site_url

    def list_private_keys(self, **which: Any) -> list[PrivateKey]:
        """Allauth's hook: the one key that signs tokens."""
        return [PrivateKey(pem=kept(provider().sites_key, _new_key, "SITES_KEY"))]

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Allauth's hook: what the discovery document says (OpenID Connect Discovery 1.0)."""
        del data["device_authorization_endpoint"]
        for name, address in data.items():
            if name == "jwks_uri" or name.endswith("_endpoint"):
                data[name] = self.get_issuer() + urlsplit(address).path
        data |= _OFFERED

    def populate_id_token(self, id_token: dict[str, Any], *of: Any, **more: Any) -> None:
        """Allauth's hook: when whoever it is of last showed that it is them."""
        if at := cache.get(_shown_when(context.request.POST.get("code", ""))):
            id_token["auth_time"] = at

    def get_claims(
        self, purpose: str, user: Person, client: Client, scopes: Iterable[str], **more: Any
    ) -> dict[str, Any]:
        """Allauth's hook: the claims of the scopes that were allowed."""
        consent = _consent(user, client)
        claims: dict[str, Any] = {"sub": str(consent.subject)}
        allowed = set() if is_restricted(user) else {*scopes} & {*consent.allowed}
        if "profile" in allowed and user.name:
            claims["name"] = user.name
        if "email" in allowed and not is_emptied(user.email):
            claims |= {"email": user.email, "email_verified": has_verified_email(user)}
        if "phone" in allowed and user.phone:
            claims["phone_number"] = user.phone
        return claims

    def get_user_sub(self, client: Client, user: Person) -> str:
        """Allauth's hook: the person's name at one site."""
        return str(_consent(user, client).subject)

    def get_user_by_sub(self, client: Client, sub: str) -> Person | None:
        """Allauth's hook: who has that name at the site."""
        named = SiteConsent.objects.filter(site=client.pk, subject=sub, person__is_active=True)
        consent = named.select_related("person").first()
        return consent.person if consent else None


def _consent(person: Person, client: Client) -> SiteConsent:
    """What decides, whichever way a site asks. Raises PermissionDenied when nothing is allowed."""
    consent = SiteConsent.objects.filter(person=person, site=client.pk).first()
    if consent is None:
        raise PermissionDenied
    return consent


class _Remembered(FormView):  # type: ignore[type-arg]
    """Stands between allauth's view and Django's: an answer that was given is not asked again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        info = view._request_info
        consent = SiteConsent.objects.filter(person=me(request), site=info["client_id"]).first()
        again = "consent" in (info.get("prompt") or ())
        if consent is None or again or not {*view._scopes} <= {*consent.asked}:
            return super().get(request, *args, **kwargs)
        allowed = [scope for scope in view._scopes if scope in consent.allowed]
        form = AuthorizationForm(
            {"scopes": allowed, "request": "remembered"},
            requested_scopes=view._scopes,
            user=request.user,
        )
        return view.grant(form) if form.is_valid() else super().get(request, *args, **kwargs)


class Authorization(AuthorizationView, _Remembered):  # type: ignore[misc]
    """Ask what a site may learn, and send the visitor back there with the answer."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As allauth does it, where the site names its very address and a hashed challenge.

        So wants the best practice (RFC 9700, section 2.1), and codes of others are no use. Who
        must show anew that it is them, or may be asked nothing, is ours to see to.
        """
        asked = request.GET
        site = Client.objects.filter(pk=asked.get("client_id", "").replace("\0", "")).first()
        if site is None or asked.get("redirect_uri") not in site.get_redirect_uris():
            return render(request, "idp/oidc/error.html", status=400)
        prompts = asked.get("prompt", "").split()
        if error := _wrong(asked, prompts):
            return self._send_back(error)
        here = request.user.is_authenticated and not _is_too_long_ago(request)
        if "none" in prompts:
            if not here:
                return self._send_back("login_required")
            if not _has_answered(me(request), site, asked["scope"]):
                return self._send_back("consent_required")
            _ask_without(request, "prompt")  # allauth would go by what tokens there are
        elif not here or "login" in prompts:
            _ask_without(request, "max_age", "prompt", but=[p for p in prompts if p != "login"])
            back_to, known = request.get_full_path(), request.user.is_authenticated
            return ask_again(request, back_to) if known else redirect_to_login(back_to)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def _send_back(self, error: str) -> HttpResponse:
        """Say no to the site (RFC 6749, section 4.1.2.1)."""
        asked = self.request.GET
        said = {"error": error} | ({"state": asked["state"]} if "state" in asked else {})
        # No HttpResponseRedirect, which knows few schemes; the address is one that the site named.
        to = add_query_params(asked["redirect_uri"], said)
        return HttpResponse(status=302, headers={"Location": to})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answer, unless the site is gone since the question was asked."""
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except Client.DoesNotExist:
            raise TrothError(
                _("This site no longer uses sign-in here. Nothing was passed on to it.")
            ) from None
        return response

    def form_valid(self, form: AuthorizationForm) -> HttpResponse:
        """Record the answer before it takes effect; without a number there is nobody to sign in."""
        if "openid" not in form.cleaned_data["scopes"]:
            return self._respond_with_access_denied()  # type: ignore[no-any-return]
        site = Client.objects.get(pk=self._request_info["client_id"])
        allow_site(
            me(self.request),
            site.pk,
            asked=self._scopes,
            allowed=form.cleaned_data["scopes"],
            at=timezone.now(),
        )
        return self.grant(form)

    def grant(self, form: AuthorizationForm) -> HttpResponse:
        """Send the visitor back with a code."""
        response: HttpResponse = super().form_valid(form)
        codes = parse_qs(urlsplit(response.get("Location", "")).query).get("code", [])
        for code in codes:
            hand_out(code, me(self.request))
            cache.set(_shown_when(code), int(shown_at(self.request)), timeout=LAST)
        return response


def _wrong(asked: QueryDict, prompts: list[str]) -> str:
    """What is wrong with a site's question, as the standards call it; empty where nothing is."""
    for unknown in ("request", "request_uri"):
        if unknown in asked:
            return f"{unknown}_not_supported"
    if not asked.get("code_challenge") or asked.get(_METHOD) != "S256":
        return "invalid_request"
    if "none" in prompts and len(prompts) > 1:
        return "invalid_request"
    if not re.fullmatch("[0-9]{1,9}", asked.get("max_age", "0")):
        return "invalid_request"
    return "" if "openid" in asked.get("scope", "").split() else "invalid_scope"


def _is_too_long_ago(request: HttpRequest) -> bool:
    """Whether a site wants whoever is signed in to have shown more lately that it is them."""
    most = request.GET.get("max_age")
    return most is not None and time.time() - shown_at(request) > int(most)


def _has_answered(person: Person, site: Client, scope: str) -> bool:
    consent = SiteConsent.objects.filter(person=person, site=site.pk).first()
    return consent is not None and {*scope.split()} <= {*consent.asked}


def _ask_without(request: HttpRequest, *names: str, but: Sequence[str] = ()) -> None:
    """Take words out of a site's question; `but`: what stays of its prompts."""
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    if but:
        asked["prompt"] = " ".join(but)
    request.META["QUERY_STRING"] = asked.urlencode()
    request.GET = asked  # type: ignore[assignment]


def _shown_when(code: str) -> str:
    return f"shown when, for code {code}"


authorize = leads_elsewhere(unstored(Authorization.as_view()))


@require_safe
@personal
def sites(request: HttpRequest) -> HttpResponse:
    """The sites that I sign in to with this account, and what each of them may learn."""
    names = dict(Client.objects.values_list("pk", "name"))
    mine = SiteConsent.objects.filter(person=me(request)).order_by("-at")
    allowed = [
        (consent, names.get(consent.site, _("a site that is gone")), _words(consent.allowed))
        for consent in mine
    ]
    return render(request, "identity/sites.html", {"sites": allowed})


@require_POST
@personal
def forget_site(request: HttpRequest) -> HttpResponse:
    """End what a site may learn, and sign me out there as far as its tokens go."""
    site = request.POST.get("site", "").replace("\0", "")[:100]
    withdraw_site(me(request), site, at=timezone.now())
    messages.success(request, _("The site receives nothing more about you."))
    return redirect("sites")


def _words(scopes: list[str]) -> list[str]:
    return [str(SCOPES[scope]) for scope in scopes if scope in SCOPES]


def _new_key() -> str:
    key = generate_private_key(public_exponent=65537, key_size=3072)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
