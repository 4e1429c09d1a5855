"""What the system does by a rule, in one or two plain sentences.

The sentences stand under the prose of the published page and in `troth policy show`; they are
made from the same values that the platform runs by, in the reader's language.
"""

from collections.abc import Callable, Iterable, Mapping

from troth.policy import language as l
from troth.policy import vocabulary as v
from troth.policy.countries import COUNTRIES
from troth.policy.keys import KEYS
from troth.policy.language import ALL, NOTICE
from troth.policy.placeholders import either, join, say
from troth.policy.rights import BY_LAW, LAW
from troth.policy.staff_roles import staff_role
from troth.policy.words import gettext as _
from troth.policy.words import gettext_noop, length

Titles = Mapping[str, str]
NONE: Titles = {}


def describe(rule: l.Rule, name: str = "", titles: Titles = NONE) -> str:
    """The sentences for a rule; `name` is its table's name, such as `invoice`.

    titles: what readers call the rules that it names, as `Tables.titles` has it.
    """
    return " ".join(sentences(rule, name, titles))


def own_mail_server() -> str:
    """The sentence for a provider whose mail no third party delivers."""
    return _("Our mail goes out by a mail server of our own; nobody else delivers it.")


def unnamed() -> str:
    """The sentence for a record that no rule names."""
    return _("Goes with the account; the policy does not name it yet.")


def sentences(rule: l.Rule, name: str = "", titles: Titles = NONE) -> list[str]:
    """The same, one by one."""
    said = (*_SENTENCES[type(rule)](rule, name, titles), *_chosen(rule))
    return [sentence for sentence in said if sentence]


def _chosen(rule: l.Rule) -> Iterable[str]:
    """What of a rule stands there because the system needs a value, and is promised to nobody."""
    if rule.chosen == (ALL,):
        yield _("This is our own choice, not a promise.")
    elif rule.chosen:
        yield _("Our own choice, not a promise: %(what)s.") % {
            "what": join(KEYS[key] for key in rule.chosen)
        }


def _provider(rule: l.Provider, name: str, titles: Titles) -> Iterable[str]:
    yield _("The controller is %(name)s, %(country)s.") % {
        "name": rule.legal_name or rule.name,
        "country": COUNTRIES[rule.country],
    }
    if rule.registration:
        yield _("Registration: %(text)s.") % {"text": rule.registration}
    if rule.address:
        yield _("Address: %(text)s.") % {"text": rule.address}
    if rule.responsible:
        yield _("Responsible for personal data: %(text)s.") % {"text": rule.responsible}
    yield _("Privacy questions go to %(address)s.") % {"address": rule.privacy_contact}
    if rule.billing_contact:
        yield _("Questions on bills go to %(address)s.") % {"address": rule.billing_contact}
    if rule.support_contact:
        yield _("Support is reached at %(address)s.") % {"address": rule.support_contact}
    if rule.sales_contact:
        yield _("Sales are reached at %(address)s.") % {"address": rule.sales_contact}
    if rule.phone:
        yield _("Telephone: %(text)s.") % {"text": rule.phone}
    if rule.hours:
        yield _("Hours: %(text)s.") % {"text": rule.hours}
    if rule.stores_in:
        yield _("Places of storage: %(text)s.") % {"text": say("stores_in", rule.stores_in)}
    if rule.mail_server:
        yield own_mail_server()
    if rule.dpo:
        yield _("Data protection officer: %(text)s.") % {"text": rule.dpo}
    if rule.dpo_contact:
        yield _("The data protection officer is reached at %(address)s.") % {
            "address": rule.dpo_contact
        }
    if rule.representatives:
        yield _("Representatives: %(text)s.") % {"text": join(rule.representatives)}
    if rule.complaints:
        yield _("Complaints about us can be made to: %(whom)s.") % {
            "whom": say("complaints", rule.complaints)
        }
    if rule.dispute_body:
        yield _("Disputes about personal data are settled by %(whom)s.") % {
            "whom": rule.dispute_body
        }


