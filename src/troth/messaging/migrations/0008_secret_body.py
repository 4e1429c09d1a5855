"""The text of a secret message moves into a column of its own, which nothing hands out."""

from django.db import migrations, models

_MOVE = """
UPDATE messaging_message SET secret_body = body, body = '' WHERE secret AND next_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0007_labels"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="message",
            options={"base_manager_name": "objects"},
        ),
        migrations.AddField(
            model_name="message",
            name="secret_body",
            field=models.TextField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="body",
            field=models.TextField(blank=True, verbose_name="Text"),
        ),
        migrations.RunSQL(_MOVE, migrations.RunSQL.noop),
    ]
