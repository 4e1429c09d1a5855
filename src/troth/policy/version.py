"""The version of the policy language that this release reads.

A published text keeps the version in which it was written, and goes on running by what that
version knew. What a later one demands of a text is asked when the next text is published.
"""

from troth.policy.errors import Code

# 1: release 0.1.0. 2: [tell.X], `chosen` and the other keys that came with them. Raised only when a
# text can say something that older releases do not read, or when more is asked of one that is to
# be complete, as by a record that needs a rule.
LANGUAGE = 2

# What makes a text incomplete, though it can run: asked of one that is to be published, and of
# none that ran before.
DEMANDS: frozenset[Code] = frozenset({"no-keep-rule", "no-message"})

# The features that a text of version 1 had without naming them; one of a later version names them.
GIVEN_IN_1 = frozenset({"identity-recovery", "single-sign-on", "social-consent", "trusted-people"})
