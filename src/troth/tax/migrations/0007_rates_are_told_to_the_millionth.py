"""Rates of tax are in parts per million, where they were in hundredths of a percent."""

from django.db import migrations, models

FINER = "UPDATE tax_rate SET rate = rate * 100"
COARSER = "UPDATE tax_rate SET rate = rate / 100"
# By line of a question the jurisdictions, each a name and its rate, in the order of the answer.
PARTS = """
UPDATE tax_localtax SET parts = (
    SELECT coalesce(jsonb_agg((
        SELECT coalesce(jsonb_agg(
            jsonb_build_array(part -> 0, {rate}) ORDER BY place
        ), '[]')
        FROM jsonb_array_elements(line) WITH ORDINALITY AS p (part, place)
    ) ORDER BY position), '[]')
    FROM jsonb_array_elements(parts) WITH ORDINALITY AS l (line, position)
) WHERE jsonb_typeof(parts) = 'array'
"""


class Migration(migrations.Migration):
    dependencies = [("tax", "0006_answers_of_tax_engines")]

    operations = [
        migrations.RemoveConstraint(model_name="rate", name="rate_below_all"),
        migrations.AlterField(
            model_name="rate",
            name="rate",
            field=models.PositiveIntegerField(verbose_name="Rate"),
        ),
        migrations.RunSQL(FINER, COARSER),
        migrations.RunSQL(
            PARTS.format(rate="(part ->> 1)::int * 100"),
            PARTS.format(rate="(part ->> 1)::int / 100"),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("rate__lte", 1000000)), name="rate_below_all"
            ),
        ),
    ]
