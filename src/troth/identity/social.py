"""Sign in through another provider, which tells only what the person allows (OpenID Connect).

First a page says what would be taken, and each item can be declined; then the other provider is
asked for no more than that. Nothing of its answer is stored but the number by which it knows the
person, and what stands in the sign-up form when that is sent.
"""

from secrets import token_urlsafe
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal.flows.signup import clear_pending_signup, get_pending_signup
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import HTTPAdapter

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.core.text import straight
from troth.gates.collect import SignUpForm
from troth.identity.sign_up import open_account, show
from troth.policy.parse import Policy
from troth.portal import errors
from troth.portal.access import leads_elsewhere, me, personal, unstored
from troth.portal.proof import proved
from troth.publishing.running import policy_on

# What another provider can tell, the scope that it is asked for by, and the fields of its answer.
ITEMS = {
    "name": (gettext_lazy("Your name"), "profile"),
    "email": (gettext_lazy("Your e-mail address"), "email"),
}


class KnownWayError(TrothError):
    """Somebody signs in by this account of the other provider already."""


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """SOCIALACCOUNT_ADAPTER: of what another provider tells, only what was allowed is kept."""

    def get_requests_session(self) -> Session:
        """Allauth's hook: asks a provider for its settings, keys and answers, there alone."""
        session: Session = super().get_requests_session()
        session.max_redirects = 0
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Asks())
        return session

    def list_providers(self, request: HttpRequest) -> list[Any]:
        """Allauth's hook: the other providers; none unless the policy offers to sign in there."""
        policy = policy_on(timezone.now(), missing_ok=True)
        return super().list_providers(request) if policy and listed(policy) else []

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Allauth's hook: the answer is here, and nothing of it is kept yet."""
        if not _is_ours(request, sociallogin):
            raise ImmediateHttpResponse(redirect("socialaccount_login_error"))
        allowed = sociallogin.state.get("data") or []
        told = sociallogin.account.extra_data.get("userinfo") or {}
        sociallogin.account.extra_data = {}
        sociallogin.token = None
        if sociallogin.is_existing:
            # Allauth has stored what was told when it looked for the account.
            sociallogin.account.save(update_fields=["extra_data"])
            if has_verified_email(sociallogin.user):
                return
            _forget_whose(sociallogin, told)
        name = told.get("name") or "" if "name" in allowed else ""
        sociallogin.user.name = straight(str(name))[:200]
        if "email" not in allowed:
            sociallogin.user.email, sociallogin.email_addresses = "", []

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Allauth's hook: only where the policy offers it."""
        return bool(listed(policy_on(timezone.now())))

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Allauth's hook: no; what the policy asks is asked."""
        return False

    def serialize_instance(self, instance: Any) -> Any:
        """Allauth's hook: what waits in the session; of a person, what was allowed alone."""
        if isinstance(instance, Person):
            return {"name": instance.name, "email": instance.email}
        return super().serialize_instance(instance)

    def deserialize_instance(self, model: Any, data: Any) -> Any:
        """Allauth's hook: the way back."""
        return Person(**data) if model is Person else super().deserialize_instance(model, data)


class _Asks(HTTPAdapter):
    """The way to the provider that a person signs in through."""

    def send(self, request: PreparedRequest, *args: Any, **how: Any) -> Response:
        with reaching("the provider that a person signs in through, which is told nothing"):
            return super().send(request, *args, **how)


def listed(policy: Policy) -> list[str]:
    """The items that the policy lists for signing in elsewhere; none without that feature."""
    fields: set[str] = set()
    if "social-consent" not in policy.features:
        return []
    for _rule, asked in policy.tables.collected_by("social-signin"):
        fields |= {*asked.required, *asked.optional}
    return [item for item in ITEMS if item in fields]


