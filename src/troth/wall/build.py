"""Build the second wall in the database: a role, its rights, and the policies of every table."""

from hashlib import sha256

from django.db import ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.policy.declare import Declaration, NoPersonalData, declarations
from troth.policy.row_security import CUSTOMER, refuse_change, row_security
from troth.policy.schema import Model

# What a customer's request may do to rows of its own; to those of other tables it may add, and
# change them. What is evidence is only added to, and nothing goes but what is listed here: all
# else goes by the plan, which the platform carries out.
_RIGHTS = {
    "SELECT": {
        "accounts.Person_groups",
        "accounts.Person_user_permissions",
        "admin.LogEntry",
        "allauth_idp_oidc.Client",
        "billing.Invoice",
        "billing.InvoiceLine",
        "billing.Payment",
        "gates.Acknowledgement",
        "erasure.Hold",
        "gates.StaffRead",
        "support.Inquiry",
    },
    "SELECT, INSERT": {
        "accounts.Activity",
        "accounts.Signin",
        "journal.Entry",
        "messaging.Message",
        "gates.ConsentEvent",
        "gates.Disclosure",
        "files.DoomedFile",
        "procrastinate.ProcrastinateEvent",
        "procrastinate.ProcrastinateJob",
    },
    # The account and the person themselves are neither made nor removed here.
    "SELECT, UPDATE": {"accounts.Account", "accounts.Person"},
    "SELECT, INSERT, UPDATE, DELETE": {
        "account.EmailAddress",
        "account.EmailConfirmation",
        "accounts.CacheEntry",
        "accounts.Membership",
        "accounts.Preferences",
        "accounts.Session",
        "allauth_idp_oidc.Token",
        "mfa.Authenticator",
        "requests.IdentityProof",
        "gates.ReadLimit",
        "gates.SiteConsent",
        "socialaccount.SocialAccount",
        "socialaccount.SocialToken",
    },
}
_OTHERS = "SELECT, INSERT, UPDATE"
_ABOUT_NOBODY = "SELECT"

# The provider's own sites: about nobody, and named to everybody who signs in there.
_SHOWN = {"allauth_idp_oidc.Client"}

# Tables whose credentials pages work with behind the wall, each row by whom it belongs to.
_READABLE = {
    "accounts.Invitation",  # the list of those who are invited; a digest is no use
    "accounts.Session",  # the list of sessions, and signing out
    "allauth_idp_oidc.Token",  # whether a site was let in before
    "mfa.Authenticator",  # the second step, passkeys and their names
    "copies.Copy",  # fetching the copy
}

# Nobody makes a member of staff of oneself.
_POWERS = ("is_active", "is_staff", "is_superuser", "staff_role")

_LOCK = int.from_bytes(b"wall")


def wall_stands() -> bool:
    """Whether the wall is as the models want it and this connection can go behind it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(p.oid, 'pg_policy') FROM pg_policy p "
            "WHERE p.polname = 'own' AND p.polrelid = to_regclass(%s)",
            [Person._meta.db_table],
        )
        found = cursor.fetchone()
    return found is not None and found[0] == _digest(_statements()) and _may_enter()


def build_wall() -> None:
    """Make the wall what the models want; costs next to nothing when it is.

    Nothing happens while tables are missing. Raises TrothError when the role is missing and
    this database user may not make it.
    """
    declared = declarations()
    if not {m._meta.db_table for m in declared} <= set(connection.introspection.table_names()):
        return
    if wall_stands():
        return
    _make_role()
    statements = _statements()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s), current_schema()", [_LOCK])
        schema = connection.ops.quote_name(cursor.fetchone()[1])
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {CUSTOMER}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {CUSTOMER}")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(
            f"COMMENT ON POLICY own ON {connection.ops.quote_name(Person._meta.db_table)} "
            f"IS '{_digest(statements)}'"
        )


def _statements() -> list[str]:
    declared = declarations()
    rights = {model: _rights(model, data) for model, data in declared.items()}
    shown = {model for model in declared if model._meta.label in _SHOWN}
    readable = {model for model in declared if model._meta.label in _READABLE}
    return [*row_security(declared, rights, shown, readable), *refuse_change(Person, _POWERS)]


def _rights(model: Model, data: Declaration) -> str:
    for rights, labels in _RIGHTS.items():
        if model._meta.label in labels:
            return rights
    return _ABOUT_NOBODY if isinstance(data, NoPersonalData) else _OTHERS


def _digest(statements: list[str]) -> str:
    return sha256("\n".join(statements).encode()).hexdigest()


def _may_enter() -> bool:
    """Whether this database user may take the role."""
    # Since version 16 a role's maker is a member of it who may not take it.
    how = "SET" if connection.pg_version >= 160000 else "MEMBER"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(oid, %s) FROM pg_roles WHERE rolname = %s", [how, CUSTOMER]
        )
        found = cursor.fetchone()
    return bool(found and found[0])


def _make_role() -> None:
    """Make sure that the role exists and that this database user may take it."""
    # The role is the whole server's: another database's migration may be quicker.
    make = f"""DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{CUSTOMER}') THEN
            CREATE ROLE {CUSTOMER} NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$"""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(make)
            if not _may_enter():
                cursor.execute(f"GRANT {CUSTOMER} TO CURRENT_USER")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_user)")
            (user,) = cursor.fetchone()
        raise TrothError(
            f"The database role {CUSTOMER} is missing or may not be used; have the database's "
            f"administrator run: CREATE ROLE {CUSTOMER} NOLOGIN; GRANT {CUSTOMER} TO {user};"
        ) from None
