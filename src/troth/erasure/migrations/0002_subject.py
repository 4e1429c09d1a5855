from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_subject"),
        ("erasure", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "hold",
            "subject",
            models.ForeignKey(
                null=True, on_delete=DO_NOTHING, related_name="holds", to="accounts.subject"
            ),
        ),
        migrations.RunSQL(
            "UPDATE erasure_hold SET subject_id = COALESCE(account_id, person_id); "
            "SET CONSTRAINTS ALL IMMEDIATE"
        ),
        migrations.AlterField(
            "hold",
            "subject",
            models.ForeignKey(on_delete=DO_NOTHING, related_name="holds", to="accounts.subject"),
        ),
        migrations.RemoveConstraint("hold", "hold_on_one_subject"),
        migrations.RemoveField("hold", "account"),
        migrations.RemoveField("hold", "person"),
        migrations.AddIndex(
            "hold",
            models.Index(
                fields=["subject"], condition=models.Q(lifted_at__isnull=True), name="hold_in_force"
            ),
        ),
    ]
