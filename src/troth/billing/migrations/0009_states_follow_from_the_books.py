"""What is paid, the books say; and nobody changes them.

PostgreSQL itself refuses postings that do not sum to zero, and another amount, number or text on
what is issued. What an erasure empties is not among it.
"""

from django.db import migrations, models

REFUSE = """
CREATE FUNCTION billing_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (
        SELECT FROM posted GROUP BY transaction_id, currency HAVING sum(amount) <> 0
    ) THEN
        RAISE check_violation USING MESSAGE = 'postings do not sum to zero';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER billing_posted AFTER INSERT ON billing_posting
    REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION billing_balanced();
CREATE TRIGGER billing_removed AFTER DELETE ON billing_posting
    REFERENCING OLD TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION billing_balanced();

CREATE FUNCTION billing_issued() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE restrict_violation USING MESSAGE = 'what is in the books does not change';
END $$;
CREATE TRIGGER billing_posting_stays BEFORE UPDATE ON billing_posting FOR EACH ROW
    WHEN ((OLD.transaction_id, OLD.ledger, OLD.part, OLD.currency, OLD.amount) IS DISTINCT FROM
          (NEW.transaction_id, NEW.ledger, NEW.part, NEW.currency, NEW.amount))
    EXECUTE FUNCTION billing_issued();
CREATE TRIGGER billing_transaction_stays BEFORE UPDATE ON billing_transaction FOR EACH ROW
    WHEN ((OLD.kind, OLD.at, OLD."on", OLD.key) IS DISTINCT FROM
          (NEW.kind, NEW.at, NEW."on", NEW.key))
    EXECUTE FUNCTION billing_issued();
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
CREATE TRIGGER billing_line_stays BEFORE UPDATE ON billing_invoiceline FOR EACH ROW
    WHEN ((OLD.invoice_id, OLD.position, OLD.product, OLD.quantity, OLD.price, OLD.discount,
           OLD.amount, OLD.supply, OLD.category, OLD.rate, OLD.starts, OLD.ends) IS DISTINCT FROM
          (NEW.invoice_id, NEW.position, NEW.product, NEW.quantity, NEW.price, NEW.discount,
           NEW.amount, NEW.supply, NEW.category, NEW.rate, NEW.starts, NEW.ends)
        OR (NEW.description <> '' AND NEW.description <> OLD.description))
    EXECUTE FUNCTION billing_issued();
CREATE TRIGGER billing_tax_stays BEFORE UPDATE ON billing_invoicetax FOR EACH ROW
    WHEN ((OLD.invoice_id, OLD.category, OLD.rate, OLD.country, OLD.base, OLD.amount, OLD.reason)
        IS DISTINCT FROM
          (NEW.invoice_id, NEW.category, NEW.rate, NEW.country, NEW.base, NEW.amount, NEW.reason))
    EXECUTE FUNCTION billing_issued();
"""

CHANGE = """
DROP TRIGGER billing_tax_stays ON billing_invoicetax;
DROP TRIGGER billing_line_stays ON billing_invoiceline;
DROP TRIGGER billing_invoice_stays ON billing_invoice;
DROP TRIGGER billing_transaction_stays ON billing_transaction;
DROP TRIGGER billing_posting_stays ON billing_posting;
DROP TRIGGER billing_removed ON billing_posting;
DROP TRIGGER billing_posted ON billing_posting;
DROP FUNCTION billing_issued();
DROP FUNCTION billing_balanced();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0008_books")]

    operations = [
        migrations.RemoveIndex(
            model_name="invoice",
            name="invoice_unpaid",
        ),
        migrations.RemoveField(
            model_name="payment",
            name="invoice",
        ),
        migrations.RemoveField(
            model_name="invoice",
            name="paid_at",
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("total", models.F("net") + models.F("tax"))),
                name="invoice_adds_up",
            ),
        ),
        migrations.RunSQL(REFUSE, CHANGE),
    ]
