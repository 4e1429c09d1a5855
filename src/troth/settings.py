"""Every setting of an installation, read from the environment. `docs/provider.md` describes each.

What the environment does not say may stand in the file `settings.env` of `TROTH_HOME`. Nothing else
here touches the disk or the network.
"""

import os
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.csp import CSP
from django.utils.functional import lazy
from dotenv import load_dotenv
from stdnum.eu import at_02

from troth.core.errors import UsageError
from troth.core.log import refused_or_failed
from troth.core.machine import THIS_MACHINE
from troth.core.secret import secret_key

# How a token to the mailbox is asked for, by what is known for it.
_GRANTS = {
    frozenset({"client_id", "client_secret", "scope"}): "client_credentials",
    frozenset({"client_id", "client_secret", "refresh_token"}): "refresh_token",
    frozenset({"key_file", "scope"}): "urn:ietf:params:oauth:grant-type:jwt-bearer",
}
_PUBLIC_KEY = re.compile(r"[^\s+,]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}")  # of Ed25519


def database_from_url(
    url: str,
    name: str = "DATABASE_URL",
    otherwise: str = "unset it to use the embedded server",
) -> dict[str, object]:
    """Django's settings for `postgresql://user:password@host:port/name?option=value`.

    Raises UsageError, with the name of the setting, for another kind of database or none.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise UsageError(
            f"{name} must look like postgresql://user:password@host:5432/name; {otherwise}."
        )
    return {
        "ENGINE": "troth.core.database",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Blank, it keeps PGHOSTADDR from leading elsewhere than to the host.
        "OPTIONS": {"hostaddr": ""} | dict(parse_qsl(parts.query)),
    }


def mailer_from_url(url: str) -> dict[str, object]:
    """Django's settings for `smtp://user:password@host:port?tls=starttls`, or `tls=implicit`.

    `file:DIRECTORY` writes each mail into a file instead. Raises UsageError for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(Path(unquote(parts.path)).absolute())},
        }
    options = dict(parse_qsl(parts.query))
    if parts.scheme != "smtp" or not parts.hostname or options.keys() - {"tls"}:
        raise UsageError(
            "MAIL_URL must look like smtp://user:password@mail.example:587?tls=starttls, or like "
            "file:mail to write into files."
        )
    return {
        "BACKEND": "troth.messaging.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or 25,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": options.get("tls") == "starttls",
            "use_ssl": options.get("tls") == "implicit",
            "timeout": 30,
        },
    }


def sms_from_url(url: str, *, token: str, sender: str) -> dict[str, Any]:
    """The plug-in that posts text messages to an address; empty for an empty one.

    Without TLS (`http://`) only on this machine: numbers would be readable on the way. Raises
    UsageError for anything else.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    ):
        raise UsageError("TROTH_SMS_URL must be like https://sms.example/messages")
    options = {"url": url, "token": token, "sender": sender}
    return {"BACKEND": "troth.messaging.sms.HttpSms", "OPTIONS": options}


def mailbox_from_url(url: str, oauth: str = "") -> dict[str, Any]:
    """Where requests by e-mail arrive: `imaps://user:password@host:993/FOLDER?move=FOLDER`.

    oauth: how an access token is had in place of a password, as `oauth_from_url` reads it.
    Empty for an empty URL. Without TLS (`imap://`) only on this machine: the password would be
    readable on the way. Raises UsageError for anything else.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    safe = parts.scheme == "imaps" or parts.hostname in THIS_MACHINE
    known = parts.scheme in ("imap", "imaps") and not options.keys() - {"move"}
    signs_in = parts.username and bool(parts.password) != bool(oauth)
    if not (known and safe and parts.hostname and signs_in):
        raise UsageError(
            "MAILBOX_URL must look like imaps://user:password@mail.example/INBOX, without the "
            "password where MAILBOX_OAUTH is set; imap:// without TLS is for a server on this "
            "machine."
        )
    return {
        "tls": parts.scheme == "imaps",
        "host": parts.hostname,
        "port": parts.port or (993 if parts.scheme == "imaps" else 143),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "oauth": oauth_from_url(oauth),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
        "move": options.get("move", ""),
    }


