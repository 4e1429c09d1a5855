import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0005_clock_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("person__isnull", True)),
                name="inquiry_addressed",
            ),
        ),
    ]
