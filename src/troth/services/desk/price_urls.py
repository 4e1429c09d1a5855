"""Addresses of changes of the price of services that run."""

from django.urls import path

from troth.services.desk import price_changes

urlpatterns = [
    path("catalogue/products/<int:number>/running/", price_changes.new, name="change_running"),
    path("catalogue/choices/<int:number>/running/", price_changes.of_choice, name="change_choice"),
    path("catalogue/price-changes/<int:number>/", price_changes.told, name="price_change"),
]
