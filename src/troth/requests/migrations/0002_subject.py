from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_subject"),
        ("requests", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "rightsrequest",
            "subject",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=DO_NOTHING,
                related_name="requests",
                to="accounts.subject",
            ),
        ),
        migrations.AddField(
            "identityproof",
            "subject",
            models.ForeignKey(
                null=True, on_delete=DO_NOTHING, related_name="+", to="accounts.subject"
            ),
        ),
        migrations.AddField(
            "rightsrequest",
            "kept_since",
            models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            "rightsrequest",
            "kept_by",
            models.CharField(blank=True, db_default="", max_length=80),
        ),
        migrations.RunSQL(
            "UPDATE requests_rightsrequest SET subject_id = COALESCE(account_id, person_id); "
            "SET CONSTRAINTS ALL IMMEDIATE"
        ),
        migrations.RunSQL(
            "UPDATE requests_identityproof p SET subject_id = r.subject_id FROM requests_rightsrequest r WHERE r.id = p.request_id; "
            "SET CONSTRAINTS ALL IMMEDIATE"
        ),
        migrations.RemoveField("rightsrequest", "account"),
        migrations.AlterField(
            "rightsrequest",
            "person",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=DO_NOTHING,
                related_name="asked",
                to="accounts.person",
            ),
        ),
        # A part is about whom its row is about, and follows it.
        migrations.RunSQL(
            "ALTER TABLE requests_rightsrequest ADD CONSTRAINT requests_rightsrequest_of UNIQUE (id, subject_id); "
            "ALTER TABLE requests_identityproof ADD CONSTRAINT requests_identityproof_of "
            "FOREIGN KEY (request_id, subject_id) REFERENCES requests_rightsrequest (id, subject_id) "
            "ON UPDATE CASCADE",
        ),
    ]
