"""The gate before data whose processing is restricted, and the list of what passes it.

Such data is stored, and nothing else is done with it but on one of five grounds (GDPR Art. 18(2)).
What somebody does with their own data is done with their consent: they see it, correct it, take
it along, ask for their rights and lift the restriction. Opening it to others is not among that:
others would then process it, so it takes a word to us first, which is one click.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext as _

from troth.accounts.models import Account, Membership, Person, Subject
from troth.core.errors import TrothError


class RestrictedError(TrothError):
    """Processing is restricted, and nothing of what the law lets through applies."""


class Ground(StrEnum):
    """What lets something be done: the grounds of Art. 18(2).

    SAID: one of the five, which is given as a reason and written down.
    """

    STORAGE = "storage, with what keeps it safe and what whoever stores it must tell"
    CONSENT = "consent: it is the subject's own act, or answers what the subject asked"
    CLAIMS = "legal claims"
    RIGHTS = "the rights of another person"
    INTEREST = "important public interest"
    SAID = "the reason that is given"


_PASSES: Mapping[Ground, str] = {
    Ground.STORAGE: """
        accounts.count_as_attempt.count_as_attempt
        accounts.record_signin.record_signin
        accounts.restrict_again.restrict_again
        copies.copy.remove_expired_copies
        gates.decide_again.consent_again
        gates.decide_again.limit_again
        gateways.let_go.let_go
        gateways.let_go.remove_let_go
        gateways.lose_way.lose_way
        gateways.tell_ending._tell_some
        identity.adapter.record
        identity.adapter.send_notification_mail
        messaging.announce.announce
        messaging.mailing.mail_everybody
        messaging.send_again.send_again
        messaging.unreachable.came_back
        messaging.unreachable.find_wrong
        messaging.unreachable.mark_wrong
        people.note_finding.remove_finding
        people.withdraw_access.withdraw_access
        people.withdraw_invitation.withdraw_invitation
        services.change_price.change_price
        services.tell_of_ends.tell_of_ends
        services.withdraw_price.withdraw_price
    """,
    Ground.CONSENT: """
        accounts.confirm_details.confirm_details
        accounts.correct_account.correct_account
        accounts.correct_person.correct_person
        accounts.email.confirm_email
        accounts.email.propose_email
        accounts.email.withdraw_proposed_email
        accounts.reactivate.cancel
        accounts.reactivate.reactivate
        accounts.restrict.lift
        accounts.restrict.lift_all
        accounts.restrict.restrict
        accounts.restrict.restrict_all
        accounts.tell_preferences.tell_preferences
        billing.choose_mailed.choose_mailed
        billing.use_balance.use_balance
        copies.ask_copy.ask_copy
        copies.carry_out_copy.carry_out_copy
        copies.copy._begin
        copies.copy._offer
        copies.copy.fetch_copy
        copies.export._note
        copies.export.export
        desk.ask_to_look.ask_to_look
        erasure.ask_erasure.take_back
        erasure.close_account.close_account
        accounts.delete_one.delete_one
        accounts.delete_one.take_back_one
        erasure.stop_erasure.stop_erasure
        gateways.choose_way.choose_way
        gateways.decide_check.decide_check
        gateways.follow_check.end_check
        gateways.keep_checked.keep_checked
        gateways.keep_way.keep_way
        gateways.pay._begin
        gateways.remove_way.remove_way
        gateways.sepa.pay_otherwise.pay_otherwise
        gateways.sepa.sign.sign
        gates.accept_policy.accept_policy
        gates.allow_site.withdraw_site
        gates.answer_look.answer_look
        gates.consent.record_words
        gates.limit_reading.limit_reading
        gates.new_use.choose_use
        gates.unsubscribe.unsubscribe
        identity.adapter._confirm
        identity.check._shut_out
        identity.email._ask_to_change
        identity.email._send_to_newcomer
        identity.end_access.end_access
        identity.forms.save
        identity.not_me._give_way
        identity.not_me.not_me
        identity.recover.recover
        identity.shut_out.shut_out
        identity.sign_up.open_account
        identity.social._open_account
        messaging.unreachable.works_again
        orders.accept.accept
        orders.answer_quote.accept_quote
        orders.answer_quote.decline_quote
        orders.close_unpaid._close
        orders.lapse_quotes.lapse_quotes
        orders.place.place
        orders.refuse.refuse
        orders.take_back.take_back
        orders.withdraw_quote.withdraw_quote
        people.come.come
        people.sign_up.sign_up
        requests.answer.answer
        requests.answer_by_hand.answer_by_hand
        requests.ask.ask
        requests.ask_back.ask_back
        requests.ask_to_recover.ask_to_recover
        requests.assign.assign
        requests.carry_out.carry_out_objection
        requests.carry_out.carry_out_objection_to_use
        requests.carry_out.carry_out_opt_out
        requests.carry_out.carry_out_restriction
        requests.carry_out.carry_out_withdrawal
        requests.confirm_sender.confirm_sender
        requests.desk.entry._note
        requests.extend.extend
        requests.hand_in_proof.hand_in_proof
        requests.hand_over.hand_over
        requests.have_confirmed.have_confirmed
        requests.join.join
        requests.join_answer.join_answer
        requests.mailbox.read_mailbox._store
        requests.pause.pause
        requests.pause.resume
        requests.put_aside.put_aside
        requests.refuse.refuse
        requests.say_whose.say_whose
        requests.sort.sort
        requests.take_back.take_back
        requests.take_in.take_in
        requests.verify.verify
        requests.verify_again.verify_again
        requests.warn_of_recovery.warn_of_recovery
        services.cancel.cancel
        services.change.change
        services.end.end
        services.end_due._end
        services.reactivate.reactivate
        services.resume.resume
        services.give_up.give_up
        services.set_up.set_up
        services.set_up_paid.set_up_paid
        services.take_back_cancellation.take_back_cancellation
        services.withdraw.withdraw
        support.inquiries.close.close
        support.inquiries.reopen.reopen
        support.inquiries.take_in.take_in
        support.inquiries.take_mail.take_mail
        support.tickets.answer.answer
        support.tickets.ask.ask
        support.tickets.close.close
        support.tickets.reopen.reopen
        support.tickets.take_answer.take_answer
        support.tickets.take_mail.take_mail
        support.tickets.write.write
    """,
    Ground.CLAIMS: """
        bank.dismiss.dismiss
        bank.make_transfers.make_transfers
        bank.match.match
        bank.send_back.send_back
        bank.settle.settle
        bank.settle_collections.settle_collections
        bank.settle_collections.settle_return
        bank.settle_payout.settle_payout
        bank.settle_refund.settle_refund
        bank.take_back_sent.take_back_sent
        bank.take_in.take_in
        bank.undo.undo
        billing.book_unclaimed.book_unclaimed
        billing.charge_back.charge_back
        billing.credit.credit
        billing.decide_dispute.decide_dispute
        billing.dunning.end_rest.end_rest
        billing.dunning.rest.rest
        billing.dunning.write_off_small.write_off_small
        billing.irregular.find_irregular
        billing.irregular.resolve
        billing.mark_sent.mark_sent
        billing.never_arrived.never_arrived
        billing.receive.receive
        billing.receive_whole.receive_whole
        billing.refund.refund
        billing.reverse.reverse
        billing.set_pay_days.set_pay_days
        billing.take_back.take_back
        billing.undo.undo
        gateways.book_dispute.book_dispute
        gateways.book_payment.book_payment
        gateways.book_payout.book_payout
        gateways.book_plain._of_gateway
        gateways.book_refund.book_refund
        gateways.charge._take
        gateways.handle.handle
        gateways.handle.handle_answered
        gateways.lose_payout.lose_payout
        gateways.pay_back.pay_back
        gateways.sepa.announce._announce
        gateways.sepa.book_collection.book_collection
        gateways.sepa.come_back.come_back
        gateways.sepa.come_back.not_collected
        gateways.sepa.drop.drop_gone
        gateways.sepa.make_file.make_file
        gateways.sepa.take_back_file.take_back_file
        gateways.settle.settle
        gateways.settle_event.settle_event
        gateways.take_again.take_again
        gateways.wait_again.wait_again
        billing.write_off.write_off
        tax.take_back_certificate.take_back_certificate
        billing.apply_every_balance._apply
        billing.dunning.dun._take
        billing.issue.issue
        services.bill._foresee
        services.bill._issue
        services.charge_by_hand.charge_by_hand
        services.charge_by_hand.foresee_charge
        services.invoice_waiting.invoice_waiting
        services.owe_again.owe_again
        services.pay_back.pay_back
        services.resume_paid.resume_paid
        services.take_back_charge.take_back_charge
        services.suspend_overdue.suspend_overdue
        erasure.hold.hold
        erasure.hold.hold_all
        erasure.hold.release
        erasure.hold.review
        erasure.hold_again.hold_again
        erasure.restore._keep_on_hold
    """,
    # Children are protected whatever else is being looked into.
    Ground.INTEREST: """
        erasure.under_age.erase_under_age
    """,
    Ground.SAID: """
        desk.look_in_emergency.look_in_emergency
        gates.read.read
    """,
}
_GROUNDS = {verb: ground for ground, verbs in _PASSES.items() for verb in verbs.split()}
PASSES = frozenset(_GROUNDS)
STOPS = frozenset(
    {
        "accounts.mark_reseller.mark_reseller",
        "erasure.ask_erasure.ask_erasure",
        "erasure.ask_to_forget.ask_to_forget",
        "erasure.carry_out_erasure.carry_out_erasure",
        "erasure.empty_unreachable._empty",
        "erasure.erase._erase",
        "erasure.keep._chunk",
        "erasure.restore._again",
        "gates.allow_site.allow_site",
        "gates.read_each.read_each",
        "messaging.write_to.write_to",
        "orders.quote.quote",
        "people.accept.accept",
        "people.change_scopes.change_scopes",
        "people.hand_over.hand_over",
        "people.invite.invite",
        "people.join.join",
        "people.invite_for_owner.invite_for_owner",
        "people.note_agreement.note_agreement",
        "people.note_finding.note_finding",
        "people.remove_ended_invitations.remove_ended_invitations",
        "people.resend.resend",
        "people.take_on.take_on",
        "people.welcome_again.welcome_again",
        "services.change_currency.change_currency",
        "services.agree_price.agree_price",
        "services.end_own_price.end_own_price",
        "services.open_by_hand.open_by_hand",
        "services.pause.pause",
        "services.transfer.transfer",
        "support.tickets.open_ticket.open_ticket",
        "tax.ask_needed.ask_needed",
        "tax.enter_certificate.enter_certificate",
        "tax.enter_sign.enter_sign",
    }
)
# What is about no customer: the policy, the staff, sites, what nobody known here has asked.
ABOUT_NOBODY = frozenset(
    {
        "billing.add_bank_account.add_bank_account",
        "billing.choose_bank_account.choose_bank_account",
        "billing.close_bank_account.close_bank_account",
        "billing.dunning.remove_step.remove_step",
        "billing.dunning.set_step.set_step",
        "billing.dunning.set_usual_steps.set_usual_steps",
        "billing.number.number_again",
        "calls.give_up.give_up",
        "calls.try_again.try_again",
        "catalog.add_option.add_option",
        "catalog.change.change",
        "catalog.desk.languages.store",
        "catalog.desk.save._store",
        "catalog.link.link",
        "catalog.move.move",
        "catalog.set_price.set_price",
        "catalog.take_back_price.take_back_price",
        "catalog.translate.translate",
        "erasure.failed.tell_failed",
        "erasure.forget.forgotten",
        "erasure.stopped.tell_contradicted",
        "erasure.stopped.tell_stopped",
        "gates.acknowledge.acknowledge",
        "gates.end_undertaking.end_undertaking",
        "gates.enter_undertaking.enter_undertaking",
        "gates.sites.add_site",
        "gates.sites.remove_site",
        "gates.undertake_again.undertake_again",
        "orders.enter_terms.enter_terms",
        "orders.set_review.end_review",
        "orders.set_review.set_review",
        "people.appoint.appoint",
        "people.appoint.dismiss",
        "publishing.publish.publish",
        "publishing.publish_again.publish_again",
        "services.agree_to_run.agree_to_run",
        "support.inquiries.erase.erase",
        "support.inquiries.erase_again.erase_again",
        "support.inquiries.erase_and_answer.erase_and_answer",
        "tax.enter_rate.enter_rate",
        "tax.take_exchange_rates.take_exchange_rates",
        "tax.take_rates.take_rates",
    }
)


def is_restricted(*subjects: Account | Person) -> bool:
    """Whether processing of any of them is restricted, as it stands now."""
    keys = [subject.pk for subject in subjects]
    return Subject.objects.filter(pk__in=keys, restricted_at__isnull=False).exists()


def refuse_restricted(verb: str, *subjects: Account | Person, by: Person | None = None) -> None:
    """Raise RestrictedError where a verb of the list is not for subjects under restriction.

    by: who acts; what rests on consent passes for the subject alone, or the owner of an account.
    """
    consents = _GROUNDS.get(verb) is Ground.CONSENT and by is not None
    if consents and all(_is_own(subject, by) for subject in subjects):
        return
    if is_restricted(*subjects):
        raise RestrictedError(
            _(
                "Processing is restricted here. This can only be done once the restriction is "
                "lifted."
            )
        )


def _is_own(subject: Account | Person, by: Person | None) -> bool:
    if isinstance(subject, Person):
        return subject == by
    owners = Membership.objects.filter(account=subject, role=Membership.Role.OWNER)
    return owners.filter(person=by).exists()
