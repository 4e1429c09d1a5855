"""The append-only log of what was done under which rule, as a signed Merkle tree.

Verbs, in the order in which an entry meets them: `append`, `sequence`, `checkpoint`, `prove`,
`verify`. `tree`, `note` and `proof` are pure, so that whoever holds a receipt can check it
without a database or Django.
"""
