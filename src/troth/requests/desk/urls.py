"""Addresses of the requests as staff answer them."""

from django.urls import path

from troth.requests.desk import acts, entry, figures, mails, proofs, request, sort, wordings

urlpatterns = [
    path("requests/new/", entry.note_request, name="note_request"),
    path("requests/<int:number>/", request.show, name="desk_request"),
    path("requests/<int:number>/sort/", sort.sort_request, name="sort_request"),
    path("requests/<int:number>/take/", request.take, name="take_request"),
    path("requests/<int:number>/proofs/<int:proof>/", proofs.show, name="identity_proof"),
    path("requests/<int:number>/mails/<int:mail>/", mails.show, name="request_mail"),
    path("requests/<int:number>/<slug:name>/", acts.act, name="desk_act"),
    path("figures/", figures.figures, name="figures"),
    path("wordings/", wordings.wordings, name="wordings"),
    path(
        "wordings/<slug:kind>/<slug:right>/<slug:language>/",
        wordings.change_wording,
        name="wording",
    ),
]
