"""Addresses of consents, new uses, options, and what third parties received."""

from django.urls import path

from troth.gates.pages import accept, coming, consents, disclosures, opt_out, options, unsubscribe

urlpatterns = [
    path("privacy/next/", coming.coming_policy, name="coming_policy"),
    path("privacy-centre/uses/", coming.choose, name="choose_use"),
    path("privacy-centre/consents/", consents.show_consents, name="consents"),
    path("privacy-centre/consents/<slug:name>/", consents.change_consent, name="consent"),
    path("privacy-centre/consents/share/<slug:name>/", consents.change_share, name="share"),
    path("privacy-centre/object/", consents.object_, name="object"),
    path("privacy-centre/disclosures/", disclosures.disclosures, name="disclosures"),
    path(
        "account/<int:account>/disclosures/",
        disclosures.account_disclosures,
        name="account_disclosures",
    ),
    path("privacy-centre/options/", options.options, name="options"),
    path("privacy/opt-out/", opt_out.opt_out_page, name="opt_out"),
    path(".well-known/gpc.json", opt_out.gpc, name="gpc"),
    path("accept/", accept.accept, name="accept_policy"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe_page, name="unsubscribe"),
]
