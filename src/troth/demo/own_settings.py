"""What the demo has set, for its home to keep: other commands there find it as well."""

import os
from urllib.parse import quote

from troth.gateways.sepa.bank import BANK
from troth.installing.settings_file import kept_settings, settings_file
from troth.policy.parse import Policy


def own_settings(policy: Policy, *, port: int, fresh: bool) -> dict[str, str]:
    """The settings of a demo under a policy, but for those that somebody has made.

    Made they are in the environment or, unless the demo is to start over, in its home.
    """
    home = settings_file().parent
    wanted = {
        # On this machine only, where there is nobody to listen in.
        "PLAIN_HTTP": "1",
        "STAFF_TWO_STEPS": "0",
        "SITE_URL": f"http://localhost:{port}",
        "MAIL_URL": f"file:{quote(str(home / 'mail'))}",
        # So that it can sell to everybody whom it makes up.
        "TAX_NUMBER": f"{policy.tables.provider.country}123456789",
        "TAX_ONE_STOP_SHOP": "1",
        "TAX_REGISTERED": "GB,IN",
        "TAX_REGION": "TN",
    }
    if BANK.name in policy.tables.share:
        wanted["SEPA_CREDITOR_ID"] = "DE98ZZZ09999999999"  # the Bundesbank's example of one
    kept = {} if fresh else kept_settings()
    kept.pop("SITE_URL", None)  # which goes with the port
    return {n: value for n, value in wanted.items() if n not in kept and n not in os.environ}
