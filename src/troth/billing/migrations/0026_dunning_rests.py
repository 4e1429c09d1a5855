import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0022_buyer_reference"),
        ("billing", "0025_invoices_have_words_of_staff"),
    ]

    operations = [
        migrations.CreateModel(
            name="DunningRest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="Since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("reason", models.CharField(max_length=300, verbose_name="Reason")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="Ended")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="dunning_rests",
                        to="accounts.account",
                        verbose_name="Number of the account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="billing.invoice",
                        verbose_name="Number of the invoice",
                    ),
                ),
            ],
        ),
    ]
