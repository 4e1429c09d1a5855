"""Addresses of the authorisation centre; allauth asks for them as `idp:oidc:…`."""

import json
from functools import wraps

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.core.internal.ratelimit import consume
from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from troth.identity.codes import LAST, is_good
from troth.identity.sites import authorize
from troth.portal.access import View, featured, leads_elsewhere, unstored
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
    """Allauth's, where a code that comes twice ends what came of it (RFC 6749, section 4.1.2).

    So it does when both come at once: whichever is the later sees the other. And a code is no good
    once the access of whoever let a site have it has ended.
    What allauth would hand out besides, to have a new token by, no site may use.
    """
    code = request.POST.get("code")
    if not code:
        return views.token(request)  # type: ignore[no-any-return]  # allauth has no types
    redeemed, again = f"redeemed code {code}", f"code {code} came again"
    if not cache.add(redeemed, [], timeout=LAST):
        cache.set(again, True, timeout=LAST)
        Token.objects.filter(hash__in=cache.get(redeemed, [])).delete()
        return JsonResponse({"error": "invalid_grant"}, status=400)
    response: HttpResponse = views.token(request)
    if response.status_code == 200:
        told = json.loads(response.content)
        hashed = get_adapter().hash_token
        Token.objects.filter(hash=hashed(told.pop("refresh_token", ""))).delete()
        response.content = json.dumps(told)
        mine = hashed(told["access_token"])
        cache.set(redeemed, [mine], timeout=LAST)
        if cache.get(again) or not is_good(code):
            Token.objects.filter(hash=mine).delete()
            return JsonResponse({"error": "invalid_grant"}, status=400)
    return response


def revoke(request: HttpRequest) -> HttpResponseBase:
    """Allauth's, where a site ends its own tokens alone (RFC 7009, section 2.1)."""
    site, _secret = extract_basic_auth(request.headers)
    token = Token.objects.by_value(request.POST.get("token", "")).first()
    if token and token.client_id != (site or request.POST.get("client_id")):
        return JsonResponse({"error": "unauthorized_client"}, status=400)
    response: HttpResponseBase = views.revoke(request)
    return response


_centre = featured("single-sign-on")


def _told(view: View) -> View:
    return require_safe(_centre(view))


# Each address with what answers there, by the name that allauth has for it.
_oidc = {
    "configuration": (".well-known/openid-configuration", _told(views.configuration)),
    "jwks": (".well-known/jwks.json", _told(views.jwks)),
    "authorization": ("identity/authorize/", _centre(authorize)),
    "logout": ("identity/sign-out/", _centre(leads_elsewhere(unstored(views.logout)))),
    "token": ("identity/token/", _centre(unstored(of_a_site(csrf_exempt(token))))),
    "revoke": ("identity/revoke/", _centre(of_a_site(csrf_exempt(revoke)))),
    "userinfo": ("identity/userinfo/", _centre(unstored(views.user_info))),
    "device_code": ("identity/device/", _centre(not_offered)),
}

app_name = "idp"
_patterns = [path(route, view, name=name) for name, (route, view) in _oidc.items()]
urlpatterns = [path("", include((_patterns, "oidc")))]