def oauth_from_url(url: str) -> dict[str, str]:
    """How an access token to a mailbox is had (RFC 6749): where, as `url`, and what is sent.

    `https://host/token?client_id=ID&client_secret=SECRET&scope=SCOPE`, or `refresh_token=TOKEN`
    in place of the scope; or `https://host/token?key_file=FILE&scope=SCOPE` for who signs instead
    (RFC 7523). Empty for an empty URL. Raises UsageError for anything else.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    sent = dict(parse_qsl(parts.query))
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    grant = _GRANTS.get(frozenset(sent))
    if not (safe and parts.hostname and grant):
        raise UsageError(
            "MAILBOX_OAUTH must look like https://login.example/token?client_id=ID"
            "&client_secret=SECRET&scope=SCOPE, with refresh_token=TOKEN in place of the scope, or "
            "like https://login.example/token?key_file=FILE&scope=SCOPE."
        )
    return {"url": urlunsplit(parts._replace(query="")), "grant_type": grant, **sent}


def number(name: str, value: str) -> int:
    """A setting that is a whole number. Raises UsageError."""
    if not value.isdecimal():
        raise UsageError(f"{name} must be a whole number, such as 1.")
    return int(value)


def creditor_id(name: str, value: str) -> str:
    """A setting that is a creditor identifier of SEPA (EPC262-08), or blank. Raises UsageError."""
    typed = "".join(value.split()).upper()
    if typed and not at_02.is_valid(typed):
        raise UsageError(f"{name} must be a creditor identifier such as DE98ZZZ09999999999.")
    return typed


def days(name: str, value: str) -> tuple[date, ...]:
    """A setting that is a list of days, such as 2026-12-24,2026-12-31. Raises UsageError."""
    try:
        return tuple(date.fromisoformat(day.strip()) for day in value.split(",") if day.strip())
    except ValueError:
        raise UsageError(f"{name} must be days such as 2026-12-24,2026-12-31.") from None


def by_months(name: str, value: str) -> dict[int, int]:
    """A setting of days by months, such as 12:30,24:60. Raises UsageError."""
    if not re.fullmatch(r"(\s*[1-9][0-9]?:[0-9]{1,3}\s*(,|$))*", value):
        raise UsageError(f"{name} must be days by months, such as 12:30,24:60.")
    pairs = (each.split(":") for each in value.split(",") if each.strip())
    return {int(months): int(days) for months, days in pairs}


def number_prefixes(name: str, value: str) -> dict[str, str]:
    """A setting of capitals by kind of document, such as invoice:RE,order:B. Raises UsageError."""
    own = {"invoice": "", "credit note": "C", "order": "O", "quote": "Q"}
    pairs = [each.strip().partition(":") for each in value.split(",") if each.strip()]
    found = {kind: prefix for kind, _colon, prefix in pairs}
    every = own | found
    shaped = all(re.fullmatch("[A-Z]{0,6}", prefix) for prefix in found.values())
    if len(every) != len(own) or not shaped or len({*every.values()}) != len(own):
        raise UsageError(
            f"{name} must be up to six capitals by kind, each of its own, such as "
            "invoice:RE,credit note:GS,order:B,quote:A."
        )
    return found


def first_numbers(name: str, value: str) -> dict[tuple[str, int], int]:
    """A setting of numbers by kind and year, such as invoice:2026:5001. Raises UsageError."""
    kinds = "invoice|credit note|order|quote"
    found = {}
    for each in filter(None, map(str.strip, value.split(","))):
        parts = re.fullmatch(rf"({kinds}):(2[0-9]{{3}}):([1-9][0-9]{{0,8}})", each)
        if not parts:
            raise UsageError(
                f"{name} must be first numbers by kind and year, such as invoice:2026:5001."
            )
        found[parts[1], int(parts[2])] = int(parts[3])
    return found


def hours(name: str, value: str) -> int:
    """A setting that is a number of hours, of a week at most. Raises UsageError."""
    if not re.fullmatch(r"[0-9]{1,3}", value) or int(value) > 168:
        raise UsageError(f"{name} must be a number of hours from 0 to 168.")
    return int(value)


def idle_and_longest(name: str, value: str) -> tuple[int, int]:
    """A setting that is two numbers of hours, such as 24,336. Raises UsageError."""
    found = re.fullmatch(r"([1-9][0-9]{0,3}),([1-9][0-9]{0,3})", value)
    if not found or int(found[1]) > int(found[2]):
        raise UsageError(f"{name} must be two numbers of hours, the smaller first, such as 24,336.")
    return int(found[1]), int(found[2])


def countries(name: str, value: str) -> tuple[str, ...]:
    """A setting that is a list of countries, such as DE,US. Raises UsageError."""
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    if not all(re.fullmatch("[A-Z]{2}", code) for code in codes):
        raise UsageError(f"{name} must be countries by their two capitals, such as DE,US.")
    return codes


def areas(name: str, value: str) -> tuple[str, ...]:
    """A setting that is a list of countries and regions, such as GB,US-TX. Raises UsageError."""
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    if not all(re.fullmatch("[A-Z]{2}(-[A-Z0-9]{1,3})?", code) for code in codes):
        raise UsageError(f"{name} must be countries or regions by their codes, such as GB,US-TX.")
    return codes


def required(name: str, value: str, *, by: str) -> str:
    """A setting that another one needs. Raises UsageError where it is blank."""
    if not value.strip():
        raise UsageError(f"{name} is missing: set it, or unset {by}.")
    return value.strip()


def shaped(name: str, value: str, shape: str, example: str) -> str:
    """A setting of a shape (a regular expression). Raises UsageError, which does not quote it."""
    if not re.fullmatch(shape, value.strip()):
        raise UsageError(f"{name} must look like {example}.")
    return value.strip()


def flag(name: str, value: str) -> bool:
    """A setting that is 1, or 0 or blank. Raises UsageError: `true` would read as off."""
    if value not in ("", "0", "1"):
        raise UsageError(f"{name} must be 1, or 0.")
    return value == "1"


def service(name: str, value: str) -> str:
    """A setting that is the address of a third party's interface. Raises UsageError."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{name} must be an address such as https://api.example.")
    return value


