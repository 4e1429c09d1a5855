"""The field of a form by which a copy of an ID is handed in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from troth.core.errors import TrothError
from troth.requests.hand_in_proof import LARGEST, type_of


class DocumentField(forms.FileField):
    """A picture or a PDF, which is told by its content. Its value are the bytes."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"})

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """The document. Raises ValidationError for one that is too large or of another kind."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        document: bytes = file.read(LARGEST + 1)
        try:
            type_of(document)
        except TrothError as refusal:
            raise ValidationError(str(refusal)) from None
        return document
