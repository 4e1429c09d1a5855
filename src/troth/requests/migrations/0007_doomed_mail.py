"""The database notes each mail whose request has it no longer, so that it goes from the mailbox.

Whatever empties or deletes a row, a verb or the plan of a policy, it is noted in the same
transaction. Requests that are closed already give theirs up.
"""

from django.db import migrations, models

_NOTE = """
CREATE FUNCTION requests_doom_mail() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO requests_doomedmail (number, arrived_at, doomed_at)
    VALUES (OLD.mail_id, OLD.asked_at, now());
    RETURN NULL;
END
$$;

CREATE TRIGGER requests_mail_emptied AFTER UPDATE ON requests_rightsrequest
FOR EACH ROW WHEN (OLD.mail_id IS NOT NULL AND NEW.mail_id IS NULL)
EXECUTE FUNCTION requests_doom_mail();

CREATE TRIGGER requests_mail_deleted AFTER DELETE ON requests_rightsrequest
FOR EACH ROW WHEN (OLD.mail_id IS NOT NULL)
EXECUTE FUNCTION requests_doom_mail();

UPDATE requests_rightsrequest SET mail_id = NULL
WHERE mail_id IS NOT NULL AND closed_at IS NOT NULL;
"""

_FORGET = """
DROP TRIGGER requests_mail_deleted ON requests_rightsrequest;
DROP TRIGGER requests_mail_emptied ON requests_rightsrequest;
DROP FUNCTION requests_doom_mail();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0006_answer_templates"),
    ]

    operations = [
        migrations.CreateModel(
            name="DoomedMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=250, verbose_name="Identifier of the e-mail"),
                ),
                ("arrived_at", models.DateTimeField(verbose_name="Arrived")),
                ("doomed_at", models.DateTimeField(verbose_name="To be deleted since")),
                (
                    "waits_for",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="Number of the request"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(_NOTE, _FORGET),
    ]
