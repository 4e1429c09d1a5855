"""What is known of payments by gateways: attempts, payment methods, events, payouts."""

from troth.gateways.models.gateway_event import BOOKED as BOOKED
from troth.gateways.models.gateway_event import PAYMENT_EVENT as PAYMENT_EVENT
from troth.gateways.models.gateway_event import Asks as Asks
from troth.gateways.models.gateway_event import GatewayEvent as GatewayEvent
from troth.gateways.models.gateway_event import GatewayEvents as GatewayEvents
from troth.gateways.models.payment_attempt import PAYMENT_ATTEMPT as PAYMENT_ATTEMPT
from troth.gateways.models.payment_attempt import PaymentAttempt as PaymentAttempt
from troth.gateways.models.payment_attempt import PaymentAttempts as PaymentAttempts
from troth.gateways.models.payment_method import PAYMENT_METHOD as PAYMENT_METHOD
from troth.gateways.models.payment_method import PaymentMethod as PaymentMethod
from troth.gateways.models.payout import Payout as Payout
from troth.gateways.models.payout import PayoutPart as PayoutPart
