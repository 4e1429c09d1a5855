"""Addresses of the published policy."""

from django.urls import path

from troth.publishing.pages import coming, policy

urlpatterns = [
    path("privacy/", policy.privacy_policy, name="policy"),
    path("privacy/next/", coming.coming_policy, name="coming_policy"),
]
