"""For each key of the language two values, and whether going from one to the other is material."""

from datetime import date
from typing import Any, NamedTuple

from troth.policy.tests.documents import SMALLEST, Document, with_table
from troth.policy.vocabulary import RECORDS


class Row(NamedTuple):
    table: str
    key: str
    old: Any  # None: the key is not there
    new: Any
    material: bool
    back: bool  # whether the change from new to old is material


# A policy with a table of every kind, in which the rows make their changes.
_TABLES: Document = {
    "collect.support": {"optional": ["phone"], "purposes": ["service"]},
    "refuse": {"under_age": 16},
    "consent.news": {
        "starts": "asked",
        "wording": "Yes",
        "purposes": ["news"],
        "channels": ["email", "sms"],
        "withdraw": ["link", "portal"],
    },
    "share.mail": {
        "name": "Mail",
        "role": "processor",
        "function": "delivers mail",
        "country": "DE",
        "receives": ["contact"],
    },
    "disclose.law": {"ground": "law"},
    "right.erase": {"ask": ["email"], "within": "1 month"},
    "cookie.visit": {"purpose": "counts visits", "lasts": "1 year"},
    "message.news": {"about": ["news"], "channels": ["email"]},
    "staff": {},
    "feature.whois": {},
    "keep.account": {"from": "cancellation", "for": "1 year"},
    "keep.mail": {"records": ["message"], "with": "account"},
    "keep.deleted": {"records": ["ticket"], "from": "deletion", "for": "1 day"},
    "keep.invoice": {"from": "issue", "for": "7 years"},
    "keep.inquiry": {"from": "creation", "for": "1 year"},
    "keep.rest": {
        "records": [r for r in RECORDS if r not in ("account", "invoice", "message", "inquiry")],
        "with": "account",
    },
}
DOCUMENT: Document = SMALLEST
for _table, _value in _TABLES.items():
    DOCUMENT = with_table(_table, _value, DOCUMENT)

