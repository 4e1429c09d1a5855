from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "troth.journal"
    label = "journal"
