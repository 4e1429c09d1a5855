"""An account may have days of its own to pay its invoices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0024_trusted_people_get_invoices"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="pay_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="Days to pay"
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="pay_days_because",
            field=models.CharField(
                blank=True,
                db_default="",
                max_length=300,
                verbose_name="Reason for its own payment term",
            ),
        ),
    ]
