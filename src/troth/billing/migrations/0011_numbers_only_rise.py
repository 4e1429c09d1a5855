"""A number that was taken is never given again, nor is one passed over by taking a series away."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION billing_taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE restrict_violation USING MESSAGE = 'numbers of documents only rise';
END $$;
CREATE TRIGGER billing_series_rises BEFORE UPDATE ON billing_series FOR EACH ROW
    WHEN ((OLD.kind, OLD.year) IS DISTINCT FROM (NEW.kind, NEW.year) OR NEW.last < OLD.last)
    EXECUTE FUNCTION billing_taken();
CREATE TRIGGER billing_series_stays BEFORE DELETE ON billing_series FOR EACH ROW
    EXECUTE FUNCTION billing_taken();
"""

ALLOW = """
DROP TRIGGER billing_series_stays ON billing_series;
DROP TRIGGER billing_series_rises ON billing_series;
DROP FUNCTION billing_taken();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0010_an_irregularity_names_its_payment")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
