"""Every address of the platform. Each room's own are in its `urls.py`."""

from django.urls import include, path

from troth.portal import coming, contact, public

urlpatterns = [
    path("", public.welcome, name="welcome"),
    path("brand.css", public.brand, name="brand"),
    path("brand/logo", public.logo, name="logo"),
    path("privacy/", public.privacy_policy, name="policy"),
    path("privacy/next/", coming.coming_policy, name="coming_policy"),
    path("contact/", contact.contact, name="contact"),
    path("contact/sent/", contact.sent, name="contact_sent"),
    path("contact/<slug:form>/", contact.contact, name="contact_by"),
    path("receipts/<uuid:number>/", public.show_receipt, name="receipt"),
    path("receipts/<uuid:number>/proof.json", public.proof, name="proof"),
    path("journal/checkpoint", public.checkpoint, name="checkpoint"),
    path("journal/key", public.journal_key, name="journal_key"),
    path("", include("troth.portal.identity.urls")),
    path("", include("troth.portal.account.urls")),
    path("", include("troth.portal.centre.urls")),
    path("desk/", include("troth.desk.urls")),
]

handler400 = "troth.portal.errors.bad_request"
handler403 = "troth.portal.errors.forbidden"
handler404 = "troth.portal.errors.not_found"
handler429 = "troth.portal.errors.too_many"
handler500 = "troth.portal.errors.failed"
