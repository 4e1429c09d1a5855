from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_subject"),
        ("billing", "0002_due_and_paid"),
    ]

    operations = [
        migrations.AddField(
            "invoiceline",
            "account",
            models.ForeignKey(
                null=True, on_delete=DO_NOTHING, related_name="+", to="accounts.account"
            ),
        ),
        migrations.RunSQL(
            "UPDATE billing_invoiceline l SET account_id = i.account_id FROM billing_invoice i WHERE i.id = l.invoice_id; "
            "SET CONSTRAINTS ALL IMMEDIATE"
        ),
        # A part is about whom its row is about, and follows it.
        migrations.RunSQL(
            "ALTER TABLE billing_invoice ADD CONSTRAINT billing_invoice_of UNIQUE (id, account_id); "
            "ALTER TABLE billing_invoiceline ADD CONSTRAINT billing_invoiceline_of "
            "FOREIGN KEY (invoice_id, account_id) REFERENCES billing_invoice (id, account_id) "
            "ON UPDATE CASCADE",
        ),
    ]
