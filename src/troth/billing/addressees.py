"""Who is written to about invoices: the owner, and whom the owner has told to be."""

from troth.accounts.scopes import CATEGORIES

_SHUT = ", ".join(f"'{category}'" for category in CATEGORIES["billing"])
# To be joined to an invoice `i`. As `gates/opens.py` has it: nobody is written to about what they
# may not see, because they lost the scope, the owner has shut it or processing is restricted.
ADDRESSEES = f"""
    JOIN accounts_membership m ON m.account_id = i.account_id AND (m.role = 'owner' OR
        m.gets_invoices AND 'billing' = ANY(string_to_array(m.scopes, ' '))
        AND EXISTS (
            SELECT FROM accounts_subject a WHERE a.id = m.account_id AND a.restricted_at IS NULL)
        AND NOT EXISTS (
            SELECT FROM gates_readlimit l
            JOIN accounts_membership o ON o.person_id = l.person_id AND o.role = 'owner'
            WHERE o.account_id = m.account_id AND l.category IN ({_SHUT})))
"""
