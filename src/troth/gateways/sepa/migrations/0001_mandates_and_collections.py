"""Mandates of direct debits, and what is collected by them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0026_files_that_mails_carry"),
        ("billing", "0031_charges"),
        ("gateways", "0001_payments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CollectionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=35, unique=True, verbose_name="Name of the file"),
                ),
                ("format", models.CharField(max_length=20, verbose_name="Format")),
                ("collect_on", models.DateField(verbose_name="Day of collection")),
                ("made_at", models.DateTimeField(verbose_name="Created")),
                (
                    "bank_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="collection_files",
                        to="billing.bankaccount",
                        verbose_name="Bank account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        max_length=35, unique=True, verbose_name="Reference of the mandate"
                    ),
                ),
                ("creditor", models.CharField(max_length=35, verbose_name="Creditor identifier")),
                ("holder", models.CharField(max_length=70, verbose_name="Holder")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("notice", models.PositiveSmallIntegerField(verbose_name="Days of notice")),
                ("wording", models.TextField(verbose_name="What was signed")),
                ("signed_at", models.DateTimeField(verbose_name="Signed")),
                (
                    "used_on",
                    models.DateField(blank=True, null=True, verbose_name="Last collection"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="mandates",
                        to="accounts.account",
                        verbose_name="Number of the account",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Number of the person who signed it",
                    ),
                ),
                (
                    "method",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="mandate",
                        to="gateways.paymentmethod",
                        verbose_name="Number of the way to pay",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        max_length=35, unique=True, verbose_name="End-to-end reference"
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="Amount")),
                ("collect_on", models.DateField(verbose_name="Day of collection")),
                ("announced_at", models.DateTimeField(verbose_name="Announced")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="Ended")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="collections",
                        to="accounts.account",
                        verbose_name="Number of the account",
                    ),
                ),
                (
                    "attempt",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="collection",
                        to="gateways.paymentattempt",
                        verbose_name="Number of the attempt to pay",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="collections",
                        to="billing.invoice",
                        verbose_name="Number of the invoice",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="collections",
                        to="sepa.collectionfile",
                        verbose_name="File for the bank",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="collections",
                        to="sepa.mandate",
                        verbose_name="Number of the mandate",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["signed_at"], name="mandate_signed"),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True), ("file__isnull", True)),
                fields=["collect_on"],
                name="collection_waits",
            ),
        ),
    ]
