"""Every setting of an installation, read from the environment. `docs/provider.md` describes each.

What the environment does not say may stand in the file `settings.env` of `TROTH_HOME`. Nothing else
here touches the disk or the network.
"""

import os
from pathlib import Path

from django.utils.csp import CSP
from django.utils.functional import lazy
from dotenv import load_dotenv

from troth.core.errors import UsageError
from troth.core.log import refused_or_failed
from troth.core.secret import secret_key
from troth.core.setting import (
    areas,
    by_months,
    colour,
    countries,
    creditor_id,
    days,
    first_numbers,
    flag,
    hours,
    idle_and_longest,
    links,
    number,
    number_prefixes,
    one_of,
    public_keys,
    read,
    required,
    service,
    shaped,
    time_zone,
    witnesses,
    words,
)
from troth.core.setting_url import (
    database_from_url,
    mailbox_from_url,
    mailer_from_url,
    sms_from_url,
)


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
DEBUG = read(flag, "DEBUG")
# Read, or made, when something is first signed with it.
SECRET_KEY = os.environ.get("SECRET_KEY") or lazy(secret_key, str)(TROTH_HOME / "secret.key")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# Where links in messages lead; never taken from a request, whose Host header anyone can forge.
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
PLAIN_HTTP = read(flag, "PLAIN_HTTP")
TRUSTED_PROXIES = read(number, "TRUSTED_PROXIES", "0")

# How the provider looks: one colour, and a picture of its name (an SVG, PNG or WebP file).
BRAND_ACCENT = read(colour, "BRAND_ACCENT")
BRAND_LOGO = os.environ.get("BRAND_LOGO", "")
BRAND_LINKS = read(links, "BRAND_LINKS")

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
STORES_IN = read(countries, "STORES_IN")

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
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]
# What the jobs do is a quarter of what there is to load, and few commands need it: it is loaded by
# the worker, and before a job is deferred by its name.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = ["troth.core.every_task"]
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
    "troth.portal.zone.zone",
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
            "builtins": [
                "troth.portal.templatetags.reached",
                "troth.portal.templatetags.moment",
            ],
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
    "ticket": "30/h/user",
    "new_ticket": "10/h/user",
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
STAFF_TWO_STEPS = read(flag, "STAFF_TWO_STEPS", "1")
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
SESSION_HOURS = read(idle_and_longest, "SESSION_HOURS", "24,336")
STAFF_SESSION_HOURS = read(idle_and_longest, "STAFF_SESSION_HOURS", "1,12")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "troth.portal.errors.csrf"
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = read(flag, "HSTS_SUBDOMAINS")
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
CHECKPOINT_MAIL = read(one_of, "CHECKPOINT_MAIL", "weekly", "daily", "weekly", "never")
# Who cosigns the journal, and whose journals are cosigned here: see `journal/witness.py`.
WITNESSES = read(witnesses, "WITNESSES")
WITNESS_NAME = os.environ.get("WITNESS_NAME", "")
WITNESS_KEY = Path(os.environ.get("WITNESS_KEY") or TROTH_HOME / "witness.key")
WITNESS_MEMORY = TROTH_HOME / "witness"
WITNESSED_LOGS = read(public_keys, "WITNESSED_LOGS")

# Days, besides weekends and public holidays, on which the provider does not work.
HOLIDAYS = read(days, "HOLIDAYS")

# The header in which a proxy in front tells the country that a request comes from (ISO 3166).
COUNTRY_HEADER = os.environ.get("COUNTRY_HEADER", "")

# How many hours an erasure that was asked for in the account area waits, so that it can be stopped.
ERASURE_WAIT = read(hours, "ERASURE_WAIT", "48")

# How many days before a new price holds for services that run their customers are told.
PRICE_NOTICE_DAYS = read(number, "PRICE_NOTICE_DAYS", "30")

# Days from which on a period is invoiced before it begins, and in which an invoice is to be paid;
# and how many invoices of one day are made without anybody of the staff having said yes to them.
BILL_DAYS_BEFORE = read(number, "BILL_DAYS_BEFORE", "7")
BILL_DAYS_BEFORE_BY_MONTHS = read(by_months, "BILL_DAYS_BEFORE_BY_MONTHS")
INVOICE_TERM_DAYS = read(number, "INVOICE_TERM_DAYS", "14")
# How numbers of documents read, and with which a year begins.
NUMBER_PREFIXES = read(number_prefixes, "NUMBER_PREFIXES")
FIRST_NUMBERS = read(first_numbers, "FIRST_NUMBERS")
BILL_ASKS_ABOVE = read(number, "BILL_ASKS_ABOVE", "1000")

# Below how many minor units, such as cents, what is owed of an invoice is let be by dunning.
DUN_LEAST = read(number, "DUN_LEAST", "100")

