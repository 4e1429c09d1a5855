"""What an invoice's tax rests on may lead to somebody, and is emptied with its party."""

from django.db import migrations

REFUSE = """
DROP TRIGGER billing_invoice_stays ON billing_invoice;
CREATE TRIGGER billing_invoice_stays BEFORE UPDATE ON billing_invoice FOR EACH ROW
    WHEN ((OLD.kind, OLD.number, OLD.issued_at, OLD.due_on, OLD.supplied_on, OLD.currency, OLD.net,
           OLD.tax, OLD.total, OLD.home_currency, OLD.home_rate, OLD.tax_at_home, OLD.notes, OLD.payment_reference, OLD.party_country, OLD.seller_name,
           OLD.seller_address, OLD.seller_country, OLD.seller_tax_id) IS DISTINCT FROM
          (NEW.kind, NEW.number, NEW.issued_at, NEW.due_on, NEW.supplied_on, NEW.currency, NEW.net,
           NEW.tax, NEW.total, NEW.home_currency, NEW.home_rate, NEW.tax_at_home, NEW.notes, NEW.payment_reference, NEW.party_country, NEW.seller_name,
           NEW.seller_address, NEW.seller_country, NEW.seller_tax_id)
        OR (NEW.evidence <> '' AND NEW.evidence <> OLD.evidence)
        OR (NEW.party_name <> '' AND NEW.party_name <> OLD.party_name)
        OR (NEW.party_address <> '' AND NEW.party_address <> OLD.party_address)
        OR (NEW.party_postcode <> '' AND NEW.party_postcode <> OLD.party_postcode)
        OR (NEW.party_city <> '' AND NEW.party_city <> OLD.party_city)
        OR (NEW.party_region <> '' AND NEW.party_region <> OLD.party_region)
        OR (NEW.party_tax_id <> '' AND NEW.party_tax_id <> OLD.party_tax_id)
        OR (NEW.party_reference <> '' AND NEW.party_reference <> OLD.party_reference))
    EXECUTE FUNCTION billing_issued();
"""
BEFORE = """
DROP TRIGGER billing_invoice_stays ON billing_invoice;
CREATE TRIGGER billing_invoice_stays BEFORE UPDATE ON billing_invoice FOR EACH ROW
    WHEN ((OLD.kind, OLD.number, OLD.issued_at, OLD.due_on, OLD.supplied_on, OLD.currency, OLD.net,
           OLD.tax, OLD.total, OLD.home_currency, OLD.home_rate, OLD.tax_at_home, OLD.notes,
           OLD.evidence, OLD.payment_reference, OLD.party_country, OLD.seller_name,
           OLD.seller_address, OLD.seller_country, OLD.seller_tax_id) IS DISTINCT FROM
          (NEW.kind, NEW.number, NEW.issued_at, NEW.due_on, NEW.supplied_on, NEW.currency, NEW.net,
           NEW.tax, NEW.total, NEW.home_currency, NEW.home_rate, NEW.tax_at_home, NEW.notes,
           NEW.evidence, NEW.payment_reference, NEW.party_country, NEW.seller_name,
           NEW.seller_address, NEW.seller_country, NEW.seller_tax_id)
        OR (NEW.party_name <> '' AND NEW.party_name <> OLD.party_name)
        OR (NEW.party_address <> '' AND NEW.party_address <> OLD.party_address)
        OR (NEW.party_postcode <> '' AND NEW.party_postcode <> OLD.party_postcode)
        OR (NEW.party_city <> '' AND NEW.party_city <> OLD.party_city)
        OR (NEW.party_region <> '' AND NEW.party_region <> OLD.party_region)
        OR (NEW.party_tax_id <> '' AND NEW.party_tax_id <> OLD.party_tax_id)
        OR (NEW.party_reference <> '' AND NEW.party_reference <> OLD.party_reference))
    EXECUTE FUNCTION billing_issued();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0012_bill_runs")]

    operations = [migrations.RunSQL(REFUSE, BEFORE)]
