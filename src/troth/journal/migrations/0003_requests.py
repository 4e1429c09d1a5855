from django.db import migrations, models
from django.db.models.fields.json import KeyTransform


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                KeyTransform("request", "counts"),
                condition=models.Q(event__startswith="request."),
                name="journal_entry_request",
            ),
        ),
    ]
