from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_clock_indexes"),
        ("support", "0004_part_keys"),
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
                models.Case(models.When(depersonalised_at__isnull=True, then="opened_at")),
                name="ticket_opened_left",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.Case(models.When(depersonalised_at__isnull=True, then="closed_at")),
                name="ticket_closed_left",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.Case(models.When(depersonalised_at__isnull=True, then="deleted_at")),
                name="ticket_deleted_left",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.Case(models.When(depersonalised_at__isnull=True, then="kept_since")),
                name="ticket_kept_since_left",
            ),
        ),
        # What PostgreSQL expects of an expression it learns from its index alone.
        migrations.RunSQL("ANALYZE support_ticket", migrations.RunSQL.noop),
    ]
