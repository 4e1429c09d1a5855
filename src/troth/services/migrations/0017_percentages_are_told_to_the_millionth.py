"""A percentage off is in parts per million, where it was in hundredths of a percent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0016_a_withdrawal_has_a_statement_of_its_own")]

    operations = [
        migrations.RemoveConstraint(
            model_name="ownprice", name="own_price_is_an_amount_or_percent_off"
        ),
        migrations.AlterField(
            model_name="ownprice",
            name="percent",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="Percent off"),
        ),
        migrations.RunSQL(
            "UPDATE services_ownprice SET percent = percent * 100 WHERE percent IS NOT NULL",
            "UPDATE services_ownprice SET percent = percent / 100 WHERE percent IS NOT NULL",
        ),
        migrations.AddConstraint(
            model_name="ownprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0), ("percent__isnull", True))
                | models.Q(("amount__isnull", True), ("percent__gt", 0), ("percent__lte", 1000000)),
                name="own_price_is_an_amount_or_percent_off",
            ),
        ),
    ]
