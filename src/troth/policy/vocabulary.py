"""The words a policy may use, each with its meaning.

Kept apart from Django so that a policy is checked in the blink of an eye; a system check holds
the models to the same words. Categories carry their key in fideslang's taxonomy and their term
in the W3C Data Privacy Vocabulary (DPV 2), so that a policy can be exported to either.
"""

from typing import NamedTuple


class Category(NamedTuple):
    meaning: str
    fideslang: str
    dpv: str


CATEGORIES = {
    "identity": Category("names and sign-in names", "user.name", "pd:Identifying"),
    "contact": Category(
        "e-mail and postal addresses, telephone numbers", "user.contact", "pd:Contact"
    ),
    "company": Category("a business and its registrations", "user.workplace", "pd:Professional"),
    "credential": Category("passwords, keys and tokens", "user.authorization", "pd:Authenticating"),
    "payment": Category("how someone pays", "user.payment", "pd:PaymentCard"),
    "billing": Category("what was invoiced and paid", "user.financial", "pd:Transactional"),
    "service": Category(
        "what someone has ordered and how it is set up",
        "user.account",
        "pd:ServiceConsumptionBehavior",
    ),
    "domain": Category(
        "domain names and their registrants", "user.account.settings", "pd:Identifying"
    ),
    "device": Category(
        "IP addresses, browsers, operating systems", "user.device", "pd:DeviceBased"
    ),
    "usage": Category("what was done and when", "user.behavior", "pd:UsageAnalytics"),
    "content": Category("what someone wrote or uploaded", "user.content", "pd:Communication"),
    "preference": Category("choices and consents", "user.behavior.preferences", "pd:Preference"),
    "government_id": Category(
        "identity documents", "user.government_id", "pd:GovernmentIssuedIdentification"
    ),
    "demographic": Category(
        "age, occupation, interests in the aggregate", "user.demographic", "pd:Demographic"
    ),
}

CLOCKS = {
    "inactivity": "the last active service, sign-in or attempted sign-in",
    "cancellation": "the day it was cancelled",
    "issue": "the day it was issued",
    "creation": "the day it was made",
    "closing": "the day it was closed",
    "deletion": "the day it was deleted by its owner",
}


class Record(NamedTuple):
    meaning: str
    clocks: tuple[str, ...]


RECORDS = {
    "account": Record(
        "the customer's account and its details", ("inactivity", "cancellation", "creation")
    ),
    "person": Record("people who sign in, with their names and addresses", ("inactivity",)),
    "membership": Record("who belongs to which account, and with what access", ("creation",)),
    "signin": Record("sign-ins and attempted sign-ins", ("creation",)),
    "session": Record("open sessions in a browser", ("creation",)),
    "activity": Record("the log of what was done in an account", ("creation",)),
    "consent": Record("consents given, refused and withdrawn, with their wording", ("creation",)),
    "disclosure": Record("the register of what third parties received", ("creation",)),
    "message": Record("messages sent to people", ("creation",)),
    "request": Record(
        "requests about one's rights, with their proof and their answers", ("creation", "closing")
    ),
    "service": Record(
        "services ordered, and how they are set up", ("creation", "cancellation", "deletion")
    ),
    "invoice": Record("invoices, their lines and the party they were issued to", ("issue",)),
    "payment": Record("payments received", ("creation",)),
    "ticket": Record(
        "support tickets and the messages in them", ("creation", "closing", "deletion")
    ),
}

BASES = {
    "contract": "needed for the agreement with the customer (GDPR Art. 6(1)(b))",
    "legal-obligation": "required by law (GDPR Art. 6(1)(c))",
    "legitimate-interest": "in the provider's legitimate interest (GDPR Art. 6(1)(f))",
    "legal-claims": "needed to establish, exercise or defend legal claims (GDPR Art. 17(3)(e))",
    "consent": "only with consent (GDPR Art. 6(1)(a))",
}

FIELDS = {
    "name": "identity",
    "title": "identity",
    "email": "contact",
    "phone": "contact",
    "address": "contact",
    "company": "company",
    "tax_id": "company",
    "payment_method": "payment",
    "bank_account": "payment",
    "card": "payment",
    "billing_name": "billing",
    "billing_address": "billing",
    "payment_history": "billing",
    "service_choice": "service",
    "registrant": "domain",
    "administrative_contact": "domain",
    "technical_contact": "domain",
    "billing_contact": "domain",
    "ip": "device",
    "browser": "device",
    "operating_system": "device",
    "device_type": "device",
    "server_ip": "device",
    "referrer": "usage",
    "page": "usage",
    "time": "usage",
    "duration": "usage",
    "actions": "usage",
    "purchases": "usage",
    "product_usage": "usage",
    "errors": "usage",
    "quantities": "usage",
    "licence": "service",
    "message": "content",
    "answers": "content",
    "interest": "preference",
    "demographics": "demographic",
    "id_document": "government_id",
}

FORMS = {
    "account": "signing up",
    "domain": "registering a domain",
    "support": "asking for support",
    "inquiry": "asking about a product",
    "call-back": "asking to be called back",
    "survey": "answering a survey",
    "preferences": "telling preferences, of one's own accord",
    "billing": "paying",
    "service": "ordering, setting up and using a service",
    "visit": "visiting the site",
    "signin": "signing in",
    "social-signin": "signing in through another provider",
    "licence": "verifying a licence",
    "identity-proof": "proving one's identity",
}

