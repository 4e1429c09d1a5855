"""Addresses of the authorisation centre; allauth asks for them as `idp:oidc:…`."""

import json
from functools import wraps

from allauth.core.internal.ratelimit import consume
from allauth.idp.oidc import app_settings, views
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from troth.identity.sites import authorize
from troth.portal.access import View, leads_elsewhere, unstored
from troth.portal.errors import too_many


def not_offered(request: HttpRequest) -> HttpResponse:
    """What allauth names an address for and Troth does not do: signing in on a device."""
    raise Http404


def of_a_site(view: View) -> View:
    """An address at which a site shows its secret, which is hashed: wrong ones are limited."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponseBase:
        guess = consume(request, app="allauth.account", action="wrong_site")
        if guess is None:
            return too_many(request)
        response = view(request)
        if response.status_code != 401:
            guess.rollback()
        return response

    return checked


def token(request: HttpRequest) -> HttpResponseBase:
    """Allauth's, where a code that comes twice ends what came of it (RFC 6749, section 4.1.2)."""
    code = request.POST.get("code")
    if not code:
        return views.token(request)  # type: ignore[no-any-return]  # allauth has no types
    redeemed, lasts = f"redeemed code {code}", app_settings.AUTHORIZATION_CODE_EXPIRES_IN
    if not cache.add(redeemed, [], timeout=lasts):
        Token.objects.filter(hash__in=cache.get(redeemed, [])).delete()
        return JsonResponse({"error": "invalid_grant"}, status=400)
    response: HttpResponse = views.token(request)
    if response.status_code == 200:
        told = json.loads(response.content)
        issued = [told[name] for name in ("access_token", "refresh_token") if name in told]
        cache.set(redeemed, [get_adapter().hash_token(each) for each in issued], timeout=lasts)
    return response


_oidc = [
    path(".well-known/openid-configuration", views.configuration, name="configuration"),
    path(".well-known/jwks.json", views.jwks, name="jwks"),
    path("identity/authorize/", authorize, name="authorization"),
    path("identity/sign-out/", leads_elsewhere(unstored(views.logout)), name="logout"),
    path("identity/token/", of_a_site(csrf_exempt(token)), name="token"),
    path("identity/revoke/", of_a_site(views.revoke), name="revoke"),
    path("identity/userinfo/", unstored(views.user_info), name="userinfo"),
    path("identity/device/", not_offered, name="device_code"),
]

app_name = "idp"
urlpatterns = [path("", include((_oidc, "oidc")))]
