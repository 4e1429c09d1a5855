"""Inquiries are found by an address in its one spelling."""

from django.db import migrations

from troth.core.database.respell import respell


class Migration(migrations.Migration):
    dependencies = [("support", "0007_labels")]
    operations = [respell("support", "Inquiry", "email")]
