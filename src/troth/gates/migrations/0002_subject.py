from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_subject"),
        ("gates", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "disclosure",
            "subject",
            models.ForeignKey(
                null=True, on_delete=DO_NOTHING, related_name="disclosures", to="accounts.subject"
            ),
        ),
        migrations.AddField(
            "staffread",
            "subject",
            models.ForeignKey(
                null=True, on_delete=DO_NOTHING, related_name="staff_reads", to="accounts.subject"
            ),
        ),
        migrations.RunSQL(
            "UPDATE gates_disclosure SET subject_id = COALESCE(account_id, person_id); "
            "SET CONSTRAINTS ALL IMMEDIATE"
        ),
        migrations.RunSQL(
            "UPDATE gates_staffread SET subject_id = COALESCE(account_id, person_id); "
            "SET CONSTRAINTS ALL IMMEDIATE"
        ),
        migrations.RemoveConstraint("staffread", "staff_read_of_a_subject"),
        migrations.RemoveField("disclosure", "account"),
        migrations.RemoveField("disclosure", "person"),
        migrations.RemoveField("staffread", "account"),
        migrations.RemoveField("staffread", "person"),
    ]