def one_of(name: str, value: str, *words: str) -> str:
    """A setting that is one of some words. Raises UsageError."""
    if value not in words:
        raise UsageError(f"{name} must be one of: {', '.join(words)}.")
    return value


def words(name: str, value: str) -> tuple[str, ...]:
    """A setting that is a list of words, one at least. Raises UsageError, which quotes none."""
    found = tuple(word.strip() for word in value.split(",") if word.strip())
    if not found or any(re.search(r"\s", word) for word in found):
        raise UsageError(f"{name} must be one word or several, with a comma between two.")
    return found


def public_keys(name: str, value: str) -> list[str]:
    """A setting that is a list of public keys of notes. Raises UsageError."""
    keys = [key.strip() for key in value.split(",") if key.strip()]
    if not all(map(_PUBLIC_KEY.fullmatch, keys)):
        raise UsageError(f"{name} must be public keys such as log.example+5ac1d0ff+AbCd…=.")
    return keys


def witnesses(name: str, value: str) -> dict[str, str]:
    """A setting that is a list of public keys, each with an address. Raises UsageError."""
    pairs = [pair.split() for pair in value.split(",") if pair.strip()]
    if not all(
        len(pair) == 2
        and _PUBLIC_KEY.fullmatch(pair[0])
        and urlsplit(pair[1]).scheme in ("http", "https")
        for pair in pairs
    ):
        raise UsageError(
            f"{name} must be pairs such as w.example+5ac1d0ff+BAbCd…= https://w.example/witness, "
            "with a comma between two."
        )
    return {key: address.rstrip("/") for key, address in pairs}


def time_zone(name: str, value: str) -> str:
    """A setting that is a time zone of the IANA's database. Raises UsageError."""
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"{name} must be a time zone such as Europe/Berlin.") from None


def colour(name: str, value: str) -> str:
    """A setting that is a colour, or empty. Raises UsageError."""
    if value and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise UsageError(f"{name} must be a colour such as #0b5d57.")
    return value


def links(name: str, value: str) -> list[tuple[str, str]]:
    """A setting that is a list of names, each with an address, or empty. Raises UsageError."""
    pairs = [pair.strip().rpartition(" ") for pair in value.split(",") if pair.strip()]
    if not all(
        title.strip() and urlsplit(to).scheme in ("http", "https") for title, _, to in pairs
    ):
        raise UsageError(
            f"{name} must be pairs such as Mastodon https://social.example/@us, with a comma "
            "between two."
        )
    return [(title.strip(), to) for title, _space, to in pairs]


def take_from(file: Path) -> None:
    """Take what the environment does not say from a file, as systemd's `EnvironmentFile` has it.

    Raises UsageError for one that cannot be read.
    """
    try:
        load_dotenv(file, interpolate=False)
    except (OSError, ValueError):
        raise UsageError(f"The settings in {file} cannot be read; make that possible.") from None


TROTH_HOME = Path(os.environ.get("TROTH_HOME", ".troth")).absolute()
take_from(TROTH_HOME / "settings.env")
# Whose settings these are: see `core/provider.py`, which alone reads those of one provider.
PROVIDER = "main"
DEBUG = os.environ.get("DEBUG", "") == "1"
# Read, or made, when something is first signed with it.
SECRET_KEY = os.environ.get("SECRET_KEY") or lazy(secret_key, str)(TROTH_HOME / "secret.key")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# Where links in messages lead; never taken from a request, whose Host header anyone can forge.
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
PLAIN_HTTP = os.environ.get("PLAIN_HTTP", "") == "1"
TRUSTED_PROXIES = number("TRUSTED_PROXIES", os.environ.get("TRUSTED_PROXIES", "0"))

