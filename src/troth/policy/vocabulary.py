"""The words a policy may use, each with its meaning.

Meanings read in the reader's language wherever they are shown. Kept apart from Django so that a
policy is checked in the blink of an eye; a system check holds the models to the same words.
Categories carry their key in fideslang's taxonomy and their term in the W3C Data Privacy
Vocabulary (DPV 2), so that a policy can be exported to either.
"""

import json
from pathlib import Path
from typing import NamedTuple

from troth.policy.authorities import AUTHORITIES as AUTHORITIES
from troth.policy.fields import FIELD_WORDS as FIELD_WORDS
from troth.policy.fields import FIELDS as FIELDS
from troth.policy.words import Words, gettext
from troth.policy.words import gettext_noop as _


class Category(NamedTuple):
    english_word: str
    english_meaning: str
    fideslang: str
    dpv: str

    @property
    def word(self) -> str:
        """As a list names it, in the reader's language."""
        return gettext(self.english_word)

    @property
    def meaning(self) -> str:
        """What it comprises, in the reader's language."""
        return gettext(self.english_meaning)


CATEGORIES = {
    "identity": Category(
        _("identity"), _("names and sign-in names"), "user.name", "pd:Identifying"
    ),
    "contact": Category(
        _("contact"),
        _("e-mail and postal addresses, telephone numbers"),
        "user.contact",
        "pd:Contact",
    ),
    "company": Category(
        _("company"), _("a business and its registrations"), "user.workplace", "pd:Professional"
    ),
    "credential": Category(
        _("credential"), _("passwords, keys and tokens"), "user.authorization", "pd:Authenticating"
    ),
    "payment": Category(_("payment"), _("how someone pays"), "user.payment", "pd:PaymentCard"),
    "billing": Category(
        _("billing"), _("what was invoiced and paid"), "user.financial", "pd:Transactional"
    ),
    "service": Category(
        _("service"),
        _("what someone has ordered and how it is set up"),
        "user.account",
        "pd:ServiceConsumptionBehavior",
    ),
    "domain": Category(
        _("domain"),
        _("domain names and their registrants"),
        "user.account.settings",
        "pd:Identifying",
    ),
    "device": Category(
        _("device"), _("IP addresses, browsers, operating systems"), "user.device", "pd:DeviceBased"
    ),
    "usage": Category(
        _("usage"), _("what was done and when"), "user.behavior", "pd:UsageAnalytics"
    ),
    "content": Category(
        _("content"), _("what someone wrote or uploaded"), "user.content", "pd:Communication"
    ),
    "mailbox": Category(
        _("mailbox"),
        _("messages of a mailbox that someone connected"),
        "user.content.private",
        "pd:EmailContent",
    ),
    "preference": Category(
        _("preference"), _("choices and consents"), "user.behavior.preferences", "pd:Preference"
    ),
    "government_id": Category(
        _("government ID"),
        _("identity documents"),
        "user.government_id",
        "pd:GovernmentIssuedIdentification",
    ),
    "demographic": Category(
        _("demographic"),
        _("age, occupation, interests in the aggregate"),
        "user.demographic",
        "pd:Demographic",
    ),
}

CLOCKS = Words(
    {
        "inactivity": _("the last active service, sign-in or attempted sign-in"),
        "cancellation": _("the day it was cancelled"),
        "issue": _("the day it was issued"),
        "creation": _("the day it was made"),
        "closing": _("the day it was closed"),
        "deletion": _("the day it was deleted by its owner"),
    }
)


class Record(NamedTuple):
    """One kind of row that a policy can keep. It is declared beside its model."""

    english_word: str
    english_meaning: str
    clocks: tuple[str, ...]
    keep: str
    forms: tuple[str, ...]

    @property
    def word(self) -> str:
        """As a list names one of them, in the reader's language."""
        return gettext(self.english_word)

    @property
    def meaning(self) -> str:
        """What it is, in the reader's language."""
        return gettext(self.english_meaning)


# Written by `troth manage records` from the declarations, so that a policy is checked without
# Django; a system check holds the two together.
RECORDS_FILE = Path(__file__).with_name("records.json")


def _records() -> dict[str, Record]:
    written = json.loads(RECORDS_FILE.read_text(encoding="utf-8"))
    return {
        name: Record(r["word"], r["meaning"], tuple(r["clocks"]), r["keep"], tuple(r["forms"]))
        for name, r in written.items()
    }


RECORDS = _records()

BASES = Words(
    {
        "contract": _("needed for the agreement with the customer (GDPR Art. 6(1)(b))"),
        "legal-obligation": _("required by law (GDPR Art. 6(1)(c))"),
        "legitimate-interest": _("in the provider's legitimate interest (GDPR Art. 6(1)(f))"),
        "legal-claims": _(
            "needed to establish, exercise or defend legal claims (GDPR Art. 17(3)(e))"
        ),
        "consent": _("only with consent (GDPR Art. 6(1)(a))"),
    }
)

