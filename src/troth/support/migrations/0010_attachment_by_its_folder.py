from django.db import migrations, models

import troth.support.models


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0009_how_ticket_messages_came"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ticketmessage",
            name="attachment",
            field=models.FileField(
                blank=True,
                upload_to=troth.support.models.attachment_path,
                verbose_name="Attachment, by its folder in your copy",
            ),
        ),
    ]
