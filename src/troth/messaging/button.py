"""What the button of a mail says: what one does on the page that it leads to."""

from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from troth.core.provider import site_url

# By the names of pages.
LABELS = {
    "account": _("Go to your account"),
    "account_confirm_email": _("Confirm e-mail address"),
    "account_reset_password": _("Choose a new password"),
    "account_reset_password_from_key": _("Choose a new password"),
    "activity": _("View activity"),
    "bank_accounts": _("View bank accounts"),
    "close": _("View closed account"),
    "coming_policy": _("Read the new privacy policy"),
    "details": _("Correct details"),
    "erase": _("Erase your data"),
    "fetch_copy": _("Download your data"),
    "invitation": _("View invitation"),
    "invoice": _("View invoice"),
    "invoices": _("View invoices"),
    "not_me": _("That was not me"),
    "order": _("View order"),
    "paid": _("View payment"),
    "pay": _("Pay now"),
    "people": _("View people with access"),
    "platform": _("View state of the platform"),
    "policy": _("Read the privacy policy"),
    "quote": _("View quote"),
    "receipt": _("View receipt"),
    "recover_confirm": _("Confirm e-mail address"),
    "request_prove": _("Prove that it is you"),
    "restrict": _("Answer the request"),
    "service": _("View service"),
    "services": _("View services"),
    "statement": _("View statement"),
    "stop_erasure": _("Stop the erasure"),
    "ticket": _("View ticket"),
    "ways_to_pay": _("View payment methods"),
    "welcome": _("Choose a password"),
    "withdraw_service": _("Withdraw from the contract"),
}


def label(address: str) -> str:
    """What is done on the page of ours with this address, in the language that is active."""
    try:
        page = resolve(address.removeprefix(site_url()).partition("?")[0]).url_name
    except Resolver404:
        page = None
    return gettext(LABELS.get(page or "", "")) if page in LABELS else gettext("Open the page")
