from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_clock_indexes"),
        ("requests", "0002_subject"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(fields=["asked_at"], name="request_asked"),
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["closed_at"],
                name="request_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(
                condition=models.Q(("kept_since__isnull", False)),
                fields=["kept_since"],
                name="request_kept_since",
            ),
        ),
    ]
