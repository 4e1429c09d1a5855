"""Invoices and payments from before there were books are entered in them."""

from django.db import migrations

ENTER = """
UPDATE billing_invoice i SET net = l.net, tax = i.total - l.net
FROM (SELECT invoice_id, sum(amount) AS net FROM billing_invoiceline GROUP BY invoice_id) l
WHERE l.invoice_id = i.id;
UPDATE billing_invoice SET net = total, tax = 0 WHERE net + tax <> total;
UPDATE billing_invoiceline l SET
    price = l.amount / greatest(l.quantity, 1),
    discount = l.amount / greatest(l.quantity, 1) * l.quantity - l.amount,
    position = n.position,
    category = CASE WHEN i.tax = 0 THEN 'O' ELSE 'S' END,
    rate = CASE WHEN i.net > 0 AND i.tax > 0 THEN round(i.tax * 10000.0 / i.net) ELSE 0 END
FROM billing_invoice i,
    (SELECT id, row_number() OVER (PARTITION BY invoice_id ORDER BY id) AS position
     FROM billing_invoiceline) n
WHERE l.invoice_id = i.id AND n.id = l.id;
INSERT INTO billing_invoicetax
    (account_id, invoice_id, category, rate, country, base, amount, reason, reason_code)
SELECT account_id, id, CASE WHEN tax = 0 THEN 'O' ELSE 'S' END,
    CASE WHEN net > 0 AND tax > 0 THEN round(tax * 10000.0 / net) ELSE 0 END,
    party_country, net, tax, '', ''
FROM billing_invoice;
INSERT INTO billing_transaction (account_id, kind, at, "on", key, depersonalised_at)
SELECT account_id, 'invoice', issued_at, issued_at::date, 'invoice ' || id, NULL
FROM billing_invoice WHERE total <> 0 ORDER BY billing_invoice.issued_at, billing_invoice.id;
INSERT INTO billing_transaction (account_id, kind, at, "on", key, depersonalised_at)
SELECT account_id, 'payment', received_at, received_at::date, 'payment ' || id, NULL
FROM billing_payment WHERE amount <> 0 ORDER BY billing_payment.received_at, billing_payment.id;
INSERT INTO billing_posting
    (account_id, transaction_id, invoice_id, payment_id, ledger, part, currency, amount)
SELECT i.account_id, t.id, CASE WHEN p.ledger = 'receivable' THEN i.id END, NULL,
    p.ledger, p.part, i.currency, p.amount
FROM billing_invoice i JOIN billing_transaction t ON t.key = 'invoice ' || i.id
CROSS JOIN LATERAL (VALUES
    ('receivable', '', i.total), ('revenue', '', -i.net), ('tax', i.party_country, -i.tax)
) p (ledger, part, amount)
WHERE p.amount <> 0
UNION ALL
SELECT y.account_id, t.id, CASE WHEN p.ledger = 'receivable' THEN y.invoice_id END, y.id,
    p.ledger, p.part, y.currency, p.amount
FROM billing_payment y JOIN billing_transaction t ON t.key = 'payment ' || y.id
CROSS JOIN LATERAL (VALUES
    ('cash', y.method, y.amount),
    (CASE WHEN y.invoice_id IS NULL THEN 'credit' ELSE 'receivable' END, '', -y.amount)
) p (ledger, part, amount)
WHERE p.amount <> 0;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0007_selling")]

    operations = [
        migrations.RunSQL(ENTER, migrations.RunSQL.noop),
    ]
