from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_requests")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.F("rule"),
                models.F("at"),
                condition=~models.Q(rule=""),
                name="journal_entry_rule",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.F("at"),
                condition=models.Q(
                    event__in=["request.answered", "request.handed_over", "request.refused"]
                ),
                name="journal_entry_answer",
            ),
        ),
    ]
