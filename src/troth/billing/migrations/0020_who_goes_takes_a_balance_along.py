"""An account that goes leaves no entry behind that names it.

Where the books lose an account in the very act in which it goes, what they have left of its balance
has just been brought forward to it.
"""

from django.db import migrations

TAKE_ALONG = """
CREATE FUNCTION billing_take_along() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE billing_posting p SET account_id = NULL FROM gone
    WHERE p.account_id = gone.id;
    UPDATE billing_transaction t SET account_id = NULL FROM gone
    WHERE t.account_id = gone.id;
    RETURN NULL;
END $$;
CREATE TRIGGER billing_taken_along AFTER DELETE ON accounts_account
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION billing_take_along();
"""
LEAVE = """
DROP TRIGGER billing_taken_along ON accounts_account;
DROP FUNCTION billing_take_along();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0019_what_is_to_be_paid_back_is_set_aside")]

    operations = [migrations.RunSQL(TAKE_ALONG, LEAVE)]
