"""What an entry that loses its account has left of a balance, an entry of today says instead.

Its other half is nobody's from the first, as what the old entries say has become.
"""

from django.db import migrations, models

BRING = """
CREATE FUNCTION billing_bring_forward() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    WITH lost AS (
        SELECT b.account_id, p.currency, sum(p.amount) AS amount, max(a.depersonalised_at) AS at,
            nextval(pg_get_serial_sequence('billing_transaction', 'id')) AS entry
        FROM after a JOIN before b ON b.id = a.id
        JOIN billing_posting p ON p.transaction_id = a.id
            AND p.ledger = 'credit' AND p.part <> 'nobody'
        WHERE b.account_id IS NOT NULL AND a.account_id IS NULL
            AND b.depersonalised_at IS NULL AND a.depersonalised_at IS NOT NULL
        GROUP BY b.account_id, p.currency HAVING sum(p.amount) <> 0
    ), entered AS (
        INSERT INTO billing_transaction (id, account_id, kind, at, "on")
        OVERRIDING SYSTEM VALUE
        SELECT entry, account_id, 'brought forward', at, at::date FROM lost
    )
    INSERT INTO billing_posting (account_id, transaction_id, ledger, part, currency, amount)
    SELECT l.account_id, l.entry, 'credit', '', l.currency, l.amount FROM lost l
    UNION ALL
    SELECT NULL, l.entry, 'credit', 'nobody', l.currency, -l.amount FROM lost l;
    RETURN NULL;
END $$;
CREATE TRIGGER billing_brought_forward AFTER UPDATE ON billing_transaction
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION billing_bring_forward();
"""
LOSE = """
DROP TRIGGER billing_brought_forward ON billing_transaction;
DROP FUNCTION billing_bring_forward();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0017_the_sellers_postcode_and_city")]

    operations = [
        migrations.AlterField(
            model_name="transaction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invoice", "Invoice issued"),
                    ("credit note", "Credit note issued"),
                    ("payment", "Payment received"),
                    ("applied", "Balance used"),
                    ("refund", "Payment paid back"),
                    ("write-off", "Written off"),
                    ("late fee", "Late fee"),
                    ("chargeback", "Payment taken back by the bank"),
                    ("chargeback won", "Payment given back by the bank"),
                    ("correction", "Correction"),
                    ("unclaimed", "Unclaimed balance"),
                    ("brought forward", "Balance brought forward"),
                ],
                max_length=20,
                verbose_name="Kind",
            ),
        ),
        migrations.RunSQL(BRING, LOSE),
    ]