CHANNELS = {
    "portal": "in the account area",
    "email": "by e-mail",
    "registered-email": "from the registered e-mail address",
    "ticket": "by a support ticket",
    "phone": "by telephone",
    "chat": "by chat",
    "letter": "by letter",
    "link": "by the link in each message",
    "sms": "by text message",
    "page": "on this page",
    "product": "in the products",
}

ROLES = {
    "processor": "processes data for the provider, on its instructions",
    "controller": "decides by itself what it does with the data",
    "partner": "offers services together with the provider",
    "affiliate": "belongs to the provider's group",
    "registry": "keeps the register of domain names",
    "registrar": "registers domain names",
    "escrow": "keeps deposits of registration data, as ICANN requires",
    "advertiser": "advertises",
    "successor": "takes over the business",
}

CONDITIONS = {
    "needed": "where the service needs it",
    "consent": "only after the customer's consent",
    "instruction": "only on the customer's instruction",
    "aggregated": "only as totals that identify nobody",
    "reorganisation": "only when the business changes hands",
}

RIGHTS = {
    "information": "to know what is processed, why and how",
    "access": "to see and receive one's data",
    "rectify": "to correct and complete one's data",
    "erase": "to have one's data deleted",
    "export": "to take one's data along",
    "import": "to bring data in from elsewhere",
    "restrict": "to have processing restricted",
    "object": "to object to direct marketing",
    "withdraw": "to withdraw a consent",
    "recover": "to regain access to an account",
    "unpublish": "to have one's data removed from public pages, or to be told why it cannot be",
}

PROOFS = {
    "sign-in": "being signed in",
    "registered-email": "writing from the registered e-mail address",
    "government-id": "a copy of a government-issued ID",
    "questions": "answers that only the customer knows",
}

SUBJECTS = {
    "customer": "customers",
    "inactive-customer": "customers whose account is inactive",
    "reseller": "resellers",
    "reseller-customer": "a reseller's customers, whose controller is the reseller",
    "visitor": "visitors",
}

GROUNDS = {
    "legal-process": "a subpoena, court order, warrant or other valid legal process",
    "law": "a law, regulation or competent body that requires it",
    "harm": "good faith that someone may be causing harm or interference",
    "rights": "protection of rights, property or safety",
    "emergency": "an emergency in which someone's safety is at risk",
    "crime": "communications obtained inadvertently that appear to concern a crime",
    "service": "what providing the service takes",
    "dispute": "disputes, suspected fraud and violations of the terms",
    "domain-complaint": "a threatened suit over an anonymous domain",
}

DOCUMENTS = {
    "legal-process": "the legal process itself",
    "complaint": "the complaint",
    "indemnity": "the customer's indemnity",
    "contact-confirmation": "written confirmation that the customer contacted the complainant",
}

SPECIAL = {
    "biometrics": "biometric data",
    "genetics": "genetic data",
    "health": "health",
    "sex-life": "sex life and orientation",
    "politics": "political opinions",
    "religion": "religious and philosophical beliefs",
    "ethnicity": "racial or ethnic origin",
    "union": "trade union membership",
    "convictions": "criminal convictions",
}

ACTS = {
    "sale": "selling personal data",
    "lease": "leasing personal data",
    "visited-sites": "tracking which sites customers visit",
    "mailbox-advertising": "using mailbox data for advertising",
    "card-storage": "storing bank card data",
    "consolidation": "joining databases held for inconsistent purposes",
    "other-purposes": "processing for a purpose that is not listed",
    "excess": "asking for more than a listed purpose needs",
    "unlisted-sharing": "giving data without consent to anyone whom this policy does not name",
}

FEATURES = {
    "accounting-holds": "contact and billing data stays while the books hold an irregularity",
    "aggregate-statistics": "statistics show totals above a minimum group, never a person",
    "anonymised-research": "research runs on data that identifies nobody",
    "campaign-tracking": "opens, clicks and opt-outs are shown to the customer who sent the mail",
    "campaign-suppression": "an opt-out ends every mail from that customer",
    "crm-ownership": "a customer's contacts belong to the customer",
    "encryption-at-rest": "secrets are encrypted and pseudonyms replace names where possible",
    "external-links": "a link that leads to a third party says so",
    "identity-recovery": "visitors register, sign in and recover a forgotten password",
    "knowledge-base-votes": "readers vote whether an article was useful",
    "mailbox-access": "a connected mailbox is read only for its user's own work",
    "mailbox-privacy": "nobody else reads a connected mailbox without a stated reason",
    "password-hashing": "passwords are stored one-way hashed",
    "personalisation": "pages adapt to a visit, without a profile that outlives it",
    "privacy-options": "users limit who can reach their data",
    "processor-safeguards": "a processor abroad protects no less than this policy",
    "profile-accuracy": "customers are asked to keep their details current",
    "public-warning": "a public place warns before anyone posts personal data",
    "published-satisfaction": "the share of satisfied customers is measured and published",
    "reseller-handover": "requests of a reseller's customers reach the reseller",
    "security-measures": "data is guarded against misuse, loss, damage and destruction",
    "single-sign-on": "one user account serves all or chosen services",
    "social-consent": "signing in elsewhere shares only what the user allows",
    "transport-encryption": "every page and transfer is encrypted in transit",
    "trusted-people": "a user grants a trusted person chosen access",
    "whois": "WHOIS and RDAP publish what the registry requires",
}