def _edition(rule: l.Edition, name: str, titles: Titles) -> Iterable[str]:
    yield _("Version %(version)s, in effect from %(day)s at the earliest.") % {
        "version": rule.version,
        "day": say("effective", rule.effective),
    }
    if rule.covers:
        yield _("It covers %(what)s.") % {"what": join(rule.covers)}
    if rule.excludes:
        yield _("It does not cover %(what)s.") % {"what": join(rule.excludes)}
    if rule.accepted:
        how = {
            "tick": _("by ticking a box"),
            "agreement": _("by an agreement that refers to it"),
        }
        yield _("It is accepted %(how)s, before any use.") % {
            "how": either(how[way] for way in rule.accepted)
        }
    if rule.documents:
        yield _("Whoever accepts it agrees to these too: %(what)s.") % {
            "what": join(rule.documents)
        }
    if rule.earlier:
        yield _("Earlier versions can be read.")
    if rule.prevails:
        yield _("Where translations differ, this prevails: %(text)s.") % {"text": rule.prevails}
    days = {
        "effective": _("the day from which it is in force"),
        "modified": _("the day on which it was last changed"),
    }
    if rule.dated:
        yield _("The page shows %(days)s, as published.") % {
            "days": join(days[day] for day in rule.dated)
        }


def _purpose(rule: l.Purpose, name: str, titles: Titles) -> Iterable[str]:
    yield f"{_capital(rule.description)}."
    yield _("Legal basis: %(basis)s.") % {"basis": v.BASES[rule.basis]}
    if rule.as_ == "processor":
        yield _("Here we act for the customer, as a processor and on the customer’s instructions.")
    if rule.while_:
        yield _("It ends with the last active service.")


def _collect(rule: l.Collect, name: str, titles: Titles) -> Iterable[str]:
    required, optional = _COLLECTED[rule.by]
    values = {"form": v.FORMS[rule.form or name]}
    if rule.required:
        yield _(required) % (values | {"fields": _fields(rule.required)})
    if rule.optional:
        yield _(optional) % (values | {"fields": _fields(rule.optional)})
    if rule.later:
        yield _("Asked only with the first order, not to open the account: %(fields)s.") % {
            "fields": _fields(rule.later)
        }
    if rule.by == "form":
        yield _("Any other field is refused.")
    if rule.confirm_within:
        yield _(
            "Whoever does not confirm their e-mail address within %(length)s is erased, with all "
            "that they gave."
        ) % {"length": length(rule.confirm_within)}
    yield _("Purposes: %(purposes)s.") % {"purposes": _names("purpose", rule.purposes, titles)}


def _refuse(rule: l.Refuse, name: str, titles: Titles) -> Iterable[str]:
    if not (rule.card_numbers or rule.special or rule.acts or rule.age_in("")):
        yield _("Nothing beyond the other rules is refused.")
    if rule.card_numbers:
        yield _("Card numbers are neither asked for nor stored.")
    if rule.special:
        yield _("Never processed: %(what)s.") % {"what": say("special", rule.special)}
    if rule.acts:
        yield _("Never done: %(what)s.") % {"what": say("acts", rule.acts)}
    if rule.under_age_in:
        ages = [
            _("%(country)s: %(age)s years") % {"country": COUNTRIES[country], "age": age}
            for country, age in rule.under_age_in.items()
        ]
        if rule.under_age:
            ages.append(_("everywhere else: %(age)s years") % {"age": rule.under_age})
        yield _("Minimum age: %(ages)s.") % {"ages": "; ".join(ages)}
        if rule.when_under_age == "refuse":
            yield _("Data of anyone younger is refused.")
        else:
            yield _("Data of anyone younger is erased as soon as we notice.")
    elif rule.under_age and rule.when_under_age == "refuse":
        yield _("Data of a person under %(age)s is refused.") % {"age": rule.under_age}
    elif rule.under_age:
        yield _("Data of a person under %(age)s is erased as soon as we notice.") % {
            "age": rule.under_age
        }


def _consent(rule: l.Consent, name: str, titles: Titles) -> Iterable[str]:
    if rule.starts == "asked":
        said = (
            _("Nothing is sent until the box is ticked: “%(wording)s”")
            if rule.channels
            else _("Nothing is done by it until the box is ticked: “%(wording)s”")
        )
        yield said % {"wording": rule.wording}
    else:
        yield _("Sending starts with sign-up and ends on request: “%(wording)s”") % {
            "wording": rule.wording
        }
    ways = {"withdraw": say("withdraw", rule.withdraw)}
    if rule.channels:
        ways["channels"] = say("channels", rule.channels)
        yield _("Sent %(channels)s; withdrawn %(withdraw)s.") % ways
    else:
        yield _("Withdrawn %(withdraw)s.") % ways
    yield _("Purposes: %(purposes)s.") % {"purposes": _names("purpose", rule.purposes, titles)}


