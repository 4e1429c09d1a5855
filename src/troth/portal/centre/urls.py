"""Addresses of the privacy centre."""

from django.urls import path

from troth.portal.centre import my_data

urlpatterns = [
    path("my-data/", my_data.my_data, name="my_data"),
    path("my-data/download/", my_data.download, name="download"),
    path("my-data/erase/", my_data.erase_me, name="erase"),
    path("my-data/erase/take-back/", my_data.take_back_request, name="take_back"),
    path("my-data/consents/<slug:name>/", my_data.change_consent, name="consent"),
    path("my-data/object/", my_data.object_to_marketing, name="object"),
]
