"""Statements say of which days they are; those that were read before, by their lines."""

from django.db import migrations, models

_BY_LINES = """
    UPDATE bank_bankstatement s SET
        since = coalesce(l.first, (s.read_at AT TIME ZONE 'UTC')::date),
        until = coalesce(l.last, (s.read_at AT TIME ZONE 'UTC')::date)
    FROM bank_bankstatement o LEFT JOIN (
        SELECT statement_id, min(booked_on) AS first, max(booked_on) AS last
        FROM bank_bankline GROUP BY statement_id
    ) l ON l.statement_id = o.id
    WHERE o.id = s.id
"""


class Migration(migrations.Migration):
    dependencies = [("bank", "0002_a_payment_is_one_line")]

    operations = [
        migrations.AddField(
            "BankStatement", "since", models.DateField(null=True, verbose_name="From")
        ),
        migrations.AddField(
            "BankStatement", "until", models.DateField(null=True, verbose_name="Until")
        ),
        migrations.RunSQL(_BY_LINES, migrations.RunSQL.noop),
        migrations.AlterField("BankStatement", "since", models.DateField(verbose_name="From")),
        migrations.AlterField("BankStatement", "until", models.DateField(verbose_name="Until")),
        migrations.AddIndex(
            "BankStatement",
            models.Index(fields=["bank_account", "until"], name="statement_until"),
        ),
    ]
