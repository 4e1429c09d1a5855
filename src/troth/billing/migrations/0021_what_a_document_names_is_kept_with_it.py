"""An invoice keeps the bank account and the contact that its document names."""

from django.db import migrations, models

KEEP = """
CREATE TRIGGER billing_invoice_bank_stays
    BEFORE UPDATE OF seller_contact, bank_holder, bank_iban, bank_bic ON billing_invoice
    FOR EACH ROW
    WHEN ((OLD.seller_contact, OLD.bank_holder, OLD.bank_iban, OLD.bank_bic) IS DISTINCT FROM
          (NEW.seller_contact, NEW.bank_holder, NEW.bank_iban, NEW.bank_bic))
    EXECUTE FUNCTION billing_issued();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0020_who_goes_takes_a_balance_along"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="bank_bic",
            field=models.CharField(
                blank=True, max_length=11, null=True, verbose_name="BIC of the bank account"
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="bank_holder",
            field=models.CharField(
                blank=True, max_length=70, null=True, verbose_name="Holder of the bank account"
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="bank_iban",
            field=models.CharField(
                blank=True, max_length=34, null=True, verbose_name="IBAN of the bank account"
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="seller_contact",
            field=models.CharField(
                blank=True, max_length=200, null=True, verbose_name="Contact at the seller"
            ),
        ),
        migrations.RunSQL(KEEP, "DROP TRIGGER billing_invoice_bank_stays ON billing_invoice"),
    ]
