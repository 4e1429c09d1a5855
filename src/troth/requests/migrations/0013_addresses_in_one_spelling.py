"""Requests are found by an address in its one spelling; a telephone number stays as it is."""

from django.db import migrations

from troth.core.database.respell import respell


class Migration(migrations.Migration):
    dependencies = [("requests", "0012_reply_to")]
    operations = [respell("requests", "RightsRequest", "sender", "signs_in_as")]
