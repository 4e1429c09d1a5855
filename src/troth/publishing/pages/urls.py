"""Addresses of the published policy."""

from django.urls import path

from troth.publishing.pages import editions, policy

urlpatterns = [
    path("privacy/", policy.privacy_policy, name="policy"),
    path("privacy/editions/", editions.earlier, name="editions"),
    path("privacy/editions/<int:number>/", editions.edition, name="edition"),
]
