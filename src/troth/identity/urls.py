"""Addresses of signing up and signing in. What allauth offers besides is not reachable."""

from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as openid_connect_views
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from troth.identity import (
    check,
    email,
    passkeys,
    password,
    security,
    sign_in,
    sign_up,
    sites,
    social,
    two_steps,
    well_known,
)
from troth.portal.access import (
    View,
    featured,
    leads_elsewhere,
    outside_the_wall,
    personal,
    unstored,
)
from troth.portal.proof import proved, shown_at


def signing_in(view: View) -> View:
    """A page on the way in, which may end at the site that somebody came from."""
    return leads_elsewhere(unstored(sign_in.if_still_there(view)))


def it_is_me(view: View) -> View:
    """A page on which whoever is signed in shows that it is them; they may come from a site too.

    The key that their session had before opens nothing any more.
    """

    @wraps(view)
    def renewed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        before = shown_at(request)
        answer = view(request, *args, **kwargs)
        if request.user.is_authenticated and shown_at(request) != before:
            request.session.cycle_key()
        return answer

    return leads_elsewhere(personal(renewed))


def its_owners(view: View) -> View:
    """A page on which somebody changes how they sign in, once they have shown that it is them."""
    return personal(proved()(view))


def by_mail(view: View) -> View:
    """A page that a mailed link leads to, or asks for one: not always of who is signed in here."""
    return outside_the_wall(unstored(view))


of_an_app = two_steps.while_there(Authenticator.Type.TOTP, _("You have no code app."))
of_a_passkey = two_steps.while_there(
    Authenticator.Type.WEBAUTHN, _("This passkey no longer exists.")
)

urlpatterns = [
    path("sign-up/", sign_up.sign_up_page, name="account_signup"),
    path("sign-up/done/", sign_up.signed_up, name="signed_up"),
    path("sign-up/link/", email.send_to_newcomer, name="link_again"),
    path("sign-in/", signing_in(sign_in.SignIn.as_view()), name="account_login"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path(
        "sign-in/passkey/",
        unstored(sign_in.if_still_there(webauthn.login_webauthn)),
        name="mfa_login_webauthn",
    ),
    path("sign-in/second-step/", signing_in(mfa.authenticate), name="mfa_authenticate"),
    path("sign-out/", unstored(account.logout), name="account_logout"),
    path(
        "password/",
        featured("identity-recovery")(by_mail(account.password_reset)),
        name="account_reset_password",
    ),
    path(
        "password/sent/",
        unstored(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "password/done/",
        unstored(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path(
        "password/<slug:uidb36>/<str:key>/",
        by_mail(password.new_password),
        name="account_reset_password_from_key",
    ),
    path(
        "email/<str:key>/",
        by_mail(email.ConfirmEmail.as_view()),
        name="account_confirm_email",
    ),
    path("not-me/done/", check.not_me_done, name="not_me_done"),
    path("not-me/<str:key>/", check.not_me_page, name="not_me"),
    path("security/", security.security, name="security"),
    path("security/check/", check.check, name="check_access"),
    path("security/", security.security, name="mfa_index"),
    path("security/", security.security, name="mfa_list_webauthn"),
    path("security/history/", security.history, name="signin_history"),
    path("security/sessions/end-others/", security.end_other_sessions, name="end_other_sessions"),
    path("security/sessions/<slug:name>/end/", security.end_session, name="end_session"),
    path("security/email/", email.change_email, name="account_email"),
    path("security/email/send-again/", email.send_again, name="send_email_link"),
    path("security/email/keep/", email.keep_email, name="keep_email"),
    path("security/email/works/", email.works, name="email_works"),
    path(
        "security/password/",
        personal(proved(by_form=True)(account.password_change)),
        name="account_change_password",
    ),
    path("security/first-password/", its_owners(account.password_set), name="account_set_password"),
    path(
        "security/it-is-me/password/",
        it_is_me(account.reauthenticate),
        name="account_reauthenticate",
    ),
    path("security/it-is-me/code/", it_is_me(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "security/it-is-me/passkey/",
        it_is_me(passkeys.ItIsMe.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("security/app/", its_owners(two_steps.AddApp.as_view()), name="mfa_activate_totp"),
    path("security/app/code.svg", two_steps.qr_code, name="qr_code"),
    path(
        "security/app/remove/",
        its_owners(of_an_app(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path(
        "security/recovery-codes/",
        its_owners(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path("security/recovery-codes/file/", two_steps.save_codes, name="save_codes"),
    path(
        "security/recovery-codes/new/",
        its_owners(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "security/passkeys/add/", its_owners(passkeys.AddPasskey.as_view()), name="mfa_add_webauthn"
    ),
    path(
        "security/passkeys/<int:pk>/remove/",
        its_owners(of_a_passkey(webauthn.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/name/",
        its_owners(of_a_passkey(webauthn.edit_webauthn)),
        name="mfa_edit_webauthn",
    ),
    path(".well-known/change-password", well_known.change_password, name="change_password"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("sign-in/with/<slug:name>/", social.begin, name="social_begin"),
    path("sign-in/finish/", social.finish, name="socialaccount_signup"),
    path("sign-in/failed/", social.failed, name="socialaccount_login_error"),
    path("sign-in/cancelled/", social.failed, name="socialaccount_login_cancelled"),
    path("security/other-sign-ins/", social.connections, name="socialaccount_connections"),
    path("security/sites/", sites.sites, name="sites"),
    path("security/sites/withdraw/", sites.forget_site, name="forget_site"),
    path(
        "sign-in/from/<slug:provider_id>/",
        outside_the_wall(sign_in.if_still_there(openid_connect_views.callback)),
        name="openid_connect_callback",
    ),
    path("", include("troth.identity.site_urls")),
]
