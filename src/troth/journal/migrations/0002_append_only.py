"""The database itself refuses to rewrite the journal. Written by hand: nothing regenerates it.

An owner of the tables can switch the triggers off; then `verify` finds what was done.
"""

from django.db import migrations

_REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'Append an entry that says what changed.';
END
$$;

-- The sequencer places an entry once; every other column is as it was appended.
CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
FOR EACH ROW WHEN (
    OLD.seq IS NOT NULL
    OR (OLD.id, OLD.receipt, OLD.at, OLD.event, OLD.rule, OLD.policy, OLD.subject, OLD.counts)
    IS DISTINCT FROM
    (NEW.id, NEW.receipt, NEW.at, NEW.event, NEW.rule, NEW.policy, NEW.subject, NEW.counts)
) EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_checkpoint_no_change BEFORE UPDATE OR DELETE ON journal_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_checkpoint_no_truncate BEFORE TRUNCATE ON journal_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""

_ALLOW = """
DROP TRIGGER journal_checkpoint_no_truncate ON journal_checkpoint;
DROP TRIGGER journal_checkpoint_no_change ON journal_checkpoint;
DROP TRIGGER journal_entry_no_truncate ON journal_entry;
DROP TRIGGER journal_entry_no_delete ON journal_entry;
DROP TRIGGER journal_entry_no_update ON journal_entry;
DROP FUNCTION journal_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunSQL(_REFUSE, _ALLOW)]
