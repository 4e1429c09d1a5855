"""What a customer has: services, what is agreed for each, and what was charged.

The state of a service follows from rows: it is ordered until `activated_at`, suspended while a
`Suspension` goes on, to be cancelled while a `Cancellation` stands, ended from `ended_at` on.
"""

from troth.services.models.cancellation import Cancellation as Cancellation
from troth.services.models.charge import Charge as Charge
from troth.services.models.own_price import OwnPrice as OwnPrice
from troth.services.models.service import SERVICE as SERVICE
from troth.services.models.service import Service as Service
from troth.services.models.suspension import Suspension as Suspension
from troth.services.models.term import Term as Term
