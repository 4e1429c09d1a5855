"""The rights of the policy as staff choose among them."""

from django.utils.translation import gettext as _

from troth.policy.parse import Policy
from troth.policy.placeholders import join, say
from troth.policy.rights import BY_LAW, right_to
from troth.policy.vocabulary import CATEGORIES, SUBJECTS
from troth.requests.words import RIGHTS


def rule_choices(policy: Policy) -> list[tuple[str, str]]:
    """What `named` reads: each rule on a right, such as `right.erase`, with its words.

    And each right that the law gives too, such as `law.access`: for what is asked in another way
    than the policy says.
    """
    choices = []
    for rule, word, right in policy.tables.rights():
        said = str(RIGHTS[word])
        if right.about:
            what = join([CATEGORIES[category].meaning for category in right.about])
            said = _("%(right)s: %(what)s") % {"right": said, "what": what}
        if right.of != "customer":
            who = SUBJECTS[right.of]
            said = _("%(right)s, asked by %(who)s") % {"right": said, "who": who}
        if right.in_:
            where = say("in", right.in_)
            said = _("%(right)s, in %(where)s") % {"right": said, "where": where}
        choices.append((rule, said[:1].upper() + said[1:]))
    for word in BY_LAW:
        said = (
            _("%(right)s, by law: asked in another way than the policy says")
            if right_to(word, policy)
            else _("%(right)s, by law: the policy does not name it")
        ) % {"right": RIGHTS[word]}
        choices.append((f"law.{word}", said[:1].upper() + said[1:]))
    return choices
