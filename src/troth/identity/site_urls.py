"""Addresses of the authorisation centre; allauth asks for them as `idp:oidc:…`."""

from allauth.idp.oidc import views
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from troth.identity.sites import authorize
from troth.portal.access import leads_elsewhere, unstored


def not_offered(request: HttpRequest) -> HttpResponse:
    """What allauth names an address for and Troth does not do: signing in on a device."""
    raise Http404


_oidc = [
    path(".well-known/openid-configuration", views.configuration, name="configuration"),
    path(".well-known/jwks.json", views.jwks, name="jwks"),
    path("identity/authorize/", authorize, name="authorization"),
    path("identity/sign-out/", leads_elsewhere(unstored(views.logout)), name="logout"),
    path("identity/token/", views.token, name="token"),
    path("identity/revoke/", views.revoke, name="revoke"),
    path("identity/userinfo/", unstored(views.user_info), name="userinfo"),
    path("identity/device/", not_offered, name="device_code"),
]

app_name = "idp"
urlpatterns = [path("", include((_oidc, "oidc")))]
