"""Whatever is declared about somebody occurs in the demo, so that no page stands empty there."""

from datetime import UTC, datetime

import pytest

from troth.demo.make import ask_something, make, sweep
from troth.policy.declare import PersonalData, declarations
from troth.testing.make import policy

pytestmark = pytest.mark.django_db(transaction=True)

# Each with the reason why the demo has none.
WITHOUT = {
    "account.EmailConfirmation": "the links in mails are signed, and stand nowhere",
    "accounts.Person_groups": "what staff may do stands in the policy",
    "accounts.Person_user_permissions": "what staff may do stands in the policy",
    "accounts.Finding": "noted where the policy takes what open sources tell",
    "accounts.Session": "made by signing in",
    "admin.LogEntry": "nothing is changed in the admin",
    "allauth_idp_oidc.Client": "the demo's provider has no other site",
    "allauth_idp_oidc.Token": "the demo's provider has no other site",
    "copies.Copy": "made when somebody asks for it, and gone within a day",
    "gates.Acceptance": "noted where the policy is accepted before any use",
    "gates.SiteConsent": "the demo's provider has no other site",
    "mfa.Authenticator": "made with a device of the customer's own",
    "requests.DoomedMail": "noted when a request that came by e-mail is done, for minutes",
    "requests.IdentityProof": "destroyed with the decision that it was needed for",
    "requests.RequestMail": "comes from a mailbox, which the demo has not",
    "sepa.Collection": "made where the provider has a creditor identifier, as this one has not",
    "sepa.Mandate": "signed where the provider has a creditor identifier, as this one has not",
    "socialaccount.SocialAccount": "made with an account elsewhere",
    "socialaccount.SocialToken": "made with an account elsewhere",
    "tax.Certificate": "entered by staff, of the few who have one",
    "tax.LocalTax": "noted where a tax engine is installed that asks somebody",
    "tax.Sign": "noted where the seller is in the Union, as this one is not",
    "tax.VatCheck": "noted where the policy has VIES asked, as this one has not",
}


def test_but_for_those_with_a_reason() -> None:
    now = datetime.now(UTC)
    # The one that asks for most: by all forms, and tells the most recipients.
    make(policy("websoftmaster"), accounts=60, seed=1, now=now)
    sweep(now=now)
    ask_something(now=now)
    empty = {
        model._meta.label
        for model, declaration in declarations().items()
        if isinstance(declaration, PersonalData) and not model._base_manager.exists()
    }
    assert empty == set(WITHOUT)
