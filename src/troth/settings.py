"""Every setting of an installation, read from the environment. `docs/provider.md` describes each.

Nothing here touches the disk or the network: importing the settings has no effect.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.csp import CSP
from django.utils.functional import lazystr

from troth.core.errors import UsageError
from troth.core.secret import secret_key


def database_from_url(url: str) -> dict[str, object]:
    """Django's settings for `postgresql://user:password@host:port/name?option=value`.

    Raises UsageError when the URL names another kind of database or no database.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise UsageError(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name; "
            "unset it to use the embedded server."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mailer_from_url(url: str) -> dict[str, object]:
    """Django's settings for `smtp://user:password@host:port?tls=starttls`, or `tls=implicit`.

    Raises UsageError when the URL names another kind of server.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme != "smtp" or not parts.hostname or options.keys() - {"tls"}:
        raise UsageError(
            "MAIL_URL must look like smtp://user:password@mail.example:587?tls=starttls"
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
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


def number(name: str, value: str) -> int:
    """A setting that is a whole number. Raises UsageError."""
    if not value.isdecimal():
        raise UsageError(f"{name} must be a whole number, such as 1.")
    return int(value)


TROTH_HOME = Path(os.environ.get("TROTH_HOME", ".troth")).absolute()
DEBUG = os.environ.get("DEBUG", "") == "1"
# Read, or made, when something is first signed with it.
SECRET_KEY = os.environ.get("SECRET_KEY") or lazystr(lambda: secret_key(TROTH_HOME / "secret.key"))
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
PLAIN_HTTP = os.environ.get("PLAIN_HTTP", "") == "1"
TRUSTED_PROXIES = number("TRUSTED_PROXIES", os.environ.get("TRUSTED_PROXIES", "0"))

if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": database_from_url(url)}
else:
    DATABASES = {"default": {"ENGINE": "troth.core.postgres", "NAME": "troth"}}

INSTALLED_APPS = [
    "troth.policy",
    "troth.journal",
    "troth.accounts",
    "troth.privacy",
    "troth.messaging",
    "troth.billing",
    "troth.services",
    "troth.support",
    "troth.portal",
    "troth.desk",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
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
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "troth.portal.errors.refusals",
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
            ],
        },
    },
]
ROOT_URLCONF = "troth.urls"
WSGI_APPLICATION = "troth.wsgi.application"
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "troth.portal.identity.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "welcome"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGES = [("en", "English")]
FORM_RENDERER = "troth.portal.forms.Renderer"

# Cookies last as long as the browser is open; the row of a session for two weeks at most.
SESSION_ENGINE = "troth.accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "troth.portal.errors.csrf"
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = TROTH_HOME / "files"
JOURNAL_KEY = Path(os.environ.get("JOURNAL_KEY") or TROTH_HOME / "journal.key")
JOURNAL_ORIGIN = os.environ.get("JOURNAL_ORIGIN", "troth")

# Third parties that can be told to forget: {"name": {"BACKEND": "...", "OPTIONS": {...}}}.
RECIPIENTS: dict[str, dict[str, object]] = {}

# Mail goes through this server, such as smtp://user:password@mail.example:587?tls=starttls
MAILERS = {"default": mailer_from_url(os.environ.get("MAIL_URL", "smtp://localhost:25"))}
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "troth@localhost")

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
        # What visitors mistype is theirs; what fails is ours.
        "django.request": {"level": "ERROR"},
    },
}
