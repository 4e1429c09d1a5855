"""Every address of the platform: each room brings those of its pages."""

from django.urls import URLPattern, URLResolver, include, path

# What a room does with a customer stands before the desk's own `customers/…/<record>/`.
_DESK = [
    path("", include("troth.people.desk.urls")),
    path("", include("troth.requests.desk.urls")),
    path("", include("troth.erasure.desk.urls")),
    path("", include("troth.gates.desk.urls")),
    path("", include("troth.support.desk.urls")),
    path("", include("troth.messaging.desk.urls")),
    path("", include("troth.bank.desk.urls")),
    path("", include("troth.gateways.desk.urls")),
    path("", include("troth.calls.desk.urls")),
    path("", include("troth.tax.desk.urls")),
    path("", include("troth.services.desk.urls")),
    path("", include("troth.orders.desk.urls")),
    path("", include("troth.services.desk.bill_urls")),
    path("", include("troth.billing.desk.urls")),
    path("", include("troth.catalog.desk.urls")),
    path("", include("troth.services.desk.price_urls")),
    path("", include("troth.reports.desk.urls")),
    path("", include("troth.desk.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("troth.portal.urls")),
    path("", include("troth.journal.pages.urls")),
    path("", include("troth.publishing.pages.urls")),
    path("", include("troth.gates.pages.urls")),
    path("", include("troth.messaging.pages.urls")),
    path("", include("troth.requests.pages.urls")),
    path("", include("troth.erasure.pages.urls")),
    path("", include("troth.support.pages.urls")),
    path("", include("troth.people.pages.urls")),
    path("", include("troth.copies.pages.urls")),
    path("", include("troth.billing.pages.urls")),
    path("", include("troth.gateways.pages.urls")),
    path("", include("troth.services.pages.urls")),
    path("", include("troth.orders.pages.urls")),
    path("", include("troth.identity.urls")),
    path("desk/", include(_DESK)),
]

handler400 = "troth.portal.errors.bad_request"
handler403 = "troth.portal.errors.forbidden"
handler404 = "troth.portal.errors.not_found"
handler429 = "troth.portal.errors.too_many"
handler500 = "troth.portal.errors.failed"
