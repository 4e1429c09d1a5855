"""Of each message in a ticket it is known how it came, and by that whether staff wrote it."""

from typing import Any

from django.db import migrations, models


def find_ours(apps: Any, _schema_editor: Any) -> None:
    """What staff wrote is theirs without a name, from before this was noted."""
    message = apps.get_model("support", "TicketMessage")
    message.objects.filter(author__is_staff=True, author_name="").update(came_by="staff")


class Migration(migrations.Migration):
    dependencies = [("support", "0008_addresses_in_one_spelling")]

    operations = [
        migrations.AddField(
            "ticketmessage",
            "came_by",
            models.CharField(
                choices=[
                    ("staff", "from staff"),
                    ("area", "written in the account area"),
                    ("mail", "by e-mail"),
                    ("unproven", "by e-mail, from a sender who is not proven"),
                ],
                db_default="area",
                default="area",
                max_length=10,
                verbose_name="How it came",
            ),
        ),
        migrations.RunPython(find_ours, migrations.RunPython.noop, elidable=True),
    ]
