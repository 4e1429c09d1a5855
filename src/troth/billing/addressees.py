"""Who is written to about what is billed: the owner, and whom the owner has told to be."""

from troth.accounts.scopes import CATEGORIES


def addressees(row: str, scope: str = "billing") -> str:
    """SQL that joins the memberships `m` of those who are written to about a row of an account.

    As `gates/opens.py` has it: nobody is written to about what they may not see, because they lost
    the scope, the owner has shut it or processing is restricted.
    """
    shut = ", ".join(f"'{category}'" for category in CATEGORIES[scope])
    return f"""
        JOIN accounts_membership m ON m.account_id = {row}.account_id AND (m.role = 'owner' OR
            m.gets_invoices AND '{scope}' = ANY(string_to_array(m.scopes, ' '))
            AND EXISTS (
                SELECT FROM accounts_subject a
                WHERE a.id = m.account_id AND a.restricted_at IS NULL)
            AND NOT EXISTS (
                SELECT FROM gates_readlimit l
                JOIN accounts_membership o ON o.person_id = l.person_id AND o.role = 'owner'
                WHERE o.account_id = m.account_id AND l.category IN ({shut})))
    """
