from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_clock_indexes"),
        ("support", "0004_part_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["asked_at"], name="inquiry_asked"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("kept_since__isnull", False)),
                fields=["kept_since"],
                name="inquiry_kept_since",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["opened_at"], name="ticket_opened"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["deleted_at"],
                name="ticket_deleted",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("kept_since__isnull", False)),
                fields=["kept_since"],
                name="ticket_kept_since",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("depersonalised_at__isnull", True)),
                fields=["opened_at"],
                name="ticket_opened_left",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", False), ("depersonalised_at__isnull", True)
                ),
                fields=["closed_at"],
                name="ticket_closed_left",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("deleted_at__isnull", False), ("depersonalised_at__isnull", True)
                ),
                fields=["deleted_at"],
                name="ticket_deleted_left",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("depersonalised_at__isnull", True), ("kept_since__isnull", False)
                ),
                fields=["kept_since"],
                name="ticket_kept_since_left",
            ),
        ),
    ]