def _keep(rule: l.Keep, name: str, titles: Titles) -> Iterable[str]:
    values = {"what": "; ".join(v.RECORDS[record].meaning for record in rule.records or (name,))}
    erased = rule.then == "erase"
    if rule.for_ and rule.from_:
        values |= {"length": length(rule.for_), "clock": v.CLOCKS[rule.from_]}
        if erased:
            yield _("Kept for %(length)s from %(clock)s, then erased: %(what)s.") % values
        else:
            yield (
                _("Kept for %(length)s from %(clock)s, then stripped of personal data: %(what)s.")
                % values
            )
    elif rule.with_ == "account":
        if erased:
            yield _("Erased together with the account: %(what)s.") % values
        else:
            yield _("Stripped of personal data together with the account: %(what)s.") % values
    elif erased:
        yield _("Erased together with the person: %(what)s.") % values
    else:
        yield _("Stripped of personal data together with the person: %(what)s.") % values
    if rule.with_ and "person" in (rule.records or (name,)):
        yield _("A login that someone else trusted with the account stays %(length)s longer.") % {
            "length": length(NOTICE)
        }
    if rule.basis:
        yield _("A request for deletion does not shorten this: %(why)s.") % {
            "why": _(_OUTLIVES[rule.basis])
        }
    if rule.reactivation:
        yield _("Until then the account can be reactivated as it was.")


def _log(rule: l.Log, name: str, titles: Titles) -> Iterable[str]:
    yield _("Our servers log %(what)s.") % {"what": rule.what}
    if rule.then == "erase":
        said = _("It is kept for %(length)s, then erased; our staff see to that.")
    else:
        said = _("It is kept for %(length)s, then made anonymous; our staff see to that.")
    yield said % {"length": length(rule.for_)}
    if rule.purposes:
        yield _("Purposes: %(purposes)s.") % {"purposes": _names("purpose", rule.purposes, titles)}


def _share(rule: l.Share, name: str, titles: Titles) -> Iterable[str]:
    yield _("%(name)s (%(country)s) %(role)s: %(function)s.") % {
        "name": rule.name,
        "country": say("country", rule.country),
        "role": v.ROLES[rule.role],
        "function": rule.function,
    }
    values = {"when": v.CONDITIONS[rule.when]}
    if rule.receives:
        values["what"] = _categories(rule.receives)
        yield _("It receives %(what)s, %(when)s.") % values
    else:
        yield _("It receives data %(when)s.") % values
    if rule.never:
        yield _("It never receives %(what)s.") % {"what": _categories(rule.never)}
    if rule.agreed:
        yield _("The customer agrees to its own policy first.")
    if rule.terms:
        yield _("Its own policy is at %(address)s.") % {"address": rule.terms}
    if rule.needs:
        yield _("Before it receives anything, we have %(what)s on record.") % {
            "what": join(v.UNDERTAKINGS[need] for need in rule.needs)
        }
    if rule.purposes:
        yield _("Purposes: %(purposes)s.") % {"purposes": _names("purpose", rule.purposes, titles)}
    if rule.transfer:
        yield _("Data is transferred there on the basis of %(what)s.") % {
            "what": say("transfer", rule.transfer)
        }
    if rule.safeguards:
        yield _("Safeguards: %(text)s.") % {"text": rule.safeguards}


def _disclose(rule: l.Disclose, name: str, titles: Titles) -> Iterable[str]:
    yield _("Disclosed on this ground: %(ground)s.") % {"ground": v.GROUNDS[rule.ground]}
    if rule.categories:
        what = join(v.CATEGORIES[category].meaning for category in rule.categories)
        yield _("What may be given: %(what)s.") % {"what": what}
    if rule.contents:
        yield _("This includes the contents of communications.")
    if rule.needs:
        yield _("Nothing is given without %(what)s.") % {"what": say("needs", rule.needs)}
    if rule.unless:
        yield _("The customer is first asked for %(what)s; with these, nothing is given.") % {
            "what": say("unless", rule.unless)
        }
    if rule.subject_told is not None:
        told = _("The customer is told."), _("The customer may not be told.")
        yield told[0] if rule.subject_told else told[1]


