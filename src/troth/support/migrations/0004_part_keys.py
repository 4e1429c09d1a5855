from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_subject"),
        ("support", "0003_inquiries"),
    ]

    operations = [
        migrations.AddField(
            "inquiry",
            "kept_since",
            models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            "inquiry",
            "kept_by",
            models.CharField(blank=True, db_default="", max_length=80),
        ),
        migrations.AddField(
            "ticket",
            "kept_since",
            models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            "ticket",
            "kept_by",
            models.CharField(blank=True, db_default="", max_length=80),
        ),
        migrations.AddField(
            "ticketmessage",
            "account",
            models.ForeignKey(
                null=True, on_delete=DO_NOTHING, related_name="+", to="accounts.account"
            ),
        ),
        migrations.RunSQL(
            "UPDATE support_ticketmessage m SET account_id = t.account_id FROM support_ticket t WHERE t.id = m.ticket_id; "
            "SET CONSTRAINTS ALL IMMEDIATE"
        ),
        # A part is about whom its row is about, and follows it.
        migrations.RunSQL(
            "ALTER TABLE support_ticket ADD CONSTRAINT support_ticket_of UNIQUE (id, account_id); "
            "ALTER TABLE support_ticketmessage ADD CONSTRAINT support_ticketmessage_of "
            "FOREIGN KEY (ticket_id, account_id) REFERENCES support_ticket (id, account_id) "
            "ON UPDATE CASCADE",
        ),
    ]
