from datetime import UTC, datetime
from uuid import uuid4

from django.db import migrations, models
from django.db.models import F, Func, Q
from django.db.models.functions import UUID4, Length
from django.db.models.lookups import In

_NAME = "[A-Za-z][A-Za-z0-9_.-]*"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+]00:00))?"


def _counts(name: str, forbidden: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"journal_entry_counts_{name}",
        condition=Q(
            Func(
                F("counts"),
                template=f"NOT jsonb_path_exists(%(expressions)s, '{forbidden}')",
                output_field=models.BooleanField(),
            )
        ),
    )


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "receipt",
                    models.UUIDField(
                        db_default=UUID4(), default=uuid4, editable=False, unique=True
                    ),
                ),
                ("at", models.DateTimeField()),
                ("event", models.TextField()),
                ("rule", models.TextField(blank=True, db_default="", default="")),
                ("policy", models.TextField(blank=True, db_default="", default="")),
                ("subject", models.UUIDField(blank=True, null=True)),
                ("counts", models.JSONField(blank=True, db_default={}, default=dict)),
                ("seq", models.BigIntegerField(editable=False, null=True, unique=True)),
                ("leaf", models.BinaryField(max_length=32, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="journal_entry_event_is_dotted_name",
                        condition=Q(event__regex="^[a-z][a-z0-9_]*([.][a-z0-9_]+)+$"),
                    ),
                    models.CheckConstraint(
                        name="journal_entry_rule_is_name_or_blank",
                        condition=Q(rule__regex=f"^({_NAME})?$"),
                    ),
                    models.CheckConstraint(
                        name="journal_entry_policy_is_sha256_or_blank",
                        condition=Q(In(Length("policy"), [0, 64]), policy__regex="^[0-9a-f]*$"),
                    ),
                    _counts("is_object", '$ ? (@.type() != "object")'),
                    _counts(
                        "keys_are_names_or_dates",
                        '$.** ? (@.type() == "object").keyvalue().key'
                        f' ? (!(@ like_regex "^({_NAME}|{_DATE})$"))',
                    ),
                    _counts(
                        "texts_are_names_or_dates",
                        f'$.** ? (@.type() == "string") ? (!(@ like_regex "^({_NAME}|{_DATE})$"))',
                    ),
                    _counts(
                        "numbers_are_whole",
                        '$.** ? (@.type() == "number")'
                        f" ? (@.floor() != @ || @ < -{2**53} || @ > {2**53})",
                    ),
                    models.CheckConstraint(
                        name="journal_entry_at_is_readable",
                        condition=Q(
                            at__gte=datetime(1970, 1, 1, tzinfo=UTC),
                            at__lt=datetime(9999, 1, 1, tzinfo=UTC),
                        ),
                    ),
                    models.CheckConstraint(
                        name="journal_entry_seq_and_leaf_come_together",
                        condition=Q(seq=None, leaf=None) | Q(seq__gte=0, leaf__isnull=False),
                    ),
                ],
                "indexes": [
                    models.Index(F("id"), condition=Q(seq=None), name="journal_entry_unsequenced"),
                    models.Index(
                        F("subject"), condition=~Q(subject=None), name="journal_entry_subject"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField()),
                ("note", models.TextField()),
                ("frontier", models.BinaryField()),
            ],
        ),
    ]
