from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0002_say_why_a_call_is_tried_again"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="call",
            name="call_next",
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)),
                fields=["next_at", "id"],
                name="call_next_one",
            ),
        ),
    ]
