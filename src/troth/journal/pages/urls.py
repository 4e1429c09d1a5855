"""Addresses by which anybody verifies the journal."""

from django.urls import path

from troth.journal.pages import journal

urlpatterns = [
    path("journal/checkpoint", journal.checkpoint, name="checkpoint"),
    path("journal/growth/<int:old>", journal.growth, name="journal_growth"),
    path("journal/tile/<path:place>", journal.hashes, name="journal_tile"),
    path("journal/key", journal.journal_key, name="journal_key"),
]