FORMS = Words(
    {
        "account": _("signing up"),
        "domain": _("registering a domain"),
        "support": _("asking for support"),
        "inquiry": _("asking about a product"),
        "call-back": _("asking to be called back"),
        "survey": _("answering a survey"),
        "preferences": _("telling preferences, of one's own accord"),
        "billing": _("paying"),
        "service": _("ordering, setting up and using a service"),
        "visit": _("visiting the site"),
        "signin": _("signing in"),
        "social-signin": _("signing in through another provider"),
        "licence": _("verifying a licence"),
        "identity-proof": _("proving one's identity"),
    }
)

SOURCES = Words(
    {
        "form": _("given by the person in a form"),
        "observation": _("recorded by the system"),
        "third-party": _("given by somebody else, such as a social network"),
        "open-sources": _("found where anybody can read it"),
    }
)

CHANNELS = Words(
    {
        "portal": _("in the account area"),
        "email": _("by e-mail"),
        "registered-email": _("from the registered e-mail address"),
        "ticket": _("by a support ticket"),
        "phone": _("by telephone"),
        "chat": _("by chat"),
        "letter": _("by letter"),
        "link": _("by the link in each message"),
        "sms": _("by text message"),
        "page": _("on this page"),
        "product": _("in the products"),
        "gpc": _("by the signal Global Privacy Control of a browser"),
        "dnt": _("by the signal Do Not Track of a browser"),
    }
)

ROLES = Words(
    {
        "processor": _("processes data for the provider, on its instructions"),
        "controller": _("decides by itself what it does with the data"),
        "partner": _("offers services together with the provider"),
        "affiliate": _("belongs to the provider's group"),
        "registry": _("keeps the register of domain names"),
        "registrar": _("registers domain names"),
        "escrow": _("keeps deposits of registration data, as ICANN requires"),
        "advertiser": _("advertises"),
        "successor": _("takes over the business"),
    }
)

CONDITIONS = Words(
    {
        "needed": _("where the service needs it"),
        "consent": _("only after the customer's consent"),
        "instruction": _("only on the customer's instruction"),
        "aggregated": _("only as totals that identify nobody"),
        "reorganisation": _("only when the business changes hands"),
    }
)

RIGHTS = Words(
    {
        "information": _("to know what is processed, why and how"),
        "access": _("to see and receive their data"),
        "rectify": _("to correct and complete their data"),
        "erase": _("to have their data deleted"),
        "export": _("to take their data with them"),
        "import": _("to bring data in from elsewhere"),
        "restrict": _("to have processing restricted"),
        "object": _("to object to direct marketing"),
        "object-to-use": _(
            "to object, for reasons of their own, to a use that rests on the provider’s interest"
        ),
        "review-decision": _("to have a person look again at what a machine decided about them"),
        "opt-out": _("to have their data neither sold nor shared for advertising elsewhere"),
        "withdraw": _("to withdraw a consent"),
        "recover": _("to regain access to an account"),
        "transfer-copy": _(
            "to receive a copy of the safeguards under which their data leaves the country"
        ),
        "unpublish": _(
            "to have their data removed from public pages, or to be told why it cannot be"
        ),
        "report-minor": _("to report that data of somebody too young is held"),
    }
)

REGIONS = Words(
    {
        "eea": _("the European Economic Area"),
        "uk": _("the United Kingdom"),
        "switzerland": _("Switzerland"),
        "usa": _("the United States"),
        "california": _("California"),
        "colorado": _("Colorado"),
        "connecticut": _("Connecticut"),
        "texas": _("Texas"),
        "utah": _("Utah"),
        "virginia": _("Virginia"),
        "australia": _("Australia"),
        "brazil": _("Brazil"),
        "canada": _("Canada"),
        "india": _("India"),
    }
)

PROOFS = Words(
    {
        "sign-in": _("being signed in"),
        "registered-email": _("writing from the registered e-mail address"),
        "government-id": _("a copy of a government-issued ID"),
        "questions": _("answers that only the customer knows"),
        "authority": _("a signed authority for whoever asks on somebody’s behalf"),
    }
)

SUBJECTS = Words(
    {
        "customer": _("customers"),
        "inactive-customer": _("customers whose account is inactive"),
        "reseller": _("resellers"),
        "reseller-customer": _("a reseller's customers (the reseller is their controller)"),
        "visitor": _("visitors"),
    }
)

GROUNDS = Words(
    {
        "legal-process": _("a subpoena, court order, warrant or other valid legal process"),
        "law": _("a law, regulation or competent body that requires it"),
        "harm": _("reason to believe that someone may be causing harm or interference"),
        "rights": _("protection of rights, property or safety"),
        "emergency": _("an emergency in which someone's safety is at risk"),
        "crime": _("communications obtained inadvertently that appear to concern a crime"),
        "service": _("what providing the service takes"),
        "dispute": _("disputes, suspected fraud and violations of the terms"),
        "illegal-acts": _("illegal activities, suspected fraud and violations of the terms"),
        "domain-complaint": _("a threatened suit over an anonymous domain"),
    }
)

