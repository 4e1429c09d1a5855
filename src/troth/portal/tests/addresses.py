"""Every address of the platform, and who may open it. One that is missing here fails a test.

Visitors: `stranger` is not signed in; `other` owns another account; `owner` owns the account of
the address; `member` is trusted with it, but with nothing in particular; `with billing` and so on
with that scope alone. Staff have their role's name.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from troth.accounts.scopes import SCOPES

STAFF = ["staff: billing", "staff: support", "staff: privacy", "staff: owner"]
MEMBERS = ["member", *(f"with {scope}" for scope in SCOPES), "owner"]
SIGNED_IN = ["other", *MEMBERS, *STAFF]
EVERYBODY = ["stranger", *SIGNED_IN]
OWNER = ["owner"]
# Opens to a secret, or at its turn: a made-up link, a site that is none, a second step of nobody,
# a mail that has its right already, what the policy of these tests does not take.
NOBODY: list[str] = []


def trusted_with(scope: str) -> list[str]:
    return [f"with {scope}", "owner"]


def staff(*roles: str) -> list[str]:
    return [*(f"staff: {role}" for role in roles), "staff: owner"]


WHO = {
    "": EVERYBODY,
    "brand.css": EVERYBODY,
    "brand/logo": EVERYBODY,
    "privacy/": EVERYBODY,
    "privacy/next/": EVERYBODY,
    "privacy/rights/": EVERYBODY,
    # Where the policy says so, which none of the shipped ones does.
    "privacy/editions/": NOBODY,
    "privacy/editions/<int:number>/": NOBODY,
    "privacy/opt-out/": NOBODY,
    ".well-known/gpc.json": NOBODY,
    "stop-erasure/<str:token>/": NOBODY,
    "receipts/<uuid:number>/": EVERYBODY,
    "receipts/<uuid:number>/proof.json": EVERYBODY,
    "journal/checkpoint": EVERYBODY,
    "journal/growth/<int:old>": EVERYBODY,
    "journal/key": EVERYBODY,
    "journal/keys": EVERYBODY,
    "journal/tile/<path:place>": EVERYBODY,
    # Other installations', while this one is a witness of theirs.
    "witness/add-checkpoint": NOBODY,
    "witness/key": NOBODY,
    "witness/<slug:log>/checkpoint": NOBODY,
    ".well-known/change-password": EVERYBODY,
    ".well-known/security.txt": EVERYBODY,
    # Signing up and in. Whoever is signed in is sent on.
    "sign-up/": EVERYBODY,
    "sign-up/done/": EVERYBODY,
    "sign-up/link/": EVERYBODY,
    "sign-in/": EVERYBODY,
    "sign-in/inactive/": EVERYBODY,
    "sign-in/passkey/": SIGNED_IN,
    "sign-in/second-step/": SIGNED_IN,
    "sign-in/with/<slug:name>/": SIGNED_IN,
    "sign-in/from/<slug:provider_id>/": NOBODY,
    "sign-in/finish/": NOBODY,
    "sign-in/failed/": EVERYBODY,
    "sign-in/cancelled/": EVERYBODY,
    "sign-out/": EVERYBODY,
    "password/": EVERYBODY,
    "password/sent/": EVERYBODY,
    "password/done/": EVERYBODY,
    "password/<slug:uidb36>/<str:key>/": EVERYBODY,
    "not-me/done/": EVERYBODY,
    "not-me/<str:key>/": NOBODY,
    "recover/": EVERYBODY,
    "recover/sent/": EVERYBODY,
    "recover/<str:key>/": NOBODY,
    "requests/<str:key>/": NOBODY,
    "contact/sent/": EVERYBODY,
    "email/<str:key>/": EVERYBODY,
    "unsubscribe/<str:token>/": NOBODY,
    "invitations/<str:secret>/": EVERYBODY,
    "invitations/<str:secret>/join/": EVERYBODY,
    # The provider's other sites, which the policy that these tests run on does not have.
    ".well-known/openid-configuration": NOBODY,
    ".well-known/jwks.json": NOBODY,
    "identity/authorize/": NOBODY,
    "identity/sign-out/": NOBODY,
    "identity/token/": NOBODY,
    "identity/revoke/": NOBODY,
    "identity/userinfo/": NOBODY,
    "identity/device/": NOBODY,
    # My own.
    "accept/": SIGNED_IN,
    "account/": SIGNED_IN,
    "profile/": SIGNED_IN,
    "profile/right/": SIGNED_IN,
    "security/": SIGNED_IN,
    "security/check/": SIGNED_IN,
    "security/history/": SIGNED_IN,
    "security/sessions/end-others/": SIGNED_IN,
    "security/sessions/<slug:name>/end/": NOBODY,
    "security/email/": SIGNED_IN,
    "security/email/send-again/": SIGNED_IN,
    "security/email/keep/": SIGNED_IN,
    "security/email/works/": SIGNED_IN,
    "security/password/": SIGNED_IN,
    "security/first-password/": SIGNED_IN,
    "security/it-is-me/password/": SIGNED_IN,
    "security/it-is-me/code/": SIGNED_IN,
    "security/it-is-me/passkey/": SIGNED_IN,
    "security/app/": SIGNED_IN,
    "security/app/code.svg": SIGNED_IN,
    "security/app/remove/": SIGNED_IN,
    "security/recovery-codes/": SIGNED_IN,
    "security/recovery-codes/file/": SIGNED_IN,
    "security/recovery-codes/new/": SIGNED_IN,
    "security/passkeys/add/": SIGNED_IN,
    "security/passkeys/<int:pk>/remove/": SIGNED_IN,
    "security/passkeys/<int:pk>/name/": SIGNED_IN,
    "security/other-sign-ins/": SIGNED_IN,
    "security/sites/": SIGNED_IN,
    "security/sites/withdraw/": SIGNED_IN,
    "privacy-centre/": SIGNED_IN,
    "privacy-centre/held/": SIGNED_IN,
    "privacy-centre/held/<slug:record>/": SIGNED_IN,
    "privacy-centre/download/": SIGNED_IN,
    "privacy-centre/copies/<slug:secret>/": SIGNED_IN,
    "privacy-centre/erase/": SIGNED_IN,
    "privacy-centre/erase/take-back/": SIGNED_IN,
    "privacy-centre/restrict/": SIGNED_IN,
    "privacy-centre/consents/": SIGNED_IN,
    "privacy-centre/consents/<slug:name>/": SIGNED_IN,
    "privacy-centre/object/": SIGNED_IN,
    "privacy-centre/uses/": NOBODY,
    "privacy-centre/requests/": SIGNED_IN,
    "privacy-centre/requests/ask/": SIGNED_IN,
    "privacy-centre/requests/<int:number>/": OWNER,
    "privacy-centre/requests/<int:number>/take-back/": OWNER,
    "privacy-centre/activity/": SIGNED_IN,
    "privacy-centre/disclosures/": SIGNED_IN,
    "privacy-centre/options/": NOBODY,  # under a policy without it
    "privacy-centre/deleted/": NOBODY,
    "privacy-centre/delete/<slug:kind>/<int:number>/": NOBODY,
    "privacy-centre/deleted/<slug:kind>/<int:number>/take-back/": NOBODY,
    # An account's.
    "account/<int:account>/": MEMBERS,
    "account/<int:account>/services/": trusted_with("services"),
    "account/<int:account>/invoices/": trusted_with("billing"),
    "account/<int:account>/invoices/<int:number>/": trusted_with("billing"),
    "account/<int:account>/tickets/": trusted_with("support"),
    "account/<int:account>/tickets/<int:number>/": trusted_with("support"),
    "account/<int:account>/tickets/<int:number>/delete/": NOBODY,
    "account/<int:account>/tickets/<int:number>/files/<int:file>/": trusted_with("support"),
    "account/<int:account>/messages/": MEMBERS,
    "account/<int:account>/messages/<int:number>/": OWNER,
    "account/<int:account>/details/": trusted_with("profile"),
    "account/<int:account>/details/right/": trusted_with("profile"),
    "account/<int:account>/activity/": trusted_with("privacy"),
    "account/<int:account>/requests/": trusted_with("privacy"),
    "account/<int:account>/disclosures/": trusted_with("privacy"),
    "account/<int:account>/people/": OWNER,
    "account/<int:account>/people/invite/": OWNER,
    "account/<int:account>/people/<int:member>/": OWNER,
    "account/<int:account>/people/<int:member>/end/": OWNER,
    "account/<int:account>/people/<int:member>/hand-over/": OWNER,
    "account/<int:account>/people/invitations/<int:invitation>/send-again/": OWNER,
    "account/<int:account>/people/invitations/<int:invitation>/withdraw/": OWNER,
    "account/<int:account>/leave/": MEMBERS,
    "account/<int:account>/close/": OWNER,
    # Not offered by the policy that these tests run on.
    "privacy-centre/bring-in/": NOBODY,
    "privacy-centre/bring-in/apply/": NOBODY,
    "contact/": NOBODY,
    "contact/<slug:form>/": NOBODY,
    "about-you/": NOBODY,
    "about-you/empty/": SIGNED_IN,
    # The desk.
    "desk/": STAFF,
    "desk/acknowledge/": STAFF,
    "desk/customers/": STAFF,
    "desk/customers/<str:kind>/<int:number>/": STAFF,
    "desk/customers/<str:kind>/<int:number>/reason/": STAFF,
    # Noted where the policy says that it can be accepted so.
    "desk/customers/account/<int:number>/agreement/": NOBODY,
    "desk/customers/account/<int:number>/reseller/": staff("privacy"),
    "desk/customers/person/<int:number>/under-age/": NOBODY,
    "desk/customers/<str:kind>/<int:number>/<str:record>/": STAFF,
    "desk/requests/<int:number>/": staff("privacy"),
    "desk/requests/<int:number>/take/": staff("privacy"),
    "desk/requests/<int:number>/proofs/<int:proof>/": staff("privacy"),
    "desk/requests/<int:number>/mails/<int:mail>/": staff("privacy"),
    "desk/requests/<int:number>/<slug:name>/": staff("privacy"),
    "desk/requests/<int:number>/sort/": staff("privacy"),
    "desk/requests/new/": STAFF,
    "desk/inquiries/": staff("support", "privacy"),
    "desk/inquiries/<int:number>/": staff("support", "privacy"),
    "desk/inquiries/<int:number>/close/": staff("support", "privacy"),
    "desk/inquiries/<int:number>/erase/": staff("privacy"),
    "desk/inquiries/from-mail/<int:number>/": NOBODY,
    "desk/customers/person/<int:number>/findings/": NOBODY,
    "desk/staff/": staff(),
    "desk/staff/<int:number>/": staff(),
    "desk/bank/": staff("billing"),
    "desk/bank/statements/<int:number>/": staff("billing"),
    "desk/bank/lines/<int:number>/": staff("billing"),
    "desk/bank/lines/<int:number>/dismiss/": staff("billing"),
    "desk/bank/lines/<int:number>/undo/": staff("billing"),
    "desk/holds/": staff("billing", "privacy"),
    "desk/holds/new/": staff("billing", "privacy"),
    "desk/holds/<int:number>/": staff("billing", "privacy"),
    "desk/holds/<int:number>/lift/": staff("billing", "privacy"),
    "desk/recipients/": staff("billing", "privacy"),
    "desk/recipients/told/": staff("billing", "privacy"),
    "desk/calls/": staff("billing"),
    "desk/calls/<int:number>/again/": staff("billing"),
    "desk/calls/<int:number>/give-up/": staff("billing"),
    "desk/taxes/": staff("billing"),
    "desk/reports/<slug:name>/": staff("billing"),
    "desk/figures/": staff("privacy"),
    "desk/platform/": STAFF,
    "desk/mailing/": staff("privacy"),
    "desk/wordings/": staff("privacy"),
    "desk/wordings/<slug:kind>/<slug:right>/<slug:language>/": staff("privacy"),
    # The records: every model has the same addresses, and nothing is added or deleted there.
    "desk/records/": STAFF,
    "desk/records/<url>/": NOBODY,
    "desk/records/<app_label>/": STAFF,
    "desk/records/jsi18n/": STAFF,
    "desk/records/login/": STAFF,
    "desk/records/logout/": EVERYBODY,
    "desk/records/password_change/": STAFF,
}
# What people do only after they have just shown that it is them.
TAKES_PROOF = {
    "security/email/",
    "security/password/",
    "security/first-password/",
    "security/app/",
    "security/app/remove/",
    "security/recovery-codes/",
    "security/recovery-codes/file/",
    "security/recovery-codes/new/",
    "security/passkeys/add/",
    "security/passkeys/<int:pk>/remove/",
    "security/passkeys/<int:pk>/name/",
    "security/other-sign-ins/",
    "sign-in/with/<slug:name>/",
    "privacy-centre/erase/",
    "account/<int:account>/close/",
    "account/<int:account>/people/invite/",
    "account/<int:account>/people/<int:member>/",
    "account/<int:account>/people/<int:member>/hand-over/",
    "desk/customers/person/<int:number>/under-age/",
    "desk/mailing/",
    "desk/staff/",
    "desk/staff/<int:number>/",
}
# Whatever else can be posted, by the reason why a session is enough for it.
TAKES_NONE = {
    "is the way in, or the proof itself": {
        "sign-in/",
        "sign-in/passkey/",
        "sign-in/second-step/",
        "sign-in/finish/",
        "sign-in/failed/",
        "sign-in/cancelled/",
        "sign-in/from/<slug:provider_id>/",
        "security/it-is-me/password/",
        "security/it-is-me/code/",
        "security/it-is-me/passkey/",
        "sign-up/",
        "sign-up/done/",
        "sign-up/link/",
        "desk/records/login/",
        "desk/records/password_change/",
    },
    "is opened by a secret, mostly a mailed one": {
        "password/",
        "password/<slug:uidb36>/<str:key>/",
        "email/<str:key>/",
        "not-me/<str:key>/",
        "requests/<str:key>/",
        "stop-erasure/<str:token>/",
        "recover/",
        "recover/<str:key>/",
        "invitations/<str:secret>/",
        "invitations/<str:secret>/join/",
        "unsubscribe/<str:token>/",
        "identity/token/",
        "identity/revoke/",
        "identity/userinfo/",
        "identity/device/",
    },
    "ends what somebody else might use, or lets it go on as it was": {
        "sign-out/",
        "identity/sign-out/",
        "desk/records/logout/",
        "security/sessions/<slug:name>/end/",
        "security/sessions/end-others/",
        "security/email/keep/",
        "security/email/works/",
        "security/email/send-again/",
        "security/sites/withdraw/",
        "privacy-centre/erase/take-back/",
        "privacy-centre/requests/<int:number>/take-back/",
        "account/<int:account>/people/<int:member>/end/",
        "account/<int:account>/people/invitations/<int:invitation>/withdraw/",
        "account/<int:account>/people/invitations/<int:invitation>/send-again/",
    },
    "tells no more than that one has read it": {
        "accept/",
    },
    "can be changed back, or be asked for again": {
        "about-you/",
        "about-you/empty/",
        "profile/",
        "profile/right/",
        "account/<int:account>/details/",
        "account/<int:account>/details/right/",
        "account/<int:account>/leave/",
        "contact/",
        "contact/<slug:form>/",
        "identity/authorize/",
        "privacy-centre/bring-in/",
        "privacy-centre/bring-in/apply/",
        "privacy-centre/consents/<slug:name>/",
        "privacy-centre/object/",
        "privacy-centre/uses/",
        "privacy-centre/options/",
        "privacy-centre/restrict/",
        "privacy-centre/requests/ask/",
        "privacy/opt-out/",
    },
    "ends one question and its answers, in an account that stays": {
        "account/<int:account>/tickets/<int:number>/delete/",
    },
    "takes nothing away for good before some days have passed": {
        "privacy-centre/delete/<slug:kind>/<int:number>/",
        "privacy-centre/deleted/<slug:kind>/<int:number>/take-back/",
    },
    "is signed by a key that is known": {
        "witness/add-checkpoint",
    },
    "shows no more than the pages do": {
        "privacy-centre/download/",
        "privacy-centre/copies/<slug:secret>/",
    },
    "is what staff do all day, after a second step": {
        "desk/acknowledge/",
        "desk/calls/<int:number>/again/",
        "desk/calls/<int:number>/give-up/",
        "desk/customers/",
        "desk/customers/<str:kind>/<int:number>/reason/",
        "desk/customers/account/<int:number>/agreement/",
        "desk/customers/account/<int:number>/reseller/",
        "desk/customers/person/<int:number>/findings/",
        "desk/holds/<int:number>/",
        "desk/holds/<int:number>/lift/",
        "desk/holds/new/",
        "desk/inquiries/<int:number>/",
        "desk/inquiries/<int:number>/close/",
        "desk/inquiries/<int:number>/erase/",
        "desk/inquiries/from-mail/<int:number>/",
        "desk/recipients/told/",
        "desk/records/",
        "desk/records/<app_label>/",
        "desk/records/<url>/",
        "desk/requests/<int:number>/<slug:name>/",
        "desk/requests/<int:number>/sort/",
        "desk/requests/<int:number>/take/",
        "desk/requests/new/",
        "desk/taxes/",
        "desk/wordings/<slug:kind>/<slug:right>/<slug:language>/",
    },
}
OF_A_MODEL = re.compile(r"desk/records/\w+/\w+/(.*)")


def may_open(route: str, visitor: str) -> bool | None:
    """Whether a visitor may; None where it need not be asked. KeyError for an unknown address.

    Scopes matter to an account's pages alone, and roles to the desk's. What staff see of a record
    is up to the read gate.
    """
    if found := OF_A_MODEL.fullmatch(route):
        if visitor in ("stranger", "other"):
            return False
        return False if visitor == "staff: owner" and found[1] in ("add/", "delete/") else None
    if visitor in MEMBERS[:-1] and not route.startswith("account/<"):
        return None
    if visitor in STAFF and not route.startswith("desk/"):
        return None
    return visitor in WHO[route]


def every_address() -> list[str]:
    """Each address once, as `path()` has it; parts without a type come from regular expressions."""
    return list(dict.fromkeys(route for route, _ in routes(get_resolver("troth.urls"))))


def routes(patterns: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each address with its view."""
    for pattern in patterns.url_patterns:
        here = re.sub(r"\^?\(\?P<(\w+)>[^)]*\)/?\$", r"<\1>/", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield before + here, pattern.callback
        else:
            yield from routes(pattern, before + here)
