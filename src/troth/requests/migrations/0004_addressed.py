import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# The address stood in the first line of the text, in the language of the page.
_SIGNS_IN_AS = r"""
UPDATE requests_rightsrequest
SET signs_in_as = substring(text FROM '^[^\n:]+: (\S+@\S+)\n\n'),
    text = regexp_replace(text, '^[^\n:]+: \S+@\S+\n\n', '')
WHERE "right" = 'recover' AND channel = 'page' AND text ~ '^[^\n:]+: \S+@\S+\n\n'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_addressed"),
        ("requests", "0003_clock_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="rightsrequest",
            name="signs_in_as",
            field=models.EmailField(blank=True, db_default="", max_length=254),
        ),
        migrations.RunSQL(_SIGNS_IN_AS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(
                django.db.models.functions.text.Lower("sender"),
                condition=models.Q(("person__isnull", True), ("subject__isnull", True)),
                name="request_sender",
            ),
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(
                django.db.models.functions.text.Lower("signs_in_as"),
                condition=models.Q(("person__isnull", True), ("subject__isnull", True)),
                name="request_signs_in_as",
            ),
        ),
    ]
