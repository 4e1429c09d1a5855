"""The runs of invoices become runs of a kind: dunning that does much waits for a yes as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0023_refunds_wait_to_be_sent")]

    operations = [
        migrations.RenameModel("BillRun", "NightRun"),
        migrations.RenameField("NightRun", "invoices", "count"),
        migrations.AlterField(
            "NightRun", "count", models.PositiveIntegerField(default=0, verbose_name="Of how many")
        ),
        migrations.AddField(
            "NightRun",
            "kind",
            models.CharField(
                choices=[("bill", "Invoicing"), ("dun", "Dunning")],
                default="bill",
                max_length=10,
                verbose_name="Kind",
            ),
            preserve_default=False,
        ),
        migrations.AlterField("NightRun", "on", models.DateField(verbose_name="Day")),
        migrations.AddConstraint(
            "NightRun", models.UniqueConstraint(fields=["kind", "on"], name="night_run_once")
        ),
    ]
