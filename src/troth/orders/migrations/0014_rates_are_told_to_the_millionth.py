"""Rates of tax are in parts per million, where they were in hundredths of a percent."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_a_rule_for_orders_by_a_vat_number")]

    operations = [
        migrations.RunSQL(
            "UPDATE orders_orderline SET rate = rate * 100 WHERE rate <> 0",
            "UPDATE orders_orderline SET rate = rate / 100 WHERE rate <> 0",
        ),
    ]
