"""One subject stands behind each account and each person, and shares its key.

Accounts and people had keys of their own, so that the same number meant two subjects. People keep
theirs, which sessions hold; accounts get new ones, beyond all that there are.
"""

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# Each table whose rows point to an account follows it. The checks of foreign keys wait until all
# have moved, and are made before the tables are changed further.
_RENUMBER = """
DO $$
DECLARE
    beyond bigint := (SELECT COALESCE(max(id), 0) FROM accounts_person);
    pointing record;
BEGIN
    beyond := GREATEST(beyond, (SELECT COALESCE(max(id), 0) FROM accounts_account));
    SET CONSTRAINTS ALL DEFERRED;
    FOR pointing IN
        SELECT c.conrelid::regclass AS relation, a.attname AS name
        FROM pg_constraint c JOIN pg_attribute a
            ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'accounts_account'::regclass
    LOOP
        EXECUTE format('UPDATE %s SET %I = %I + %s', pointing.relation, pointing.name,
            pointing.name, beyond);
    END LOOP;
    UPDATE accounts_account SET id = id + beyond;
    SET CONSTRAINTS ALL IMMEDIATE;
END $$;

INSERT INTO accounts_subject (id, kind, pseudonym, restricted_at, erasure_asked_at)
SELECT id, 'account', pseudonym, restricted_at, erasure_asked_at FROM accounts_account
UNION ALL
SELECT id, 'person', pseudonym, restricted_at, erasure_asked_at FROM accounts_person;

SELECT setval(pg_get_serial_sequence('accounts_subject', 'id'),
    (SELECT COALESCE(max(id), 0) + 1 FROM accounts_subject), false);

-- What was seen of its people so far is what is known of an account's last activity.
UPDATE accounts_account a SET active_at = GREATEST(a.created_at, (
    SELECT max(p.last_seen_at) FROM accounts_membership m
    JOIN accounts_person p ON p.id = m.person_id WHERE m.account_id = a.id
));
"""

_SHARE_KEYS = """
ALTER TABLE accounts_account ALTER COLUMN id DROP IDENTITY;
ALTER TABLE accounts_person ALTER COLUMN id DROP IDENTITY;
ALTER TABLE accounts_account ADD CONSTRAINT accounts_account_id_subject
    FOREIGN KEY (id) REFERENCES accounts_subject (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE accounts_person ADD CONSTRAINT accounts_person_id_subject
    FOREIGN KEY (id) REFERENCES accounts_subject (id) DEFERRABLE INITIALLY DEFERRED;
"""


class StandBehind(migrations.operations.base.Operation):
    """Tell Django that a model's rows hang on a subject's from now on. The tables say so already."""

    def __init__(self, name: str) -> None:
        self.name = name

    def state_forwards(self, app_label: str, state: Any) -> None:
        model = state.models[app_label, self.name]
        for moved in ("id", "pseudonym", "restricted_at", "erasure_asked_at"):
            model.fields.pop(moved, None)
        link = models.OneToOneField(
            to="accounts.subject",
            on_delete=django.db.models.deletion.DO_NOTHING,
            parent_link=True,
            primary_key=True,
            serialize=False,
            db_column="id",
        )
        model.fields = {"subject": link, **model.fields}
        model.bases = (
            *(base for base in model.bases if base is not models.Model),
            "accounts.subject",
        )
        state.reload_model(app_label, self.name)

    def database_forwards(self, *args: Any) -> None:
        """Nothing: `_SHARE_KEYS` has done it."""

    def describe(self) -> str:
        return f"Have a subject stand behind {self.name}"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_people_without_passwords")]

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                (
                    "pseudonym",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("restricted_at", models.DateTimeField(blank=True, null=True)),
                ("erasure_asked_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            "account",
            "active_at",
            models.DateTimeField(db_default=models.functions.Now()),
        ),
        migrations.RunSQL(_RENUMBER),
        migrations.RemoveIndex("account", "account_restricted"),
        migrations.RemoveIndex("person", "person_restricted"),
        *(
            migrations.SeparateDatabaseAndState(
                database_operations=[migrations.RemoveField(model, column)]
            )
            for model in ("account", "person")
            for column in ("pseudonym", "restricted_at", "erasure_asked_at")
        ),
        migrations.RunSQL(_SHARE_KEYS),
        StandBehind("account"),
        StandBehind("person"),
        migrations.AddIndex(
            "subject",
            models.Index(
                fields=["restricted_at"],
                condition=Q(restricted_at__isnull=False),
                name="subject_restricted",
            ),
        ),
        migrations.AddIndex(
            "subject",
            models.Index(
                fields=["erasure_asked_at"],
                condition=Q(erasure_asked_at__isnull=False),
                name="subject_erasure_asked",
            ),
        ),
        migrations.AddIndex("account", models.Index(fields=["active_at"], name="account_active")),
        migrations.AddIndex("person", models.Index(fields=["last_seen_at"], name="person_seen")),
    ]
