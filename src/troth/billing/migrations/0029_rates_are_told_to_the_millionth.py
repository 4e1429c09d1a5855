"""Rates on documents are in parts per million, where they were in hundredths of a percent.

What was issued stays as it was: no row is written but with the rate that it had, in the finer unit.
So the triggers that refuse any other are off for these statements alone. No digest is of a rate: a
document is made from its rows whenever it is read, and says the same percentage as before.
"""

from django.db import migrations, models

_TIMES = """
ALTER TABLE {table} DISABLE TRIGGER {trigger};
UPDATE {table} SET rate = rate {by} WHERE rate <> 0;
ALTER TABLE {table} ENABLE TRIGGER {trigger};
"""
_STAYS = {
    "billing_invoiceline": "billing_line_stays",
    "billing_invoicetax": "billing_tax_stays",
}


def _all(by: str) -> str:
    return "".join(_TIMES.format(table=t, trigger=stays, by=by) for t, stays in _STAYS.items())


class Migration(migrations.Migration):
    dependencies = [("billing", "0028_a_refund_is_taken_back_before_it_is_sent")]

    operations = [
        # A rate may become what another of its invoice still is.
        migrations.RemoveConstraint(model_name="invoicetax", name="invoice_tax_once"),
        migrations.RunSQL(_all("* 100"), _all("/ 100")),
        migrations.AddConstraint(
            model_name="invoicetax",
            constraint=models.UniqueConstraint(
                fields=("invoice", "category", "rate", "country"), name="invoice_tax_once"
            ),
        ),
    ]