@require_http_methods(["GET", "HEAD", "POST"])
@leads_elsewhere
@unstored
@proved()
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Say what would be taken; send the visitor to the other provider with what they allowed.

    Who is signed in adds a way in for themselves, and says first that it is them.
    """
    provider = _known(request).get(name)
    if provider is None:
        raise Http404
    items = listed(policy_on(timezone.now()))
    if request.method != "POST":
        words = [(item, ITEMS[item][0]) for item in items]
        context = {"through": provider, "items": words}
        return render(request, "identity/social_begin.html", context)
    allowed = [item for item in items if item in request.POST.getlist("allow")]
    process = "connect" if request.user.is_authenticated else "login"
    scope = ["openid", *(ITEMS[item][1] for item in allowed)]
    back_to, nonce = get_next_redirect_url(request), token_urlsafe(16)
    try:
        # What was allowed travels with this attempt: another tab may allow something else.
        response: HttpResponse = provider.redirect(
            request,
            process,
            next_url=back_to,
            data=allowed,
            scope=scope,
            auth_params={**provider.get_auth_params(), "nonce": nonce},
            nonce=nonce,
        )
    except RequestException:
        return redirect("socialaccount_login_error")
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@unstored
def finish(request: HttpRequest) -> HttpResponse:
    """Ask what the policy asks of whoever is new, with what was taken filled in."""
    pending = get_pending_signup(request)
    if pending is None or request.user.is_authenticated:
        return redirect("account_login")
    policy = policy_on(timezone.now())
    if request.method != "POST":
        form = SignUpForm(policy, password=False)
        form.initial = {"name": pending.user.name, "email": pending.user.email}
        return show(request, form, policy)
    if not ratelimit.consume(request, action="signup"):
        return errors.too_many(request)
    form = SignUpForm(policy, request.POST, request.FILES, password=False)
    if not form.is_valid():
        return show(request, form, policy)
    clear_pending_signup(request)
    try:
        _open_account(request, form, pending)
    except KnownWayError as refusal:  # in another browser, with the same answer of the provider
        messages.error(request, str(refusal))
        return redirect("account_login")
    return redirect("signed_up")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@proved(only_posts=True)
def connections(request: HttpRequest) -> HttpResponse:
    """The other providers that I sign in through; take one away."""
    mine = SocialAccount.objects.filter(user=me(request)).order_by("pk")
    if request.method == "POST":
        # The lock lets one tab count after the other: the last way in stays.
        lock_or_refuse(me(request))
        left = [row.pk for row in mine if str(row.pk) != request.POST.get("connection")]
        if mine and not left and not me(request).has_usable_password():
            messages.error(
                request, _("Choose a password first, so that you can still sign in afterwards.")
            )
        else:
            _take_away(mine.exclude(pk__in=left), request)
            messages.success(request, _("You can no longer sign in that way."))
        return redirect("socialaccount_connections")
    known = _known(request)
    connected = {row.provider: row.pk for row in mine}
    context = {
        "connected": [(pk, _name(known, key)) for key, pk in connected.items()],
        "others": [(key, _name(known, key)) for key in known if key not in connected],
    }
    return render(request, "identity/connections.html", context)


@unstored
def failed(request: HttpRequest) -> HttpResponse:
    """The other provider said no, or the visitor did."""
    return render(request, "identity/social_failed.html")


def _known(request: HttpRequest) -> dict[str, Any]:
    """The other providers by the name in their address."""
    return {p.app.provider_id: p for p in get_adapter().list_providers(request) if p.app}


def _name(known: dict[str, Any], key: str) -> str:
    return str(known[key].app.name) if key in known else key


@act
def _open_account(request: HttpRequest, form: SignUpForm, pending: SocialLogin) -> None:
    """Open the account, into which the other provider leads. The visitor does not learn whether.

    Of several sign-ups that way whose addresses nobody has confirmed the last counts. Raises
    KnownWayError where somebody signs in that way already.
    """
    ways = SocialAccount.objects.filter(provider=pending.account.provider, uid=pending.account.uid)
    for way in ways.select_related("user").defer("user__password"):
        if has_verified_email(way.user):
            raise KnownWayError(_("You have already signed up that way; just sign in with it."))
        if way.user.email != form.cleaned_data["email"]:
            way.delete()
    open_account(request, form, then=lambda person: _sign_in_with(pending, person))


def _is_ours(request: HttpRequest, answer: SocialLogin) -> bool:
    """Whether this answers what was asked in this browser, by the provider that was asked.

    The ID token has the nonce (OpenID Connect Core 1.0, 3.1.3.7) and the issuer whose settings were
    read (Discovery 1.0, 4.3), which is the one that sent the visitor back (RFC 9207); whatever else
    was told is of the same person (Core, 5.3.2). Allauth has looked at the audience and the time.
    """
    token = answer.account.extra_data.get("id_token") or {}
    told = answer.account.extra_data.get("userinfo") or token
    settings = answer.account.get_provider(request).app.settings
    asked = settings.get("openid_configuration_overrides", {}).get("issuer")
    asked = asked or settings["server_url"].partition("/.well-known/")[0]
    issuers = {
        str(iss).rstrip("/") for iss in (asked, token.get("iss"), *request.GET.getlist("iss"))
    }
    return (
        len(issuers) == 1
        and bool(answer.state.get("nonce"))
        and token.get("nonce") == answer.state["nonce"]
        and told.get("sub") == token.get("sub")
    )


def _forget_whose(answer: SocialLogin, told: dict[str, Any]) -> None:
    """Treat whoever signed up and has not confirmed their address as new, so that none learns more.

    Whoever is signed in takes the way for their own. Allauth has filled in what was told, and then
    put the person that it knows in that place.
    """
    way = answer.account
    if answer.state.get("process") == AuthProcess.CONNECT:
        way.delete()
    answer.user = Person(email=valid_email_or_none(told.get("email")) or "")
    answer.account = SocialAccount(provider=way.provider, uid=way.uid)


def _sign_in_with(pending: SocialLogin, person: Person) -> None:
    """Make the other provider a newcomer's way in.

    An address that it has verified, and that was kept, is verified here too.
    """
    pending.account.user = person
    pending.account.save()
    told = [Person.objects.normalize_email(t.email) for t in pending.email_addresses if t.verified]
    EmailAddress.objects.filter(user=person, email__in=told).update(verified=True)


def _take_away(ways: QuerySet[SocialAccount], request: HttpRequest) -> None:
    """End ways to sign in, of which the person is told; a second click finds none."""
    if ways.delete()[0]:
        mailer = get_account_adapter(request)
        mailer.send_notification_mail("socialaccount/email/account_disconnected", me(request))
