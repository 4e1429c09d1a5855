"""Addresses of the reports."""

from django.urls import path

from troth.reports.desk import reports

urlpatterns = [path("reports/<slug:name>/", reports.report, name="report")]