def _right(rule: l.Right, name: str, titles: Titles) -> Iterable[str]:
    yield _("%(who)s have the right %(right)s.") % {
        "who": _capital(v.SUBJECTS[rule.of]),
        "right": v.RIGHTS[rule.right or name],
    }
    if rule.about:
        yield _("This is about %(what)s data.") % {"what": _categories(rule.about)}
    if rule.in_:
        yield _("This is for whoever lives in %(where)s.") % {"where": say("in", rule.in_)}
    if rule.concerns:
        yield _("This concerns the data of %(whom)s.") % {"whom": v.SUBJECTS[rule.concerns]}
    asked = {"ways": say("ask", rule.ask), "proof": say("proof", rule.proof) if rule.proof else ""}
    if rule.proof:
        yield _("You can ask %(ways)s. Proof of identity: %(proof)s.") % asked
    else:
        yield _("You can ask %(ways)s.") % asked
    if rule.self_service and (rule.right or name) == "erase":
        # `ERASURE_WAIT` says for how long: no policy does.
        yield _(
            "In the account area you do it yourself; it says when it takes effect, and you can "
            "stop it before then."
        )
    elif rule.self_service:
        yield _("In the account area you do it yourself, at once.")
    yield from _deadline(rule)
    by_law = (rule.right or name) in BY_LAW and rule.answered_by != "reseller"
    if by_law and rule.within is None and not rule.self_service:
        values = {"length": say("within", LAW.within)}
        yield _("An answer is due within %(length)s, as the law requires.") % values
    if rule.formats:
        yield _("Formats: %(formats)s.") % {"formats": say("formats", rule.formats)}
    if rule.answered_by in _ANSWERED_BY:
        yield _(_ANSWERED_BY[rule.answered_by])


def _deadline(rule: l.Right) -> Iterable[str]:
    if rule.within:
        values = {
            "length": length(rule.within),
            "what": either(_(_STOPS[stop]) for stop in rule.stops) if rule.stops else "",
        }
        if not rule.within.count:
            yield _("An answer is due at once.")
        elif rule.stops:
            yield (
                _(
                    "An answer is due within %(length)s; the clock stands still while %(what)s "
                    "is awaited."
                )
                % values
            )
        else:
            yield _("An answer is due within %(length)s.") % values
    if rule.extension:
        yield _("We can extend it once by %(length)s, and then tell you why.") % {
            "length": length(rule.extension)
        }


def _change(rule: l.Change, name: str, titles: Titles) -> Iterable[str]:
    values = {"ways": say("told", rule.told)}
    yield _("What counts as a change here: %(what)s.") % {"what": v.CHANGES[rule.about]}
    if rule.notice:
        values["length"] = length(rule.notice)
        said = _("We tell you of changes %(ways)s; they take effect %(length)s after the notice.")
        yield said % values
    else:
        yield _("We tell you of changes %(ways)s.") % values
    if rule.opt_out:
        yield _("You can decline a different use of data that we already hold.")


def _cookie(rule: l.Cookie, name: str, titles: Titles) -> Iterable[str]:
    yield f"{_capital(rule.purpose)}."
    if rule.lasts == "session":
        yield _("It lasts until the browser is closed.")
    else:
        yield _("It lasts for %(length)s.") % {"length": length(rule.lasts)}
    if rule.consent:
        yield _("It is set only after consent.")
    if rule.names:
        yield _("In the browser it is called %(names)s.") % {"names": join(rule.names)}
    if rule.set_by:
        yield _("It is set by %(whom)s, whose own policy governs it.") % {"whom": rule.set_by}


def _message(rule: l.Message, name: str, titles: Titles) -> Iterable[str]:
    yield _("Messages about %(what)s go out %(channels)s.") % {
        "what": join(rule.about),
        "channels": say("channels", rule.channels),
    }
    if rule.consent:
        yield _("They are sent only with the consent “%(consent)s”.") % {
            "consent": _names("consent", [rule.consent], titles)
        }
    else:
        yield _("They belong to the service.")
    if rule.purposes:
        yield _("Purposes: %(purposes)s.") % {"purposes": _names("purpose", rule.purposes, titles)}


