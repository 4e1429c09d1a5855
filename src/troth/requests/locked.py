"""The one way in which a verb takes hold of a request."""

from django.utils.translation import gettext as _

from troth.core.errors import TrothError
from troth.requests.models import RightsRequest


def locked(request: RightsRequest) -> RightsRequest:
    """The request as it stands now, locked until the transaction ends.

    Raises TrothError when it is closed or gone, so that of two who act on it one comes second.
    """
    open_ones = RightsRequest.objects.filter(pk=request.pk, state=RightsRequest.State.OPEN)
    whole = open_ones.select_related("person", "subject").defer("person__password")
    found = whole.select_for_update(of=("self",)).first()
    if found is None:
        raise TrothError(
            _("This request has already been closed; open it to see how it was answered.")
        )
    return found