DOCUMENTS = Words(
    {
        "legal-process": _("the legal process itself"),
        "complaint": _("the complaint"),
        "indemnity": _("the customer's indemnity"),
        "contact-confirmation": _(
            "written confirmation that the customer contacted the complainant"
        ),
        "belief": _("a note of why the person who decides believes it is necessary"),
        "validity": _("a note of who found the process valid and enforceable"),
    }
)

UNDERTAKINGS = Words(
    {
        "agreement": _("a written agreement"),
        "instructions": _("our written instructions"),
        "confidentiality": _("an undertaking of confidentiality"),
    }
)

CHANGES = Words(
    {
        "all": _("whatever is changed"),
        "material": _("whatever gives us more or you less, or tells it in other words"),
        "use": _("a different use of data that we hold already"),
    }
)

PLACES = Words(
    {
        "page": _("on this page"),
        "sign-up": _("where one signs up"),
        "order": _("where one orders"),
        "post": _("where one writes for everybody to read"),
        "leave": _("at links that lead to sites of others"),
        "whois": _("where a domain is registered"),
        "centre": _("in the privacy centre"),
    }
)

TRANSFERS = Words(
    {
        "adequacy": _("an adequacy decision (GDPR Art. 45)"),
        "dpf": _("the EU-U.S. Data Privacy Framework (GDPR Art. 45)"),
        "scc": _("standard contractual clauses (GDPR Art. 46(2)(c))"),
        "bcr": _("binding corporate rules (GDPR Art. 47)"),
        "derogation": _("an exception for a single case (GDPR Art. 49)"),
    }
)

SPECIAL = Words(
    {
        "biometrics": _("biometric data"),
        "genetics": _("genetic data"),
        "health": _("health"),
        "sex-life": _("sex life and orientation"),
        "politics": _("political opinions"),
        "religion": _("religious and philosophical beliefs"),
        "ethnicity": _("racial or ethnic origin"),
        "union": _("trade union membership"),
        "convictions": _("criminal convictions"),
    }
)

ACTS = Words(
    {
        "sale": _("selling personal data"),
        "lease": _("leasing personal data"),
        "visited-sites": _("tracking which sites customers visit"),
        "mailbox-advertising": _("using mailbox data for advertising"),
        "card-storage": _("storing bank card data"),
        "consolidation": _("joining databases held for inconsistent purposes"),
        "other-purposes": _("processing for a purpose that is not listed"),
        "automated-decisions": _(
            "leaving decisions that weigh on somebody to a machine alone (GDPR Art. 22)"
        ),
        "profiling": _("drawing up profiles of people"),
        "excess": _("asking for more than a listed purpose needs"),
        "retaliation": _("serving somebody worse, or at another price, for exercising a right"),
        "unlisted-sharing": _(
            "giving data without consent to anyone whom this policy does not name"
        ),
    }
)

FEATURES = Words(
    {
        "accounting-holds": _(
            "contact and billing data stays while the books hold an irregularity"
        ),
        "aggregate-advertising": _("advertisements follow totals only, never a person"),
        "aggregate-statistics": _("statistics show totals above a minimum group, never a person"),
        "anonymised-research": _("research runs on data that identifies nobody"),
        "campaign-tracking": _(
            "opens, clicks and opt-outs are shown to the customer who sent the mail"
        ),
        "campaign-suppression": _("an opt-out ends every mail from that customer"),
        "crm-ownership": _("a customer's contacts belong to the customer"),
        "encryption-at-rest": _(
            "secrets are encrypted and pseudonyms replace names where possible"
        ),
        "external-links": _("a link that leads to a third party says so"),
        "identity-recovery": _("visitors register, sign in and recover a forgotten password"),
        "inaccurate-data": _(
            "what is found wrong is marked, asked about, and then deleted or completed"
        ),
        "knowledge-base-votes": _("readers vote whether an article was useful"),
        "mailbox-access": _("a connected mailbox is read only for its user's own work"),
        "mailbox-privacy": _("nobody else reads a connected mailbox without a stated reason"),
        "password-hashing": _("passwords are stored one-way hashed"),
        "personalisation": _("pages adapt to a visit, without a profile that outlives it"),
        "privacy-options": _("users limit who can reach their data"),
        "processor-safeguards": _("a processor abroad protects no less than this policy"),
        "profile-accuracy": _("customers are asked to keep their details current"),
        "public-warning": _("a public place warns before anyone posts personal data"),
        "published-satisfaction": _("the share of satisfied customers is measured and published"),
        "reseller-handover": _("requests of a reseller's customers reach the reseller"),
        "security-measures": _("data is guarded against misuse, loss, damage and destruction"),
        "single-sign-on": _("one user account serves all or chosen services"),
        "social-consent": _("signing in elsewhere shares only what the user allows"),
        "transport-encryption": _("every page and transfer is encrypted in transit"),
        "trusted-people": _("a user grants a trusted person chosen access"),
        "whois": _("WHOIS and RDAP publish what the registry requires"),
    }
)
