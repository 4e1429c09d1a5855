"""Addresses of the published policy."""

from django.urls import path

from troth.publishing.pages import policy

urlpatterns = [
    path("privacy/", policy.privacy_policy, name="policy"),
]
