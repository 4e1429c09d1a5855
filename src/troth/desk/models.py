"""What the desk keeps of its own: the wording of answers."""

from django.db import models

from troth.policy.declare import NoPersonalData


class AnswerTemplate(models.Model):
    """The provider's own wording of a message about requests, in place of the shipped one.

    kind: one of `texts.KINDS`. right: the word of the vocabulary, or blank for all rights.
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
