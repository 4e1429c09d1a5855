"""What a customer signs: the text of a mandate (EPC016-06, SDD Core Rulebook, dataset DS-01)."""

from django.utils.translation import gettext as _


def wording(creditor: str, identifier: str, notice: int) -> str:
    """In the language that is active. notice: days of it at least.

    The first two paragraphs are those of the rulebook, in German those of the German banks.
    """
    values = {"creditor": creditor, "identifier": identifier, "days": notice}
    return "\n\n".join(
        paragraph % values
        for paragraph in (
            _(
                "By signing this mandate form, you authorise (A) %(creditor)s to send instructions "
                "to your bank to debit your account and (B) your bank to debit your account in "
                "accordance with the instructions from %(creditor)s."
            ),
            _(
                "As part of your rights, you are entitled to a refund from your bank under the "
                "terms and conditions of your agreement with your bank. A refund must be claimed "
                "within 8 weeks starting from the date on which your account was debited."
            ),
            _(
                "Creditor identifier: %(identifier)s. Payments recur. We tell you of each at least "
                "%(days)s days before, with its amount and day."
            ),
        )
    )
