"""An invoice bears words of staff to its customer, which are emptied as its party is."""

from django.db import migrations, models

KEEP = """
CREATE TRIGGER billing_invoice_remark_stays
    BEFORE UPDATE OF remark ON billing_invoice FOR EACH ROW
    WHEN (NEW.remark <> '' AND NEW.remark <> OLD.remark)
    EXECUTE FUNCTION billing_issued();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0024_a_night_of_dunning_waits_for_a_yes_too")]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="remark",
            field=models.CharField(
                blank=True, db_default="", max_length=500, verbose_name="Message to the customer"
            ),
        ),
        migrations.RunSQL(KEEP, "DROP TRIGGER billing_invoice_remark_stays ON billing_invoice"),
    ]