# How many steps of dunning one night takes without anybody of the staff having said yes to them.
DUN_ASKS_ABOVE = read(number, "DUN_ASKS_ABOVE", "100")

# Of how many invoices what is owed is taken in one night without anybody of the staff having said
# yes to it.
CHARGE_ASKS_ABOVE = read(number, "CHARGE_ASKS_ABOVE", "1000")

# After how many days an order of which nothing was paid is closed, where its services wait for it.
UNPAID_ORDER_DAYS = read(number, "UNPAID_ORDER_DAYS", "30")

# How many days old the newest statement of the bank may be while services are suspended or end of
# who pays by transfer.
BANK_STATEMENT_DAYS = read(number, "BANK_STATEMENT_DAYS", "5")

# How many calls to others one worker makes at the same time.
CALLS_AT_ONCE = read(number, "CALLS_AT_ONCE", "8")

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

# Says which invoices are being paid by money that is on its way: see `billing/awaited.py`.
AWAITED = "troth.gateways.awaited.awaited"

# Finds the orders that payers name: see `bank/ordered.py`.
ORDERS_NAMED = "troth.orders.named_in.named_in"

# What pays payments back that it brought: see `billing/goes_back_by_itself.py`.
PAYS_BACK = ["troth.gateways.pay_back.pay_back"]

# What owes again what was to go back and has not: see `billing/set_aside_again.py`.
SET_ASIDE_AGAIN = ["troth.services.owe_again.owe_again"]

# Makes the documents that mails carry: see `messaging/attached.py`.
MAIL_FILES = "troth.billing.files.file_of_mail"

# Takes an answer to a mail of ours to what that was about: see `requests/take_in.py`.
MAIL_ANSWERS = {
    "request": "troth.requests.join_answer.join_answer",
    "inquiry": "troth.support.inquiries.reopen.reopen",
    "ticket": "troth.support.tickets.take_answer.take_answer",
}

# What settles for accounts that are about to be erased: see `erasure/settle_before.py`.
BEFORE_ERASURE = ["troth.services.pay_back_before.pay_back_before"]

# By what the provider's own taxes go, and where numbers for VAT are asked about.
HOME_CURRENCY = os.environ.get("HOME_CURRENCY", "").upper()
TAX_NUMBER = os.environ.get("TAX_NUMBER", "").replace(" ", "").upper()
TAX_REGION = os.environ.get("TAX_REGION", "").strip().upper()
TAX_ONE_STOP_SHOP = read(flag, "TAX_ONE_STOP_SHOP")
TAX_SMALL_BUSINESS = read(flag, "TAX_SMALL_BUSINESS")
TAX_TWO_SIGNS = read(flag, "TAX_TWO_SIGNS")
SHOP_NET_PRICES = read(flag, "SHOP_NET_PRICES")
TAX_REGISTERED = read(areas, "TAX_REGISTERED")
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
            "methods": read(words, "STRIPE_METHODS", "card"),
            "country": read(shaped, "STRIPE_COUNTRY", "US", "[A-Z]{2}", "IE or US"),
            "url": read(service, "STRIPE_URL", "https://api.stripe.com"),
            "site": SITE_URL,
        },
    }
if client_id := os.environ.get("PAYPAL_CLIENT_ID"):
    GATEWAYS["paypal"] = {
        "BACKEND": "troth.gateways.paypal.gateway.PayPal",
        "OPTIONS": {
            "client_id": client_id,
            "secret": read(required, "PAYPAL_SECRET", "", by="PAYPAL_CLIENT_ID"),
            "webhook": read(required, "PAYPAL_WEBHOOK_ID", "", by="PAYPAL_CLIENT_ID"),
            "merchant": read(
                shaped,
                "PAYPAL_MERCHANT_ID",
                "",
                "[A-Z0-9]{13}",
                "ABCDE23456789, as PayPal's business information shows it",
            ),
            "keeps": read(flag, "PAYPAL_KEEPS"),
            "country": read(one_of, "PAYPAL_COUNTRY", "US", "US", "LU"),
            "sandbox": read(flag, "PAYPAL_SANDBOX"),
        },
    }

# Direct debits: our creditor identifier, blank where there are none; how many days before one the
# customer is told of it; and the format of the file for the bank.
SEPA_CREDITOR_ID = read(creditor_id, "SEPA_CREDITOR_ID")
SEPA_NOTICE_DAYS = read(number, "SEPA_NOTICE_DAYS", "14")
SEPA_FORMAT = read(one_of, "SEPA_FORMAT", "pain.008.001.08", "pain.008.001.08", "pain.008.001.02")

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
            "secret": read(required, "PLAID_SECRET", "", by="PLAID_CLIENT_ID"),
            "url": read(service, "PLAID_URL", "https://production.plaid.com"),
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
MAILBOX_ADDRESS = os.environ.get("MAILBOX_ADDRESS", "")

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