# How the provider looks: one colour, and a picture of its name (an SVG, PNG or WebP file).
BRAND_ACCENT = colour("BRAND_ACCENT", os.environ.get("BRAND_ACCENT", ""))
BRAND_LOGO = os.environ.get("BRAND_LOGO", "")
BRAND_LINKS = links("BRAND_LINKS", os.environ.get("BRAND_LINKS", ""))

if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": database_from_url(url)}
else:
    DATABASES = {"default": {"ENGINE": "troth.core.postgres", "NAME": "troth"}}
# One that was kept open may be gone: see `core/database/keep_open.py`.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# The same database without a pooler in front; where it is empty, there is none.
DIRECT_DATABASE_URL = os.environ.get("DIRECT_DATABASE_URL", "")
if DIRECT_DATABASE_URL:
    database_from_url(DIRECT_DATABASE_URL, "DIRECT_DATABASE_URL", "unset it without a pooler")

# Where the database and the files lie.
STORES_IN = countries("STORES_IN", os.environ.get("STORES_IN", ""))

INSTALLED_APPS = [
    "troth.policy",
    "troth.journal",
    "troth.files",
    "troth.publishing",
    "troth.accounts",
    "troth.wall",
    "troth.gates",
    "troth.calls",
    "troth.messaging",
    "troth.requests",
    "troth.erasure",
    "troth.copies",
    "troth.people",
    "troth.privacy",
    "troth.tax",
    "troth.einvoice",
    "troth.billing",
    "troth.gateways",
    "troth.gateways.sepa",
    "troth.bank",
    "troth.catalog",
    "troth.services",
    "troth.orders",
    "troth.reports",
    "troth.support",
    "troth.identity",
    "troth.portal",
    "troth.desk",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "procrastinate.contrib.django",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "troth.portal.methods.known_methods",
    "troth.portal.again.again",
    "troth.portal.afterwards.leave_room",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "troth.portal.uploads.bounded",
    "troth.portal.legible.legible",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "troth.portal.once.policy_once",
    "troth.portal.language.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "troth.identity.sessions.seen",
    "troth.gates.pages.opt_out.heed_signals",
    "django_htmx.middleware.HtmxMiddleware",
    "troth.portal.errors.refusals",
    "troth.portal.accepted.accepted",
    "troth.portal.wall.wall",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "troth.portal.context.provider",
                "troth.identity.notice.unconfirmed",
            ],
        },
    },
]
ROOT_URLCONF = "troth.urls"
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["troth.identity.backend.Backend"]
ACCOUNT_ADAPTER = "troth.identity.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever is nobody's customer gets no mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "troth.identity.forms.SignInForm",
    "reauthenticate": "troth.identity.forms.ItIsMeForm",
    "change_password": "troth.identity.forms.ChangePasswordForm",
    "set_password": "troth.identity.forms.SetPasswordForm",
    "reset_password": "troth.identity.forms.ForgottenPasswordForm",
    "reset_password_from_key": "troth.identity.forms.NewPasswordForm",
}
# The one table of how often what may be tried, per address, person or thing typed. Allauth's
# views and ours count by it, in the cache.
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip",
    # Guesses at passwords and codes: `identity/attempts.py`.
    "guess_known": "5/5m/key,50/d/key",
    "guess_here": "5/5m/key,20/d/key",
    "guess_from": "10/m/ip",
    "guess_anywhere": "100/d/key",
    "wrong_passkey": "10/m/ip",
    "wrong_site": "30/m/ip",
    "login": None,  # allauth's own, which would count what is right as well
    "login_failed": None,
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
    "manage_email": "10/h/user",
    "confirm_email": "1/3m/key,5/d/key",
    "bring_in": "20/h/user",
    "recover": "20/h/ip,3/d/key",
    "recover_anywhere": "30/d/key",
    "opt_out": "20/h/ip",
    "inquiry": "10/h/ip,5/d/key",
    # Each makes documents that are numbered and stay.
    "order": "30/h/user",
    # Each asks a gateway.
    "pay": "30/h/user",
    # Who does not know the code of a promotion shall not find it.
    "wrong_code": "30/h/ip",
    # Only what is not signed counts; a gateway may tell as much as it has to.
    "forged_event": "30/m/ip",
}
PASSWORD_RESET_TIMEOUT = 3600  # seconds in which the link of a forgotten password is good
# Staff open the desk only once they have set up a second step of signing in.
STAFF_TWO_STEPS = os.environ.get("STAFF_TWO_STEPS", "1") == "1"
MFA_ADAPTER = "troth.identity.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_RATE_LIMITS = {"webauthn_login": None}  # only wrong ones count
MFA_FORMS = {
    "authenticate": "troth.identity.forms.SecondStepForm",
    "reauthenticate": "troth.identity.forms.CodeAgainForm",
    "activate_totp": "troth.identity.forms.FirstCodeForm",
    "login_webauthn": "troth.identity.forms.SignInByPasskeyForm",
    "authenticate_webauthn": "troth.identity.forms.SecondStepByPasskeyForm",
    "reauthenticate_webauthn": "troth.identity.forms.PasskeyAgainForm",
    "add_webauthn": "troth.identity.forms.AddPasskeyForm",
    "edit_webauthn": "troth.identity.forms.RenamePasskeyForm",
}
CACHES = {"default": {"BACKEND": "troth.accounts.cache.Cache"}}
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "troth.accounts.guessable.Validator"},
]
PASSWORD_HASHERS = [
    "troth.accounts.hashers.Argon2",
    "troth.accounts.hashers.Scrypt",
    "troth.accounts.hashers.PBKDF2",
]
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "welcome"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = time_zone("TROTH_TIME_ZONE", os.environ.get("TROTH_TIME_ZONE") or "UTC")
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
FORMAT_MODULE_PATH = "troth.formats"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORM_RENDERER = "troth.portal.forms.Renderer"