def _staff(rule: l.Staff, name: str, titles: Titles) -> Iterable[str]:
    if rule.acknowledge:
        yield _("Every employee acknowledges this policy before seeing any personal data.")
    if rule.review:
        yield _("The rules of processing are reviewed every %(length)s.") % {
            "length": length(rule.review)
        }
    for role, categories in rule.roles.items():
        read = _categories(categories) if categories else _("no personal data")
        yield _("The role %(role)s reads %(what)s.") % {"role": staff_role(role), "what": read}
    if rule.measures:
        yield _("In place, each with someone responsible for it: %(what)s.") % {
            "what": join(rule.measures)
        }
    if rule.documents:
        yield _("Staff work by these documents: %(what)s.") % {"what": join(rule.documents)}
    if rule.checks:
        yield _("Measures and documents are checked every %(length)s.") % {
            "length": length(rule.checks)
        }
    if rule.discipline:
        yield _("Staff who violate this policy face consequences.")
    if not rule.roles:
        yield _("No staff role reads personal data.")


def _backup(rule: l.Backup, name: str, titles: Titles) -> Iterable[str]:
    if rule.for_:
        said = _("Backups are kept for %(length)s; for that long, erased data may still be in one.")
        yield said % {"length": length(rule.for_)}
    else:
        yield _("How long backups are kept is not promised.")
    yield _("Before a restored backup is used, what was erased since is erased again.")


def _feature(rule: l.Feature, name: str, titles: Titles) -> Iterable[str]:
    yield f"{_capital(rule.description or v.FEATURES[name])}."


def _tell(rule: l.Tell, name: str, titles: Titles) -> Iterable[str]:
    yield _("These words stand %(places)s: “%(text)s”.") % {
        "places": join(v.PLACES[place] for place in rule.at),
        "text": rule.text.removesuffix("."),
    }


def _fields(fields: Iterable[str]) -> str:
    return join(v.FIELD_WORDS[field] for field in fields)


def _categories(categories: Iterable[str]) -> str:
    return join(v.CATEGORIES[category].word for category in categories)


def _names(kind: str, names: Iterable[str], titles: Titles) -> str:
    return join(titles.get(f"{kind}.{name}", name.replace("_", " ")) for name in names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")


# By whom data comes: what is said of the fields that always do, and of those that may.
_COLLECTED = {
    "form": (
        gettext_noop("The form for %(form)s requires %(fields)s."),
        gettext_noop("The form for %(form)s offers %(fields)s, which may stay empty."),
    ),
    "observation": (
        gettext_noop("When %(form)s, the system records %(fields)s."),
        gettext_noop("When %(form)s, the system may record %(fields)s."),
    ),
    "third-party": (
        gettext_noop("When %(form)s, somebody else, such as a social network, gives %(fields)s."),
        gettext_noop(
            "When %(form)s, somebody else, such as a social network, may give %(fields)s."
        ),
    ),
    "open-sources": (
        gettext_noop("When %(form)s, %(fields)s is taken from where anybody can read it."),
        gettext_noop("When %(form)s, %(fields)s may be taken from where anybody can read it."),
    ),
}
# Outliving a request is no basis of processing, so that none is named here.
_OUTLIVES = {
    "legal-obligation": gettext_noop("it is needed to meet obligations"),
    "legal-claims": gettext_noop("it is needed for legal claims"),
}
_STOPS = {
    "waiting-for-proof": gettext_noop("proof of identity"),
    "waiting-for-subject": gettext_noop("the subject's answer"),
}
_ANSWERED_BY = {
    "reseller": gettext_noop("The reseller, who is the controller, answers."),
    "billing": gettext_noop("The billing department answers."),
    "privacy": gettext_noop("The privacy department answers."),
}

_SENTENCES: dict[type[l.Rule], Callable[..., Iterable[str]]] = {
    l.Provider: _provider,
    l.Edition: _edition,
    l.Purpose: _purpose,
    l.Collect: _collect,
    l.Refuse: _refuse,
    l.Consent: _consent,
    l.Keep: _keep,
    l.Log: _log,
    l.Share: _share,
    l.Disclose: _disclose,
    l.Right: _right,
    l.Change: _change,
    l.Cookie: _cookie,
    l.Message: _message,
    l.Staff: _staff,
    l.Backup: _backup,
    l.Feature: _feature,
    l.Tell: _tell,
}
