import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_addressed"),
        ("messaging", "0005_clock_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                django.db.models.functions.text.Lower("address"),
                condition=models.Q(("person__isnull", True)),
                name="message_addressed",
            ),
        ),
    ]