# Cookies last as long as the browser is open, a session for as long as these say. The cookie of
# a device in which somebody has signed in lasts for as long as the policy says.
_HOST = "" if PLAIN_HTTP else "__Host-"  # browsers take such a cookie from this host alone
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
DEVICE_COOKIE_NAME = f"{_HOST}device"
SESSION_ENGINE = "troth.accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# After how many hours without a request a session ends, and after how many in any case.
SESSION_HOURS = idle_and_longest("SESSION_HOURS", os.environ.get("SESSION_HOURS", "24,336"))
STAFF_SESSION_HOURS = idle_and_longest(
    "STAFF_SESSION_HOURS", os.environ.get("STAFF_SESSION_HOURS", "1,12")
)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "troth.portal.errors.csrf"
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("HSTS_SUBDOMAINS", "") == "1"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = TROTH_HOME / "files"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
# Bytes of a whole request: what people type, or where a page takes files one of 10 MB and a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2**18
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {"BACKEND": "troth.files.storage.Storage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Other sites of the provider at which people sign in from here, and other providers through which
# they sign in here; `SOCIALACCOUNT_PROVIDERS` names the latter.
SITES_KEY = Path(os.environ.get("SITES_KEY") or TROTH_HOME / "sites.key")
IDP_OIDC_ADAPTER = "troth.identity.sites.SiteAdapter"
IDP_OIDC_USERINFO_ENDPOINT = None
SOCIALACCOUNT_ADAPTER = "troth.identity.social.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
JOURNAL_KEY = Path(os.environ.get("JOURNAL_KEY") or TROTH_HOME / "journal.key")
JOURNAL_COPY = TROTH_HOME / "journal.jsonl"
JOURNAL_ORIGIN = os.environ.get("JOURNAL_ORIGIN", "troth")
CHECKPOINT_MAIL = one_of(
    "CHECKPOINT_MAIL", os.environ.get("CHECKPOINT_MAIL", "weekly"), "daily", "weekly", "never"
)
# Who cosigns the journal, and whose journals are cosigned here: see `journal/witness.py`.
WITNESSES = witnesses("WITNESSES", os.environ.get("WITNESSES", ""))
WITNESS_NAME = os.environ.get("WITNESS_NAME", "")
WITNESS_KEY = Path(os.environ.get("WITNESS_KEY") or TROTH_HOME / "witness.key")
WITNESS_MEMORY = TROTH_HOME / "witness"
WITNESSED_LOGS = public_keys("WITNESSED_LOGS", os.environ.get("WITNESSED_LOGS", ""))

# Days, besides weekends and public holidays, on which the provider does not work.
HOLIDAYS = days("HOLIDAYS", os.environ.get("HOLIDAYS", ""))

# The header in which a proxy in front tells the country that a request comes from (ISO 3166).
COUNTRY_HEADER = os.environ.get("COUNTRY_HEADER", "")

# How many hours an erasure that was asked for in the account area waits, so that it can be stopped.
ERASURE_WAIT = hours("ERASURE_WAIT", os.environ.get("ERASURE_WAIT", "48"))

# How many days before a new price holds for services that run their customers are told.
PRICE_NOTICE_DAYS = number("PRICE_NOTICE_DAYS", os.environ.get("PRICE_NOTICE_DAYS", "30"))

# Days from which on a period is invoiced before it begins, and in which an invoice is to be paid;
# and how many invoices of one day are made without anybody of the staff having said yes to them.
BILL_DAYS_BEFORE = number("BILL_DAYS_BEFORE", os.environ.get("BILL_DAYS_BEFORE", "7"))
BILL_DAYS_BEFORE_BY_MONTHS = by_months(
    "BILL_DAYS_BEFORE_BY_MONTHS", os.environ.get("BILL_DAYS_BEFORE_BY_MONTHS", "")
)
INVOICE_TERM_DAYS = number("INVOICE_TERM_DAYS", os.environ.get("INVOICE_TERM_DAYS", "14"))
# How numbers of documents read, and with which a year begins.
NUMBER_PREFIXES = number_prefixes("NUMBER_PREFIXES", os.environ.get("NUMBER_PREFIXES", ""))
FIRST_NUMBERS = first_numbers("FIRST_NUMBERS", os.environ.get("FIRST_NUMBERS", ""))
BILL_ASKS_ABOVE = number("BILL_ASKS_ABOVE", os.environ.get("BILL_ASKS_ABOVE", "1000"))

# Below how many minor units, such as cents, what is owed of an invoice is let be by dunning.
DUN_LEAST = number("DUN_LEAST", os.environ.get("DUN_LEAST", "100"))

# How many steps of dunning one night takes without anybody of the staff having said yes to them.
DUN_ASKS_ABOVE = number("DUN_ASKS_ABOVE", os.environ.get("DUN_ASKS_ABOVE", "100"))

# Of how many invoices what is owed is taken in one night without anybody of the staff having said
# yes to it.
CHARGE_ASKS_ABOVE = number("CHARGE_ASKS_ABOVE", os.environ.get("CHARGE_ASKS_ABOVE", "1000"))

# After how many days an order of which nothing was paid is closed, where its services wait for it.
UNPAID_ORDER_DAYS = number("UNPAID_ORDER_DAYS", os.environ.get("UNPAID_ORDER_DAYS", "30"))

# How many days old the newest statement of the bank may be while services are suspended or end of
# who pays by transfer.
BANK_STATEMENT_DAYS = number("BANK_STATEMENT_DAYS", os.environ.get("BANK_STATEMENT_DAYS", "5"))

# How many calls to others one worker makes at the same time.
CALLS_AT_ONCE = number("CALLS_AT_ONCE", os.environ.get("CALLS_AT_ONCE", "8"))

# Which class has the calls of a kind made: see `calls/kinds.py`.
CALLS = {
    "bank check": "troth.gateways.ask_check.AskCheck",
    "payout": "troth.gateways.ask_payout.AskPayout",
    "standing": "troth.gateways.ask_standing.AskStanding",
    "gateway": "troth.gateways.ask_gateway.AskGateway",
    "tax": "troth.services.engine_answers.AskEngineAndInvoice",
    "vat": "troth.services.vat_answers.AskViesAndInvoice",
}

# What is told that accounts owe less than before: see `billing/tell_paid.py`.
WHEN_PAID = [
    "troth.services.resume_paid.resume_paid",
    "troth.services.set_up_paid.set_up_paid",
]

# Says of invoices by which way and when they are taken by themselves: see
# `billing/mail_invoices.py`.
TAKEN_BY = "troth.gateways.next_taking.next_takings"

# Finds the orders that payers name: see `bank/ordered.py`.
ORDERS_NAMED = "troth.orders.named_in.named_in"

# What pays payments back that it brought: see `billing/goes_back_by_itself.py`.
PAYS_BACK = ["troth.gateways.pay_back.pay_back"]

# What owes again what was to go back and has not: see `billing/set_aside_again.py`.
SET_ASIDE_AGAIN = ["troth.services.owe_again.owe_again"]

# Makes the documents that mails carry: see `messaging/attached.py`.
MAIL_FILES = "troth.billing.files.file_of_mail"

# What settles for accounts that are about to be erased: see `erasure/settle_before.py`.
BEFORE_ERASURE = ["troth.services.pay_back_before.pay_back_before"]

# By what the provider's own taxes go, and where numbers for VAT are asked about.
HOME_CURRENCY = os.environ.get("HOME_CURRENCY", "").upper()
TAX_NUMBER = os.environ.get("TAX_NUMBER", "").replace(" ", "").upper()
TAX_REGION = os.environ.get("TAX_REGION", "").strip().upper()
TAX_ONE_STOP_SHOP = os.environ.get("TAX_ONE_STOP_SHOP", "") == "1"
TAX_SMALL_BUSINESS = os.environ.get("TAX_SMALL_BUSINESS", "") == "1"
TAX_TWO_SIGNS = os.environ.get("TAX_TWO_SIGNS", "") == "1"
SHOP_NET_PRICES = os.environ.get("SHOP_NET_PRICES", "") == "1"
TAX_REGISTERED = areas("TAX_REGISTERED", os.environ.get("TAX_REGISTERED", ""))
# Who knows the rates of places that Troth does not: {"BACKEND": "...", "OPTIONS": {...}}.
TAX_ENGINE = (
    {"BACKEND": "troth.tax.csv_rates.CsvRates", "OPTIONS": {"directory": directory}}
    if (directory := os.environ.get("TAX_RATE_FILES", ""))
    else {}
)
VIES_URL = os.environ.get("VIES_URL", "https://ec.europa.eu/taxation_customs/vies/rest-api")
# Where exchange rates are fetched by night; blank where they are not.
EXCHANGE_RATES_URL = os.environ.get(
    "EXCHANGE_RATES_URL", "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
)

# What invoices say of the seller besides what the policy does.
SELLER_CONTACT = os.environ.get("SELLER_CONTACT", "").strip()
SELLER_POSTCODE = os.environ.get("SELLER_POSTCODE", "").strip()
SELLER_CITY = os.environ.get("SELLER_CITY", "").strip()

# Which plug-ins are switched on and tell third parties something: see `gates/recipient.py`.
THIRD_PARTIES = [
    "troth.messaging.carriers.carriers",
    "troth.tax.engine.engines",
    "troth.gateways.installed.third_parties",
    "troth.gateways.sepa.bank.third_parties",
]

# Through whom customers pay: {"stripe": {"BACKEND": "...", "OPTIONS": {...}}}.
GATEWAYS: dict[str, dict[str, object]] = {}
if key := os.environ.get("STRIPE_SECRET_KEY"):
    secrets = os.environ.get("STRIPE_WEBHOOK_SECRETS", "")
    required("STRIPE_WEBHOOK_SECRETS", secrets, by="STRIPE_SECRET_KEY")
    GATEWAYS["stripe"] = {
        "BACKEND": "troth.gateways.stripe.gateway.Stripe",
        "OPTIONS": {
            # The dashboard shows a publishable key (pk_) beside it, and an id of the webhook (we_).
            "secret_key": shaped("STRIPE_SECRET_KEY", key, r"[rs]k_\S+", "rk_live_… or rk_test_…"),
            "webhook_secrets": tuple(
                shaped("STRIPE_WEBHOOK_SECRETS", each, r"whsec_\S+", "whsec_…")
                for each in words("STRIPE_WEBHOOK_SECRETS", secrets)
            ),
            "account": os.environ.get("STRIPE_ACCOUNT", ""),
            "methods": words("STRIPE_METHODS", os.environ.get("STRIPE_METHODS", "card")),
            "country": shaped(
                "STRIPE_COUNTRY", os.environ.get("STRIPE_COUNTRY", "US"), "[A-Z]{2}", "IE or US"
            ),
            "url": service("STRIPE_URL", os.environ.get("STRIPE_URL", "https://api.stripe.com")),
            "site": SITE_URL,
        },
    }
if client_id := os.environ.get("PAYPAL_CLIENT_ID"):
    GATEWAYS["paypal"] = {
        "BACKEND": "troth.gateways.paypal.gateway.PayPal",
        "OPTIONS": {
            "client_id": client_id,
            "secret": required(
                "PAYPAL_SECRET", os.environ.get("PAYPAL_SECRET", ""), by="PAYPAL_CLIENT_ID"
            ),
            "webhook": required(
                "PAYPAL_WEBHOOK_ID", os.environ.get("PAYPAL_WEBHOOK_ID", ""), by="PAYPAL_CLIENT_ID"
            ),
            "merchant": shaped(
                *("PAYPAL_MERCHANT_ID", os.environ.get("PAYPAL_MERCHANT_ID", "")),
                *("[A-Z0-9]{13}", "ABCDE23456789, as PayPal's business information shows it"),
            ),
            "keeps": flag("PAYPAL_KEEPS", os.environ.get("PAYPAL_KEEPS", "")),
            "country": one_of("PAYPAL_COUNTRY", os.environ.get("PAYPAL_COUNTRY", "US"), "US", "LU"),
            "sandbox": flag("PAYPAL_SANDBOX", os.environ.get("PAYPAL_SANDBOX", "")),
        },
    }

# Direct debits: our creditor identifier, blank where there are none; how many days before one the
# customer is told of it; and the format of the file for the bank.
SEPA_CREDITOR_ID = creditor_id("SEPA_CREDITOR_ID", os.environ.get("SEPA_CREDITOR_ID", ""))
SEPA_NOTICE_DAYS = number("SEPA_NOTICE_DAYS", os.environ.get("SEPA_NOTICE_DAYS", "14"))
SEPA_FORMAT = os.environ.get("SEPA_FORMAT", "pain.008.001.08")
if SEPA_FORMAT not in ("pain.008.001.08", "pain.008.001.02"):
    raise UsageError("SEPA_FORMAT must be pain.008.001.08 or pain.008.001.02.")

# What confirms that a bank account is the customer's: {"plaid": {"BACKEND": "...", ...}}.
BANK_CHECKS: dict[str, dict[str, object]] = {}
if client_id := os.environ.get("PLAID_CLIENT_ID"):
    if "stripe" not in GATEWAYS:
        raise UsageError(
            "PLAID_CLIENT_ID is of use only with STRIPE_SECRET_KEY: set that, or unset it."
        )
    BANK_CHECKS["plaid"] = {
        "BACKEND": "troth.gateways.plaid.Plaid",
        "OPTIONS": {
            "client_id": client_id,
            "secret": required(
                "PLAID_SECRET", os.environ.get("PLAID_SECRET", ""), by="PLAID_CLIENT_ID"
            ),
            "url": service(
                "PLAID_URL", os.environ.get("PLAID_URL", "https://production.plaid.com")
            ),
        },
    }

# Third parties that can be told to forget: {"name": {"BACKEND": "...", "OPTIONS": {...}}}.
RECIPIENTS: dict[str, dict[str, object]] = {}

MAIL_URL = os.environ.get("MAIL_URL", "smtp://localhost:25")
MAILERS = {"default": mailer_from_url(MAIL_URL)}
# Whoever runs that server receives what is mailed; blank for "mail" where it is no machine of ours.
MAIL_RELAY = os.environ.get("MAIL_RELAY", "")
# Text messages go out by this plug-in: {"BACKEND": "...", "OPTIONS": {...}}; empty for none.
SMS = sms_from_url(
    os.environ.get("TROTH_SMS_URL", ""),
    token=os.environ.get("TROTH_SMS_TOKEN", ""),
    sender=os.environ.get("TROTH_SMS_FROM", ""),
)
SMS_RELAY = os.environ.get("TROTH_SMS_RELAY", "sms")
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "troth@localhost")

