"""Addresses of services at the desk."""

from django.urls import path

from troth.services.desk import charge, currency, own_price, services

urlpatterns = [
    path("services/", services.waiting, name="services_waiting"),
    path("services/<int:number>/", services.show, name="desk_service"),
    path("services/<int:number>/change/", services.change_plan, name="desk_change_service"),
    path("services/<int:number>/price/", own_price.own_price, name="own_price"),
    path("services/<int:number>/price/<int:price>/end/", own_price.end_price, name="end_own_price"),
    path("services/<int:number>/<slug:name>/", services.act_on, name="act_on_service"),
    path(
        "customers/account/<int:number>/services/new/",
        services.open_new,
        name="open_service",
    ),
    path("customers/account/<int:number>/currency/", currency.currency, name="change_currency"),
    path(
        "customers/account/<int:number>/charge/",
        charge.charge_account,
        name="charge_by_hand",
    ),
    path(
        "customers/account/<int:number>/charge/<int:charge>/take-back/",
        charge.take_back,
        name="take_back_charge",
    ),
]
