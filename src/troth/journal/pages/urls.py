"""Addresses by which anybody verifies the journal."""

from django.urls import path

from troth.journal.pages import journal, witness

urlpatterns = [
    path("journal/checkpoint", journal.checkpoint, name="checkpoint"),
    path("journal/growth/<int:old>", journal.growth, name="journal_growth"),
    path("journal/tile/<path:place>", journal.hashes, name="journal_tile"),
    path("journal/key", journal.journal_key, name="journal_key"),
    path("journal/keys", journal.journal_keys, name="journal_keys"),
    path("witness/add-checkpoint", witness.add_checkpoint, name="witness"),
    path("witness/key", witness.key, name="witness_key"),
    path("witness/<slug:log>/checkpoint", witness.cosigned, name="witnessed"),
]
