"""Whoever is signed in stays so: their keys become digests, as `sessions.digest_of` makes them."""

from django.db import migrations

_HASH = """
    UPDATE accounts_session
    SET session_key = left(encode(sha256(convert_to(session_key, 'UTF8')), 'hex'), 40)
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_erasure_waits")]
    operations = [migrations.RunSQL(_HASH, migrations.RunSQL.noop)]
