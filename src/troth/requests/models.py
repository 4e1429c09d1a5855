"""Requests about one's rights, the documents that prove who asks, and the wording of answers."""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person, Subject
from troth.policy.declare import ALL, NOBODY, WRITE, NoPersonalData, PersonalData, Record
from troth.policy.words import gettext_noop

REQUEST = Record(
    "request",
    gettext_noop("requests about one's rights, with their proof and their answers"),
    word=gettext_noop("request"),
    keep='from = "closing"\nfor = "3 years"\nbasis = "legal-claims"',
)


def proof_path(proof: "IdentityProof", filename: str) -> str:
    """A path that says nothing of the file's owner or name."""
    return f"proofs/{uuid.uuid4().hex}"


def mail_path(mail: "RequestMail", filename: str) -> str:
    """A path that says nothing of who wrote the mail."""
    return f"mails/{uuid.uuid4().hex}"


class RightsRequest(models.Model):
    """A right that somebody asked for, its deadline and its answer (GDPR Art. 12(3), (4)).

    right, rule: the word of the vocabulary and the policy's rule, such as `right.erase`. sender:
    the address or number it came from. reply_to: where its mail asks for the answer, which may be
    anybody's. signs_in_as: the address with which whoever cannot get in
    any more says that they sign in. due_on: the last day for the answer, None where the
    policy names none; while `paused_at` is set its clock stands, and resuming moves the day on.
    person: who asks; subject: of whom it is, the person or an account of theirs. Neither may be
    known yet; then closing it empties what it says about whoever asked. whose: in words, whose
    data is meant where it is not that of whoever asks; then nothing of theirs is touched by it.
    rule: blank where the law alone gives the right.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"
        HANDED_OVER = "handed over"
        TAKEN_BACK = "taken back"
        PUT_ASIDE = "put aside"

    subject = models.ForeignKey(
        Subject,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("Number of the account or person"),
    )
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="asked",
        verbose_name=_("Number of the person"),
    )
    right = models.CharField(_("Right"), max_length=20)
    rule = models.CharField(_("Rule of the policy"), max_length=80)
    channel = models.CharField(_("Channel"), max_length=20)
    sender = models.CharField(_("Came from"), max_length=254, blank=True)
    reply_to = models.EmailField(_("Answers go to"), blank=True, db_default="")
    signs_in_as = models.EmailField(_("Signs in as"), blank=True, db_default="")
    text = models.TextField(_("Text"), blank=True)
    whose = models.CharField(_("About the data of"), max_length=300, blank=True, db_default="")
    # By what its mail is known in the mailbox, where no other request has the same: `number_of`.
    mail_id = models.CharField(
        _("Identifier of the e-mail"), max_length=250, null=True, blank=True, unique=True
    )
    asked_at = models.DateTimeField(_("Asked"))
    due_on = models.DateField(_("Due"), null=True, blank=True)
    paused_at = models.DateTimeField(_("Deadline paused"), null=True, blank=True)
    paused_for = models.CharField(_("Reason of the pause"), max_length=30, blank=True)
    extended_at = models.DateTimeField(_("Deadline extended"), null=True, blank=True)
    extended_because = models.CharField(_("Reason of the extension"), max_length=300, blank=True)
    verified_at = models.DateTimeField(_("Identity verified"), null=True, blank=True)
    verified_by = models.CharField(_("Identity verified by"), max_length=30, blank=True)
    verifier = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of who verified the identity"),
    )
    state = models.CharField(_("State"), max_length=15, choices=State, default=State.OPEN)
    handler = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of who answers"),
    )
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    answer = models.TextField(_("Answer"), blank=True)
    receipt = models.UUIDField(_("Number of the receipt"), null=True, blank=True)
    kept_since = models.DateTimeField(null=True, blank=True)
    kept_by = models.CharField(max_length=80, blank=True, db_default="")

    privacy = PersonalData(
        record=REQUEST,
        called=_("Requests"),
        formats={"channel": "channel", "right": "right", "state": "word", "verified_by": "proof"},
        subject="subject",
        customers=WRITE,
        reads_secrets="taking a request back, which leaves it with whoever handles it",
        staff_only=["handler", "verifier"],
        scope="privacy",
        # Nobody proves who they are to themselves, or moves a request to somebody else.
        changed_by={
            NOBODY: [
                "subject",
                "person",
                "right",
                "rule",
                "channel",
                "asked_at",
                "verified_at",
                "verified_by",
                "verifier",
            ]
        },
        clocks={"creation": "asked_at", "closing": "closed_at"},
        kept=("kept_since", "kept_by"),
        mentions={
            "person": ["sender", "reply_to", "signs_in_as", "mail_id"],
            "handler": [],
            "verifier": [],
        },
        addressed=dict.fromkeys(("sender", "reply_to", "signs_in_as"), ("subject", "person")),
        contact=["sender", "reply_to", "signs_in_as", "mail_id"],
        content=["text", "whose", "answer", "extended_because"],
        plain=[
            "right",
            "rule",
            "channel",
            "due_on",
            "paused_at",
            "paused_for",
            "extended_at",
            "verified_at",
            "verified_by",
            "state",
            "receipt",
        ],
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], condition=models.Q(closed_at__isnull=True), name="request_open"
            ),
            models.Index(fields=["asked_at"], name="request_asked"),
            models.Index(
                fields=["closed_at"],
                condition=models.Q(closed_at__isnull=False),
                name="request_closed",
            ),
            models.Index(
                fields=["kept_since"],
                condition=models.Q(kept_since__isnull=False),
                name="request_kept_since",
            ),
            *(
                models.Index(
                    Lower(column),
                    condition=models.Q(subject__isnull=True, person__isnull=True),
                    name=f"request_{column}",
                )
                for column in ("sender", "reply_to", "signs_in_as")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open") ^ models.Q(closed_at__isnull=False),
                name="request_is_open_or_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class IdentityProof(models.Model):
    """A document that proves who asks, encrypted with a key of its own.

    It is destroyed, file and row, with the decision that it was needed for; the decision stays
    with the request.
    """

    subject = models.ForeignKey(
        Subject,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the account or person"),
    )
    request = models.ForeignKey(
        RightsRequest,
        models.DO_NOTHING,
        related_name="proofs",
        verbose_name=_("Number of the request"),
    )
    file = models.FileField(_("File, by its name in your copy"), upload_to=proof_path)
    content_type = models.CharField(_("Kind of file"), max_length=100)
    key = models.BinaryField()
    received_at = models.DateTimeField(_("Received"))

    privacy = PersonalData(
        record=REQUEST,
        called=_("Proofs of who you are"),
        staff_call_it=_("Proofs of identity"),
        subject="subject",
        customers=ALL,
        files=["file"],
        sealed="key",
        government_id=["file"],
        credential=["key"],
        plain=["request", "content_type", "received_at"],
    )

    def __str__(self) -> str:
        return f"identity proof {self.pk}"


class DoomedMail(models.Model):
    """A mail in the mailbox whose request is done, or gone: the mail goes next.

    The database notes it as soon as a request has its `mail_id` no longer, whatever took it.
    arrived_at: when the mail came, about which day it is looked for. waits_for: the number of the
    request that it was added to, if that is open.
    """

    number = models.CharField(_("Identifier of the e-mail"), max_length=250)
    arrived_at = models.DateTimeField(_("Arrived"))
    doomed_at = models.DateTimeField(_("To be deleted since"))
    waits_for = models.BigIntegerField(_("Number of the request"), null=True, blank=True)

    privacy = PersonalData(
        record=REQUEST,
        subject=(),
        staff_call_it=_("E-mails to be deleted from the mailbox"),
        contact=["number"],
        plain=["arrived_at", "doomed_at", "waits_for"],
    )

    def __str__(self) -> str:
        return f"doomed mail {self.pk}"


class RequestMail(models.Model):
    """A mail that a request came in, or was joined by, as it came; encrypted by a key of its own.

    It goes with its request, and before that when the request forgets whoever asked.
    """

    subject = models.ForeignKey(
        Subject,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the account or person"),
    )
    request = models.ForeignKey(
        RightsRequest,
        models.DO_NOTHING,
        related_name="mails",
        verbose_name=_("Number of the request"),
    )
    file = models.FileField(_("File, by its name in your copy"), upload_to=mail_path)
    key = models.BinaryField()
    arrived_at = models.DateTimeField(_("Arrived"))

    privacy = PersonalData(
        record=REQUEST,
        called=_("E-mails with requests"),
        subject="subject",
        files=["file"],
        sealed="key",
        content=["file"],
        credential=["key"],
        plain=["request", "arrived_at"],
    )

    def __str__(self) -> str:
        return f"mail of request {self.request_id}"


class TakenIn(models.Model):
    """A mail of the mailbox that was taken in, so that none counts twice and none is missed.

    place: which folder, for as long as its numbers hold. uid: the mail's number there.
    fingerprint: the SHA-256 of its bytes, by which it is known in another place.
    """

    place = models.CharField(max_length=64)
    uid = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, db_index=True)

    privacy = NoPersonalData("place", "uid", "fingerprint")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "uid"], name="taken_in_once")]

    def __str__(self) -> str:
        return f"mail {self.uid}"


class UnstoredMail(models.Model):
    """A mail of the mailbox that could not be stored, and since when; the others as in TakenIn."""

    place = models.CharField(max_length=64)
    uid = models.BigIntegerField()
    since = models.DateTimeField()

    privacy = NoPersonalData("place", "uid", "since")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "uid"], name="unstored_once")]

    def __str__(self) -> str:
        return f"unstored mail {self.uid}"


class AnswerTemplate(models.Model):
    """The provider's own wording of a message about requests, in place of the shipped one.

    kind: one of `wording.KINDS`. right: the word of the vocabulary, or blank for all rights.
    """

    kind = models.CharField(max_length=20)
    right = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10)
    text = models.TextField()

    privacy = NoPersonalData("kind", "right", "language", "text")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "right", "language"], name="one_answer_template"
            ),
        ]

    def __str__(self) -> str:
        return f"answer template {self.pk}"
