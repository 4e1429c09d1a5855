"""An invoice keeps the postcode and the city of its seller, as it does the rest of the address."""

from django.db import migrations, models

KEEP = """
CREATE TRIGGER billing_invoice_seller_stays
    BEFORE UPDATE OF seller_postcode, seller_city ON billing_invoice FOR EACH ROW
    WHEN ((OLD.seller_postcode, OLD.seller_city) IS DISTINCT FROM
          (NEW.seller_postcode, NEW.seller_city))
    EXECUTE FUNCTION billing_issued();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0016_unclaimed_balances")]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="seller_postcode",
            field=models.CharField(
                blank=True, db_default="", max_length=20, verbose_name="Postcode of the seller"
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="seller_city",
            field=models.CharField(
                blank=True,
                db_default="",
                max_length=120,
                verbose_name="Town or city of the seller",
            ),
        ),
        migrations.RunSQL(KEEP, "DROP TRIGGER billing_invoice_seller_stays ON billing_invoice"),
    ]
