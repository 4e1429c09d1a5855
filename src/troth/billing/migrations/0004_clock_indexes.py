from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_clock_indexes"),
        ("billing", "0003_part_keys"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="invoice",
            name="invoice_issued",
        ),
        migrations.RemoveIndex(
            model_name="payment",
            name="payment_received",
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["issued_at"], name="invoice_issued_ever"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                models.Case(models.When(depersonalised_at__isnull=True, then="issued_at")),
                name="invoice_issued_left",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["received_at"], name="payment_received_ever"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                models.Case(models.When(depersonalised_at__isnull=True, then="received_at")),
                name="payment_received_left",
            ),
        ),
        # What PostgreSQL expects of an expression it learns from its index alone.
        migrations.RunSQL("ANALYZE billing_invoice, billing_payment", migrations.RunSQL.noop),
    ]
