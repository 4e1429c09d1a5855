from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_clock_indexes"),
        ("billing", "0003_part_keys"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["issued_at"], name="invoice_issued_ever"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["received_at"], name="payment_received_ever"),
        ),
    ]