# Requests by e-mail are read from this mailbox; the named server says in their
# Authentication-Results whether the sender is genuine.
MAILBOX = mailbox_from_url(os.environ.get("MAILBOX_URL", ""), os.environ.get("MAILBOX_OAUTH", ""))
MAILBOX_AUTHSERV = os.environ.get("MAILBOX_AUTHSERV", "")

# The records of the desk, in the platform's colour; everything else about them is in `desk/`.
UNFOLD = {
    "SITE_TITLE": "Troth",
    "SITE_HEADER": "Troth",
    "SITE_URL": "/desk/",
    "SITE_ICON": lambda request: f"/{STATIC_URL}portal/icon.svg",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "COLORS": {
        "primary": {
            "50": "#f0f7f5",
            "100": "#e3efec",
            "200": "#c3dfd9",
            "300": "#93c7bd",
            "400": "#74cdc1",
            "500": "#33a096",
            "600": "#0b5d57",
            "700": "#0a4c48",
            "800": "#0a3d3a",
            "900": "#0a3230",
            "950": "#051d1c",
        }
    },
    "SIDEBAR": {
        "show_all_applications": True,
        "navigation": [{"items": [{"title": "Desk", "icon": "inbox", "link": "/desk/"}]}],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "safe": {
            "()": "troth.core.log.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "safe"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"filters": [refused_or_failed]},
        # Below it quotes what is sent.
        "stripe": {"level": "WARNING"},
        # Its warnings quote what a document says.
        "weasyprint": {"level": "ERROR"},
    },
}
