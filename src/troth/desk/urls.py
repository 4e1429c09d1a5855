"""Addresses of the desk."""

from django.urls import path

from troth.desk import (
    acknowledge,
    acts,
    customer,
    entry,
    figures,
    find,
    holds,
    inbox,
    platform,
    proofs,
    reason,
    recipients,
    request,
    reseller,
    sort,
    staff,
    wordings,
)
from troth.desk.site import site

urlpatterns = [
    path("acknowledge/", acknowledge.acknowledge_policy, name="acknowledge"),
    path("records/", site.urls),
    path("customers/", find.find_customer, name="find_customer"),
    path("customers/<str:kind>/<int:number>/", customer.customer, name="customer"),
    path("customers/<str:kind>/<int:number>/reason/", reason.say_why, name="say_why"),
    path(
        "customers/account/<int:number>/reseller/",
        reseller.reseller,
        name="mark_reseller",
    ),
    path(
        "customers/<str:kind>/<int:number>/<str:record>/",
        customer.customer_record,
        name="customer_record",
    ),
    path("", inbox.desk, name="desk"),
    path("requests/<int:number>/", request.show, name="desk_request"),
    path("requests/new/", entry.note_request, name="note_request"),
    path("requests/<int:number>/sort/", sort.sort_request, name="sort_request"),
    path("requests/<int:number>/take/", request.take, name="take_request"),
    path("requests/<int:number>/proofs/<int:proof>/", proofs.show, name="identity_proof"),
    path("requests/<int:number>/<slug:name>/", acts.act, name="desk_act"),
    path("staff/", staff.staff, name="staff"),
    path("staff/<int:number>/", staff.change_role, name="change_role"),
    path("holds/", holds.holds, name="holds"),
    path("holds/new/", holds.place, name="place_hold"),
    path("holds/<int:number>/lift/", holds.lift, name="lift_hold"),
    path("recipients/", recipients.recipients, name="recipients"),
    path("recipients/<int:number>/", recipients.told, name="told"),
    path("figures/", figures.figures, name="figures"),
    path("platform/", platform.platform, name="platform"),
    path("wordings/", wordings.wordings, name="wordings"),
    path(
        "wordings/<slug:kind>/<slug:right>/<slug:language>/",
        wordings.change_wording,
        name="wording",
    ),
]
