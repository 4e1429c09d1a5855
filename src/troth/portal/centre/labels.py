"""Tables and columns in the words of the pages. A test holds every exported column to a label."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troth.billing.models import Invoice
from troth.gates.inputs import phone
from troth.policy.countries import COUNTRIES
from troth.policy.placeholders import join
from troth.policy.plan import ANY
from troth.policy.vocabulary import CATEGORIES, FORMS, RECORDS
from troth.portal.wording import money

AMOUNTS = ("total", "amount")  # columns of money

TABLES: dict[str, Promise] = {
    "account": _("Accounts"),
    "acknowledgement": _("Policies that you acknowledged as our staff"),
    "activity": _("What was done in your accounts"),
    "authenticator": _("Second factors and passkeys"),
    "consent_event": _("Consents"),
    "copy": _("Copies of your data"),
    "disclosure": _("Disclosures"),
    "email_address": _("E-mail addresses"),
    "email_confirmation": _("E-mail addresses that wait for their confirmation"),
    "hold": _("Holds"),
    "identity_proof": _("Proofs of who you are"),
    "inquiry": _("What you asked by our public forms"),
    "invitation": _("Invitations of trusted people"),
    "invoice": _("Invoices"),
    "invoice_line": _("Lines of invoices"),
    "log_entry": _("What you changed as our staff"),
    "membership": _("People of your accounts"),
    "message": _("Messages"),
    "payment": _("Payments"),
    "person": _("You"),
    "person_groups": _("Groups of staff that you are in"),
    "person_user_permissions": _("Permissions that you have as our staff"),
    "preferences": _("What you told of your own accord"),
    "read_limit": _("Privacy options"),
    "rights_request": _("Requests"),
    "service": _("Services"),
    "session": _("Sessions"),
    "signin": _("Sign-ins"),
    "site_consent": _("Sites that you sign in to with us"),
    "social_account": _("Providers that you sign in through"),
    "social_token": _("Tokens of providers that you sign in through"),
    "staff_read": _("What our staff looked at"),
    "ticket": _("Tickets"),
    "ticket_message": _("Messages in tickets"),
    "token": _("Tokens of sites that you sign in to with us"),
}

COLUMNS: dict[str, Promise] = {
    "accepted_at": _("Accepted"),
    "accepted_by_id": _("Number of who accepted"),
    "account_id": _("Number of the account"),
    "action_flag": _("Kind of change"),
    "action_time": _("When"),
    "active_at": _("Last in use"),
    "address": _("Address"),
    "allowed": _("What you let it learn"),
    "amount": _("Amount"),
    "answer": _("Answer"),
    "app_id": _("Number of the provider"),
    "asked": _("What it asked to learn"),
    "asked_at": _("Asked"),
    "at": _("When"),
    "attachment": _("Attachment, by its name in your copy"),
    "attachment_name": _("Name of the attachment"),
    "attempts": _("Attempts to send"),
    "author_id": _("Number of the author"),
    "author_ip": _("Internet address of the author"),
    "author_name": _("Author"),
    "body": _("Text"),
    "cancelled_at": _("Cancelled"),
    "categories": _("Kinds of data"),
    "category": _("Kind of data"),
    "change_message": _("Change"),
    "channel": _("Channel"),
    "city": _("Town or city"),
    "client_id": _("Number of the site"),
    "closed_at": _("Closed"),
    "company": _("Company"),
    "confirmed_at": _("Last confirmed"),
    "content_type": _("Kind of file"),
    "content_type_id": _("Kind of object, by its number"),
    "country": _("Country"),
    "created": _("Made"),
    "created_at": _("Made"),
    "currency": _("Currency"),
    "date_joined": _("Connected"),
    "deleted_at": _("Deleted"),
    "demographics": _("About yourself"),
    "depersonalised_at": _("Emptied of personal data"),
    "description": _("Description"),
    "due_on": _("Due"),
    "email": _("E-mail address"),
    "email_address_id": _("Number of the e-mail address"),
    "ended_at": _("Ended"),
    "erasure_asked_at": _("Erasure asked for"),
    "expire_date": _("Expires"),
    "expires_at": _("Expires"),
    "extended_at": _("Deadline extended"),
    "extended_because": _("Reason of the extension"),
    "extra_data": _("What the provider told"),
    "fetched_at": _("Fetched"),
    "file": _("File, by its name in your copy"),
    "form": _("Form"),
    "format": _("Format"),
    "group_id": _("Number of the group"),
    "handler_id": _("Number of who answers"),
    "id": _("Number"),
    "interest": _("What interests you"),
    "invited_by_id": _("Number of who invited"),
    "invoice_id": _("Number of the invoice"),
    "ip": _("Internet address"),
    "is_active": _("May sign in"),
    "is_staff": _("Belongs to our staff"),
    "is_superuser": _("Administers this platform"),
    "issued_at": _("Issued"),
    "kind": _("What was decided"),
    "label": _("Name"),
    "language": _("Language"),
    "last_login": _("Last sign-in"),
    "last_seen_at": _("Last seen"),
    "last_used_at": _("Last used"),
    "lifted_at": _("Lifted"),
    "mail_id": _("Identifier of the e-mail"),
    "message": _("Message"),
    "method": _("Method"),
    "name": _("Name"),
    "next_at": _("Next attempt to send"),
    "number": _("Number on the document"),
    "object_id": _("Number of the object"),
    "object_repr": _("Object"),
    "opened_at": _("Opened"),
    "opened_by_id": _("Number of who opened it"),
    "owner": _("Answerable"),
    "paid_at": _("Paid"),
    "party_address": _("Address on the invoice"),
    "party_country": _("Country on the invoice"),
    "party_name": _("Name on the invoice"),
    "party_tax_id": _("Tax number on the invoice"),
    "paused_at": _("Deadline paused"),
    "paused_for": _("Reason of the pause"),
    "payer": _("Payer"),
    "permission_id": _("Number of the permission"),
    "person_id": _("Number of the person"),
    "phone": _("Telephone"),
    "placed_at": _("Placed"),
    "policy": _("Fingerprint of the policy"),
    "postcode": _("Postcode"),
    "primary": _("Main address"),
    "product": _("Product"),
    "product_usage": _("How you use our products"),
    "provider": _("Provider"),
    "quantity": _("Quantity"),
    "ready_at": _("Ready"),
    "reason": _("Reason"),
    "receipt": _("Number of the receipt"),
    "received_at": _("Received"),
    "recipient": _("Recipient"),
    "records": _("Records"),
    "reference": _("Reference"),
    "region": _("State or region"),
    "request_id": _("Number of the request"),
    "reseller": _("Resells our services"),
    "restricted_at": _("Processing restricted"),
    "review_on": _("Reviewed on"),
    "right": _("Right"),
    "role": _("Role"),
    "rule": _("Rule of the policy"),
    "scopes": _("Access"),
    "secret": _("Emptied once sent"),
    "seen_at": _("Last seen"),
    "sender": _("Came from"),
    "signs_in_as": _("Signs in as"),
    "sent": _("Sent"),
    "sent_at": _("Sent"),
    "site": _("Site"),
    "staff_id": _("Number of the member of staff"),
    "staff_role": _("Role in our staff"),
    "started_at": _("Started"),
    "state": _("State"),
    "stopped_at": _("Stopped before it was sent"),
    "street": _("Street and number"),
    "subject": _("Subject"),
    "subject_id": _("Number of the account or person"),
    "succeeded": _("Succeeded"),
    "tax_id": _("Tax number"),
    "text": _("Text"),
    "ticket_id": _("Number of the ticket"),
    "title": _("Title"),
    "told_at": _("Told"),
    "total": _("Total"),
    "type": _("Kind"),
    "uid": _("Identifier at the provider"),
    "user_agent": _("Browser"),
    "user_id": _("Number of the person"),
    "verified": _("Confirmed"),
    "verified_at": _("Identity verified"),
    "verified_by": _("Identity verified by"),
    "what": _("What"),
    "withdrawn_at": _("Withdrawn"),
    "wording": _("Wording"),
}


def shown(rows: Collection[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """What rows of a table hold, each value with its column's label; empty ones are left out."""
    return [
        [
            (str(COLUMNS[column]), in_words(column, value, currency))
            for column, value in row.items()
            if value not in (None, "", [])
        ]
        for row, currency in zip(rows, _currencies(rows), strict=True)
    ]


