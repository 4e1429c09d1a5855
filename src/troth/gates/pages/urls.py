"""Addresses of consents, options, and what third parties received."""

from django.urls import path

from troth.gates.pages import accept, consents, disclosures, options, unsubscribe

urlpatterns = [
    path("privacy-centre/consents/", consents.show_consents, name="consents"),
    path("privacy-centre/consents/<slug:name>/", consents.change_consent, name="consent"),
    path("privacy-centre/object/", consents.object_, name="object"),
    path("privacy-centre/disclosures/", disclosures.disclosures, name="disclosures"),
    path(
        "account/<int:account>/disclosures/",
        disclosures.account_disclosures,
        name="account_disclosures",
    ),
    path("privacy-centre/options/", options.options, name="options"),
    path("accept/", accept.accept, name="accept_policy"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe_page, name="unsubscribe"),
]
