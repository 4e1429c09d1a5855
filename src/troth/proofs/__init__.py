"""One proof for each promise of the shipped policies: what a stranger sees when it is kept.

A proof starts from a page, a mail, a command or a night that passes. It is played twice: under the
promise's own policy, where it must hold, and under that policy with the promise's break applied,
where it must be noticed that it does not. docs/proofs.md tells how to write one.
"""