def in_words(column: str, value: Any, currency: str = "") -> str:
    """A value of a column as the pages write it. currency: that of its row's amounts."""
    match value:
        case bool():
            return gettext("yes") if value else gettext("no")
        case datetime():
            return date_format(value, "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case int() if column in AMOUNTS:
            return money(value, currency)
        case list() if column == "categories":
            return join(CATEGORIES[each].word if each in CATEGORIES else each for each in value)
        case list() if column == "records":
            return join(held_records(value))
        case list():
            return ", ".join(map(str, value))
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case str() if column in ("country", "party_country"):
            return COUNTRIES.get(value, value)
        case str() if column == "form":
            return FORMS.get(value, value)
        case str() if column == "phone":
            return phone.shown(value)
    return str(value)


def held_records(records: Iterable[str]) -> list[str]:
    """What a hold covers."""
    return [gettext("everything") if each == ANY else RECORDS[each].meaning for each in records]


def _currencies(rows: Collection[Mapping[str, Any]]) -> list[str]:
    """The currency of each row's amounts. A line of an invoice has that of the invoice."""
    lines = {row["invoice_id"] for row in rows if "amount" in row and "currency" not in row}
    of_invoice: dict[Any, str] = dict(
        Invoice.objects.filter(pk__in=lines).values_list("pk", "currency")
    )
    return [row.get("currency") or of_invoice.get(row.get("invoice_id"), "") for row in rows]
