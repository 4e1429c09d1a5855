"""Declarations of the tables that other projects bring along, and of the journal below us."""

from django.utils.translation import gettext_lazy as _

from troth.accounts.models import ACTIVITY, PERSON, SESSION
from troth.policy.declare import ADD, ALL, Act, NoPersonalData, PersonalData, declare

# Whose an address is, and whether it is confirmed, the platform alone says; a customer ends it.
_ENDED: tuple[Act, ...] = ("read", "remove")

declare(
    "account.EmailAddress",
    PersonalData(
        record=PERSON,
        called=_("E-mail addresses"),
        labels={
            "user": _("Number of the person"),
            "email": _("E-mail address"),
            "verified": _("Confirmed"),
            "primary": _("Main address"),
        },
        subject="user",
        customers=_ENDED,
        addresses=("email", "verified"),
        contact=["email"],
        plain=["verified", "primary"],
    ),
)
declare(
    "account.EmailConfirmation",
    PersonalData(
        record=PERSON,
        called=_("E-mail addresses that wait for their confirmation"),
        labels={
            "email_address": _("Number of the e-mail address"),
            "created": _("Created"),
            "sent": _("Sent"),
        },
        subject="email_address__user",
        customers=_ENDED,
        credential=["key"],
        plain=["created", "sent"],
    ),
)
# Of what another provider tells, only what the person allowed is stored: `social.py` of the portal.
declare(
    "socialaccount.SocialAccount",
    PersonalData(
        record=PERSON,
        called=_("Providers that you sign in through"),
        staff_call_it=_("Providers signed in through"),
        labels={
            "user": _("Number of the person"),
            "uid": _("Identifier at the provider"),
            "extra_data": _("What the provider told"),
            "last_login": _("Last sign-in"),
            "date_joined": _("Connected"),
            "provider": _("Provider"),
        },
        subject="user",
        customers=ALL,
        identity=["uid", "extra_data"],
        usage=["last_login", "date_joined"],
        plain=["provider"],
    ),
)
declare(
    "socialaccount.SocialToken",
    PersonalData(
        record=PERSON,
        called=_("Tokens of providers that you sign in through"),
        staff_call_it=_("Tokens of providers signed in through"),
        labels={
            "account": _("Number of the account"),
            "app": _("Number of the provider"),
            "expires_at": _("Expires"),
        },
        subject="account__user",
        customers=ALL,
        credential=["token", "token_secret"],
        plain=["app", "expires_at"],
    ),
)
declare(
    "socialaccount.SocialApp",
    NoPersonalData("provider", "provider_id", "name", "client_id", "secret", "key", "settings"),
)
declare(
    "mfa.Authenticator",
    PersonalData(
        record=PERSON,
        called=_("Second factors and passkeys"),
        labels={
            "user": _("Number of the person"),
            "created_at": _("Created"),
            "last_used_at": _("Last used"),
            "type": _("Kind"),
        },
        subject="user",
        customers=ALL,
        reads_secrets="the second step, passkeys and their names",
        credential=["data"],
        usage=["created_at", "last_used_at"],
        plain=["type"],
    ),
)
declare(
    "allauth_idp_oidc.Token",
    PersonalData(
        record=SESSION,
        called=_("Tokens of sites that you sign in to with us"),
        staff_call_it=_("Tokens of sites signed in to from here"),
        labels={
            "user": _("Number of the person"),
            "created_at": _("Created"),
            "type": _("Kind"),
            "client": _("Number of the site"),
            "expires_at": _("Expires"),
            "scopes": _("Access"),
        },
        subject="user",
        customers=ALL,
        reads_secrets="whether a site was let in before",
        clocks={"creation": "created_at"},
        credential=["hash", "data"],
        plain=["type", "client", "expires_at", "scopes"],
    ),
)
# A site of the provider's own; nobody owns it.
declare(
    "allauth_idp_oidc.Client",
    PersonalData(
        record=PERSON,
        subject=(),
        everybodys=True,
        mentions={"owner": []},
        plain=[
            "id",
            "name",
            "secret",
            "scopes",
            "default_scopes",
            "type",
            "grant_types",
            "redirect_uris",
            "cors_origins",
            "allow_uri_wildcards",
            "response_types",
            "skip_consent",
            "created_at",
            "data",
        ],
    ),
)
declare(
    "accounts.Person_groups",
    PersonalData(
        record=PERSON,
        called=_("Groups of staff that you are in"),
        staff_call_it=_("Groups of staff"),
        labels={
            "person": _("Number of the person"),
            "group": _("Number of the group"),
        },
        subject="person",
        plain=["group"],
    ),
)
declare(
    "accounts.Person_user_permissions",
    PersonalData(
        record=PERSON,
        called=_("Permissions that you have as our staff"),
        staff_call_it=_("Permissions as staff"),
        labels={
            "person": _("Number of the person"),
            "permission": _("Number of the permission"),
        },
        subject="person",
        plain=["permission"],
    ),
)
# What staff changed in the admin. Our models' names for a row hold no personal data, so
# object_repr holds none either.
declare(
    "admin.LogEntry",
    PersonalData(
        record=ACTIVITY,
        called=_("What you changed as our staff"),
        staff_call_it=_("What was changed as staff"),
        labels={
            "user": _("Number of the person"),
            "action_time": _("When"),
            "action_flag": _("Kind of change"),
            "change_message": _("Change"),
            "content_type": _("Kind of object, by its number"),
            "object_id": _("Number of the object"),
            "object_repr": _("Object"),
        },
        subject="user",
        clocks={"creation": "action_time"},
        usage=["action_time", "action_flag", "change_message"],
        plain=["content_type", "object_id", "object_repr"],
    ),
)
declare("auth.Group", NoPersonalData("name"))
declare("auth.Group_permissions", NoPersonalData("group", "permission"))
declare("auth.Permission", NoPersonalData("name", "content_type", "codename"))
declare("contenttypes.ContentType", NoPersonalData("app_label", "model"))
declare(
    "journal.Entry",
    NoPersonalData(
        "receipt",
        "at",
        "event",
        "rule",
        "policy",
        "subject",
        "counts",
        "seq",
        "leaf",
        customers=ADD,
    ),
)
declare("journal.Checkpoint", NoPersonalData("size", "root", "at", "note", "frontier"))
declare("journal.Tile", NoPersonalData("level", "index", "root"))
declare("journal.Witness", NoPersonalData("key", "size", "line", "at", "failure", "failed_at"))
# Jobs carry ids and never personal data; a test reads every task's arguments.
declare("procrastinate.ProcrastinateEvent", NoPersonalData("job", "type", "at", customers=ADD))
declare(
    "procrastinate.ProcrastinateJob",
    NoPersonalData(
        "queue_name",
        "task_name",
        "priority",
        "lock",
        "args",
        "status",
        "scheduled_at",
        "attempts",
        "queueing_lock",
        "abort_requested",
        "worker",
        customers=ADD,
    ),
)
declare(
    "procrastinate.ProcrastinatePeriodicDefer",
    NoPersonalData("task_name", "defer_timestamp", "job", "periodic_id"),
)
declare("procrastinate.ProcrastinateWorker", NoPersonalData("last_heartbeat"))