ROWS = [
    Row("provider", "name", "Example", "Another", True, True),
    Row("provider", "country", "IN", "US", True, True),
    Row("provider", "legal_name", None, "Example Ltd", True, True),
    Row("provider", "privacy_contact", "privacy@example.net", "p@example.net", False, False),
    Row("provider", "billing_contact", None, "b@example.net", False, False),
    Row("provider", "registration", None, "U 1", False, False),
    Row("provider", "address", None, "1 Example Road", False, False),
    Row("provider", "responsible", None, "the officer", False, False),
    Row("provider", "stores_in", ["IN"], ["US", "IN"], True, False),
    Row("policy", "version", "1", "2", False, False),
    Row("policy", "effective", date(2025, 1, 31), date(2026, 1, 31), False, False),
    Row("policy", "language", None, "de", False, False),
    Row("policy", "covers", ["a", "b"], ["a"], True, False),
    Row("policy", "excludes", ["a"], ["a", "b"], True, False),
    Row("policy", "accepted", ["tick"], None, True, False),
    Row("purpose.service", "basis", "contract", "legal-claims", True, True),
    Row("purpose.service", "description", "to provide the service", "to spy", True, True),
    Row("collect.support", "form", None, "inquiry", True, True),
    Row("collect.support", "by", None, "observation", True, True),
    Row("collect.account", "required", ["name", "email"], ["email", "name", "phone"], True, False),
    Row("collect.account", "optional", None, ["company"], True, False),
    Row("collect.account", "purposes", ["service"], ["service", "news"], True, False),
    Row("refuse", "card_numbers", True, None, True, False),
    Row("refuse", "special", ["health", "politics"], ["health"], True, False),
    Row("refuse", "acts", ["sale"], None, True, False),
    Row("refuse", "under_age", 16, 13, True, False),
    Row("refuse", "under_age", 13, None, True, False),
    Row("refuse", "when_under_age", "refuse", "erase", True, True),
    Row("consent.news", "starts", "asked", "subscribed", True, True),
    Row("consent.news", "wording", "Yes", "Yes, everything", True, True),
    Row("consent.news", "purposes", ["news"], ["news", "service"], True, False),
    Row("consent.news", "channels", ["email"], ["email", "sms"], True, False),
    Row("consent.news", "withdraw", ["link", "portal"], ["link"], True, False),
    Row("keep.deleted", "records", ["ticket"], ["ticket", "service"], True, False),
    Row("keep.account", "from", "cancellation", "creation", True, True),
    Row("keep.account", "for", "7 years", "8 years", True, False),
    Row("keep.account", "for", "12 months", "7 years", True, False),
    Row("keep.account", "for", "1 year", "13 months", True, False),
    Row("keep.account", "for", "30 days", "1 month", True, True),
    Row("keep.account", "for", "12 months", "1 year", False, False),
    Row("keep.mail", "with", "account", "person", True, True),
    Row("keep.account", "then", None, "depersonalise", True, True),
    Row("keep.invoice", "basis", None, "legal-claims", True, True),
    Row("keep.account", "reactivation", True, None, True, False),
    Row("share.mail", "name", "Mail", "Post", True, True),
    Row("share.mail", "role", "processor", "controller", True, True),
    Row("share.mail", "function", "delivers mail", "reads mail", True, True),
    Row("share.mail", "country", "DE", "US", True, True),
    Row("share.mail", "receives", ["contact"], ["contact", "usage"], True, False),
    Row("share.mail", "never", ["content"], None, True, False),
    Row("share.mail", "when", "consent", "needed", True, True),
    Row("share.mail", "agreed", True, None, True, False),
    Row("share.mail", "safeguards", "an agreement", None, True, True),
    Row("disclose.law", "ground", "law", "harm", True, True),
    Row("disclose.law", "categories", ["contact"], ["contact", "content"], True, False),
    Row("disclose.law", "contents", None, True, True, False),
    Row("disclose.law", "needs", ["legal-process"], None, True, False),
    Row("disclose.law", "unless", ["indemnity"], None, True, False),
    Row("disclose.law", "subject_told", True, False, True, False),
    Row("right.erase", "right", None, "export", True, True),
    Row("right.erase", "of", None, "reseller", True, True),
    Row("right.erase", "about", None, ["billing"], True, True),
    Row("right.erase", "ask", ["email", "sms"], ["email"], True, False),
    Row("right.erase", "proof", ["sign-in"], ["government-id"], True, True),
    Row("right.erase", "within", "1 month", "2 months", True, False),
    Row("right.erase", "within", "30 days", "30 business days", True, False),
    Row("right.erase", "within", "1 month", None, True, False),
    Row("right.erase", "stops", None, ["waiting-for-proof"], True, False),
    Row("right.erase", "extension", None, "2 months", True, False),
    Row("right.erase", "self_service", True, None, True, False),
    Row("right.erase", "formats", ["json", "csv"], ["csv"], True, False),
    Row("right.erase", "answered_by", "privacy", "billing", False, False),
    Row("change", "notice", "30 days", "2 weeks", True, False),
    Row("change", "notice", "30 days", None, True, False),
    Row("change", "told", ["page", "email"], ["page"], True, False),
    Row("change", "opt_out", True, None, True, False),
    Row("cookie.visit", "names", ["a"], ["a", "b"], True, False),
    Row("cookie.visit", "purpose", "counts visits", "follows you", True, True),
    Row("cookie.visit", "lasts", "1 year", "2 years", True, False),
    Row("cookie.visit", "lasts", "session", "1 day", True, False),
    Row("cookie.visit", "consent", True, None, True, False),
    Row("cookie.visit", "set_by", None, "a network", True, True),
    Row("message.news", "about", ["news"], ["news", "offers"], True, False),
    Row("message.news", "channels", ["email"], ["email", "sms"], True, False),
    Row("message.news", "consent", "news", None, True, True),
    Row("staff", "acknowledge", True, None, True, False),
    Row("staff", "review", "1 year", "2 years", True, False),
    Row("staff", "review", "1 year", None, True, False),
    Row("staff", "roles", {"a": ["contact"]}, {"a": ["contact", "usage"]}, True, False),
    Row("staff", "roles", {"a": ["contact"]}, {"a": ["contact"], "b": ["usage"]}, True, False),
    Row("feature.whois", "description", "all", "some", True, True),
]
