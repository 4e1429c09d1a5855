"""Declarations of the tables that other projects bring along, and of the journal below us."""

from troth.policy.declare import NoPersonalData, PersonalData, declare

declare(
    "account.EmailAddress",
    PersonalData(record="person", subject="user", contact=["email"], plain=["verified", "primary"]),
)
declare(
    "account.EmailConfirmation",
    PersonalData(
        record="person",
        subject="email_address__user",
        credential=["key"],
        plain=["created", "sent"],
    ),
)
declare("accounts.Person_groups", PersonalData(record="person", subject="person", plain=["group"]))
declare(
    "accounts.Person_user_permissions",
    PersonalData(record="person", subject="person", plain=["permission"]),
)
# What staff changed in the admin. Our models' names for a row hold no personal data, so
# object_repr holds none either.
declare(
    "admin.LogEntry",
    PersonalData(
        record="activity",
        subject="user",
        clocks={"creation": "action_time"},
        usage=["action_time", "action_flag", "change_message"],
        plain=["content_type", "object_id", "object_repr"],
    ),
)
declare("auth.Group", NoPersonalData("name"))
declare("auth.Group_permissions", NoPersonalData("group", "permission"))
declare("auth.Permission", NoPersonalData("name", "content_type", "codename"))
declare("contenttypes.ContentType", NoPersonalData("app_label", "model"))
declare(
    "journal.Entry",
    NoPersonalData("receipt", "at", "event", "rule", "policy", "subject", "counts", "seq", "leaf"),
)
declare("journal.Checkpoint", NoPersonalData("size", "root", "at", "note", "frontier"))
# Jobs carry ids and never personal data; a test reads every task's arguments.
declare("procrastinate.ProcrastinateEvent", NoPersonalData("job", "type", "at"))
declare(
    "procrastinate.ProcrastinateJob",
    NoPersonalData(
        "queue_name",
        "task_name",
        "priority",
        "lock",
        "args",
        "status",
        "scheduled_at",
        "attempts",
        "queueing_lock",
        "abort_requested",
        "worker",
    ),
)
declare(
    "procrastinate.ProcrastinatePeriodicDefer",
    NoPersonalData("task_name", "defer_timestamp", "job", "periodic_id"),
)
declare("procrastinate.ProcrastinateWorker", NoPersonalData("last_heartbeat"))
