"""`records`: write down, for whoever checks a policy without Django, what can be kept and where."""

from typing import Any

from django.core.management.base import BaseCommand

from troth.policy import snapshot
from troth.policy.tables import records_text, schema
from troth.policy.vocabulary import RECORDS_FILE


class Command(BaseCommand):
    """Writes `records.json` and `tables.json` anew from the declarations."""

    help = "write policy/records.json and policy/tables.json from the models' declarations"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        RECORDS_FILE.write_text(records_text(), encoding="utf-8")
        snapshot.FILE.write_text(snapshot.text(schema()), encoding="utf-8")
