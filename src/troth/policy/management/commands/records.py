"""`records`: write down, for whoever checks a policy without Django, which records there are."""

from typing import Any

from django.core.management.base import BaseCommand

from troth.policy.tables import records_text
from troth.policy.vocabulary import RECORDS_FILE


class Command(BaseCommand):
    """Writes `records.json` anew from the declarations."""

    help = "write policy/records.json from the models' declarations"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        RECORDS_FILE.write_text(records_text(), encoding="utf-8")
