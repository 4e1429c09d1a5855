from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_subject"),
        ("services", "0002_newest_first"),
    ]

    operations = [
        migrations.AddField(
            "service",
            "kept_since",
            models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            "service",
            "kept_by",
            models.CharField(blank=True, db_default="", max_length=80),
        ),
    ]
