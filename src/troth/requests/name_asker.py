"""Say who asks, of a request that came from nobody known."""

from troth.accounts.models import Person
from troth.requests.models import IdentityProof, RequestMail, RightsRequest


def name_asker(request: RightsRequest, person: Person) -> None:
    """Make a locked request a person's, about their own data unless it says whose.

    The caller saves it. What was handed in, and the mails,
    go with whom the request is about.
    """
    request.person = person
    request.subject = request.subject or person
    for handed_in in (IdentityProof, RequestMail):
        handed_in.objects.filter(request=request).update(subject=request.subject)
