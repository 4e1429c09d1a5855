"""Ways to pay, attempts, what gateways tell, payouts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0026_files_that_mails_carry"),
        ("billing", "0031_charges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentMethod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=40, verbose_name="Gateway")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("card", "Card"),
                            ("bank", "Bank account"),
                            ("debit", "Direct debit"),
                            ("wallet", "Wallet"),
                        ],
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("reference", models.CharField(max_length=200, verbose_name="ID at the gateway")),
                (
                    "customer",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="Name of the customer at the gateway",
                    ),
                ),
                ("label", models.CharField(max_length=80, verbose_name="What it is")),
                (
                    "ends_on",
                    models.DateField(blank=True, null=True, verbose_name="Can be used until"),
                ),
                ("added_at", models.DateTimeField(verbose_name="Added")),
                (
                    "default_since",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="Used by default since"
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="Removed")),
                (
                    "forgotten_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="Forgotten by the gateway"
                    ),
                ),
                (
                    "end_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Told that it ends"),
                ),
                (
                    "proved_by",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=40,
                        verbose_name="Who has checked the account",
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Name at who has checked it",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="payment_methods",
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
                        verbose_name="Number of the person who added it",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaymentAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reopens",
                    models.BooleanField(default=False, verbose_name="What was paid is owed again"),
                ),
                ("gateway", models.CharField(max_length=40, verbose_name="Gateway")),
                ("key", models.CharField(max_length=40, unique=True, verbose_name="Key")),
                ("amount", models.BigIntegerField(verbose_name="Amount")),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                (
                    "keeps",
                    models.BooleanField(default=False, verbose_name="The way to pay is kept"),
                ),
                ("started_at", models.DateTimeField(verbose_name="Started")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=200, verbose_name="ID at the gateway"),
                ),
                (
                    "underway_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="On its way since"),
                ),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Asked to confirm"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="Ended")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "open"),
                            ("underway", "underway"),
                            ("asked", "asked"),
                            ("paid", "paid"),
                            ("declined", "declined"),
                            ("lapsed", "lapsed"),
                        ],
                        max_length=10,
                        verbose_name="Outcome",
                    ),
                ),
                (
                    "code",
                    models.CharField(blank=True, max_length=60, verbose_name="Why it was declined"),
                ),
                (
                    "again",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("never", "never"),
                            ("later", "later"),
                            ("otherwise", "otherwise"),
                        ],
                        max_length=10,
                        verbose_name="Whether to try again",
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Name at who checks the account",
                    ),
                ),
                (
                    "proof_account",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Account at who checks it",
                    ),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="How well the holder fits"
                    ),
                ),
                (
                    "review_since",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="To be decided by staff since"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Decided by staff"),
                ),
                (
                    "decided_why",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Why they decided so",
                    ),
                ),
                (
                    "depersonalised_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="Cleared of personal data"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="payment_attempts",
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
                        verbose_name="Number of the person who pays",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="payment_attempts",
                        to="billing.invoice",
                        verbose_name="Number of the invoice",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="attempt",
                        to="billing.payment",
                        verbose_name="Number of the payment",
                    ),
                ),
                (
                    "refunds",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="refund_attempts",
                        to="billing.payment",
                        verbose_name="Number of the payment that it pays back",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="attempts",
                        to="gateways.paymentmethod",
                        verbose_name="Number of the way to pay",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=40, verbose_name="Gateway")),
                ("reference", models.CharField(max_length=200, verbose_name="ID at the gateway")),
                ("arrives_on", models.DateField(verbose_name="Arrives")),
                ("amount", models.BigIntegerField(verbose_name="Amount")),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                (
                    "descriptor",
                    models.CharField(
                        blank=True, max_length=140, verbose_name="What the statement says"
                    ),
                ),
                ("told_at", models.DateTimeField(verbose_name="Told")),
                (
                    "bank_line",
                    models.BigIntegerField(
                        null=True, unique=True, verbose_name="Line of a bank statement"
                    ),
                ),
                (
                    "lost_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="Does not arrive, known since"
                    ),
                ),
                (
                    "by_hand",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Ordered by hand"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "reference"), name="one_payout")
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(blank=True, max_length=120, verbose_name="Key of the payment"),
                ),
                ("amount", models.BigIntegerField(verbose_name="Amount")),
                ("fee", models.BigIntegerField(verbose_name="Fee")),
                (
                    "foreign",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Of another system"
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="parts",
                        to="gateways.payout",
                        verbose_name="Payout",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GatewayEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=40, verbose_name="Gateway")),
                ("name", models.CharField(max_length=200, verbose_name="ID at the gateway")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("payment", "payment"),
                            ("refund", "refund"),
                            ("kept", "kept"),
                            ("gone", "gone"),
                            ("dispute", "dispute"),
                            ("dispute won", "dispute won"),
                            ("dispute lost", "dispute lost"),
                            ("payout", "payout"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="What it tells of",
                    ),
                ),
                ("told_at", models.DateTimeField(verbose_name="Told")),
                ("received_at", models.DateTimeField(verbose_name="Received")),
                ("raw", models.BinaryField(verbose_name="As it came")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=200, verbose_name="What it is about"),
                ),
                (
                    "payment",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Payment at the gateway"
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=200, verbose_name="Key")),
                (
                    "payee",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Account that was paid"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "open"),
                            ("underway", "underway"),
                            ("asked", "asked"),
                            ("paid", "paid"),
                            ("declined", "declined"),
                            ("lapsed", "lapsed"),
                        ],
                        max_length=10,
                        verbose_name="Outcome",
                    ),
                ),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="Amount")),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="Currency")),
                ("fee", models.BigIntegerField(blank=True, null=True, verbose_name="Fee")),
                (
                    "code",
                    models.CharField(blank=True, max_length=60, verbose_name="Why it was declined"),
                ),
                (
                    "again",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("never", "never"),
                            ("later", "later"),
                            ("otherwise", "otherwise"),
                        ],
                        max_length=10,
                        verbose_name="Whether to try again",
                    ),
                ),
                (
                    "way",
                    models.CharField(blank=True, max_length=200, verbose_name="Payment method"),
                ),
                (
                    "way_customer",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Whose it is at the gateway"
                    ),
                ),
                (
                    "way_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("card", "Card"),
                            ("bank", "Bank account"),
                            ("debit", "Direct debit"),
                            ("wallet", "Wallet"),
                        ],
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "way_label",
                    models.CharField(blank=True, max_length=80, verbose_name="What it is"),
                ),
                (
                    "way_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="Can be used until"),
                ),
                (
                    "answer_by",
                    models.DateTimeField(blank=True, null=True, verbose_name="To be answered by"),
                ),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Gateway asked"),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="Handled")),
                (
                    "asks",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "unreadable",
                                "It is signed, and nobody here can read it: see at the gateway what it is about.",
                            ),
                            (
                                "off",
                                "This gateway is switched off: switch it on, and take the event again.",
                            ),
                            (
                                "key",
                                "Nobody has begun this payment here: find out whose it is, and pay it back there.",
                            ),
                            (
                                "amount",
                                "Another amount was paid than was asked for: pay it back there, and have it paid anew.",
                            ),
                            (
                                "currency",
                                "It was paid in another currency: pay it back there, and have it paid anew.",
                            ),
                            (
                                "payee",
                                "Another account than ours was paid: believe nothing, and ask the gateway.",
                            ),
                            (
                                "another's",
                                "The invoice belongs to another customer by now: pay it back there, or book it by hand.",
                            ),
                            ("twice", "This was paid twice: pay the second payment back there."),
                            (
                                "erased",
                                "The customer has been erased meanwhile: pay it back there.",
                            ),
                            (
                                "no payment",
                                "The gateway does not know the payment that this is about: ask it.",
                            ),
                            (
                                "payout",
                                "This payout does not arrive: see there why. What it was of is at the gateway still.",
                            ),
                            (
                                "contradicts",
                                "It was paid and now is not, and the gateway cannot say why: look at it there.",
                            ),
                            (
                                "decided",
                                "The dispute was decided otherwise before: look at it there.",
                            ),
                            ("failed", "A refund did not arrive: pay it back in another way."),
                            (
                                "foreign",
                                "This is of another system that uses the same account there: there is nothing to do.",
                            ),
                            (
                                "part back",
                                "It was not paid after all, and some of it has gone back: have that paid anew.",
                            ),
                            (
                                "owner",
                                "Nobody here has left this way to pay: have it removed there.",
                            ),
                            ("books", "The books do not take it as it is: enter it by hand."),
                            (
                                "reopened",
                                "It was paid back there, so an invoice owes again: credit it, unless it is to be paid.",
                            ),
                            (
                                "lost",
                                "A payment of somebody who was erased is disputed: answer it at the gateway.",
                            ),
                        ],
                        max_length=20,
                        verbose_name="Why somebody has to look at it",
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Looked at"),
                ),
                (
                    "settled_why",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="What was done about it"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="gateway_events",
                        to="accounts.account",
                        verbose_name="Number of the account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_at"], name="gateway_event_received"),
                    models.Index(
                        condition=models.Q(
                            ("handled_at__isnull", True), ("settled_at__isnull", True)
                        ),
                        fields=["id"],
                        name="gateway_event_next",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("asks", ""), _negated=True), ("settled_at__isnull", True)
                        ),
                        fields=["received_at"],
                        name="gateway_event_asks",
                    ),
                    models.Index(fields=["gateway", "payment"], name="gateway_event_payment"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("gateway", "name"), name="one_event_of_a_gateway"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="paymentmethod",
            index=models.Index(fields=["added_at"], name="payment_method_added"),
        ),
        migrations.AddIndex(
            model_name="paymentmethod",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", True)),
                fields=["ends_on"],
                name="payment_method_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentmethod",
            index=models.Index(
                condition=models.Q(("proof", ""), _negated=True),
                fields=["account"],
                name="payment_method_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentmethod",
            constraint=models.UniqueConstraint(
                fields=("gateway", "reference"), name="one_way_to_pay"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentmethod",
            constraint=models.UniqueConstraint(
                condition=models.Q(("default_since__isnull", False), ("removed_at__isnull", True)),
                fields=("account",),
                name="one_default_way_to_pay",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(fields=["started_at"], name="payment_attempt_started"),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(
                models.Case(models.When(depersonalised_at__isnull=True, then="started_at")),
                name="payment_attempt_left",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(fields=["gateway", "reference"], name="payment_attempt_reference"),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(
                condition=models.Q(("proof", ""), _negated=True),
                fields=["account"],
                name="payment_attempt_checks",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(
                condition=models.Q(
                    ("decided_at", None), ("ended_at", None), ("review_since__isnull", False)
                ),
                fields=["review_since"],
                name="payment_attempt_to_decide",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("invoice",),
                name="one_open_attempt_an_invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("refunds",),
                name="one_open_attempt_to_refund",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", False), ("outcome", ""), _connector="OR"),
                name="attempt_open_is_open",
            ),
        ),
        migrations.AddIndex(
            model_name="payoutpart",
            index=models.Index(fields=["key"], name="payout_part_key"),
        ),
    ]
