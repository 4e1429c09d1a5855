SET LOCAL check_function_bodies = false;

-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

CREATE TYPE procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION billing_balanced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
    IF EXISTS (
        SELECT FROM posted GROUP BY transaction_id, currency HAVING sum(amount) <> 0
    ) THEN
        RAISE check_violation USING MESSAGE = 'postings do not sum to zero';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION billing_bring_forward() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
    WITH lost AS (
        SELECT b.account_id, p.currency, sum(p.amount) AS amount, max(a.depersonalised_at) AS at,
            nextval(pg_get_serial_sequence('billing_transaction', 'id')) AS entry
        FROM after a JOIN before b ON b.id = a.id
        JOIN billing_posting p ON p.transaction_id = a.id
            AND p.ledger = 'credit' AND p.part <> 'nobody'
        WHERE b.account_id IS NOT NULL AND a.account_id IS NULL
            AND b.depersonalised_at IS NULL AND a.depersonalised_at IS NOT NULL
        GROUP BY b.account_id, p.currency HAVING sum(p.amount) <> 0
    ), entered AS (
        INSERT INTO billing_transaction (id, account_id, kind, at, "on")
        OVERRIDING SYSTEM VALUE
        SELECT entry, account_id, 'brought forward', at, at::date FROM lost
    )
    INSERT INTO billing_posting (account_id, transaction_id, ledger, part, currency, amount)
    SELECT l.account_id, l.entry, 'credit', '', l.currency, l.amount FROM lost l
    UNION ALL
    SELECT NULL, l.entry, 'credit', 'nobody', l.currency, -l.amount FROM lost l;
    RETURN NULL;
END $$;

CREATE FUNCTION billing_issued() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
    RAISE restrict_violation USING MESSAGE = 'what is in the books does not change';
END $$;

CREATE FUNCTION billing_take_along() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
    UPDATE billing_posting p SET account_id = NULL FROM gone
    WHERE p.account_id = gone.id;
    UPDATE billing_transaction t SET account_id = NULL FROM gone
    WHERE t.account_id = gone.id;
    RETURN NULL;
END $$;

CREATE FUNCTION billing_taken() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
    RAISE restrict_violation USING MESSAGE = 'numbers of documents only rise';
END $$;

CREATE FUNCTION journal_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'Append an entry that says what changed.';
END
$$;

CREATE FUNCTION procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION procrastinate_defer_jobs_v1(jobs procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status procrastinate_job_status DEFAULT 'todo'::procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION procrastinate_finish_job_v1(job_id bigint, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION requests_doom_mail() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path FROM CURRENT
    AS $$
BEGIN
    INSERT INTO requests_doomedmail (number, arrived_at, doomed_at)
    VALUES (OLD.mail_id, OLD.asked_at, now());
    RETURN NULL;
END
$$;

CREATE TABLE account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);

ALTER TABLE account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_account (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    company character varying(200) NOT NULL,
    tax_id character varying(40) NOT NULL,
    street character varying(300) NOT NULL,
    postcode character varying(20) NOT NULL,
    city character varying(120) NOT NULL,
    region character varying(120) NOT NULL,
    country character varying(2) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    cancelled_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    reseller boolean DEFAULT false NOT NULL,
    active_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    currency character varying(3) DEFAULT ''::character varying NOT NULL,
    buyer_reference character varying(100) DEFAULT ''::character varying NOT NULL,
    pay_days smallint,
    pay_days_because character varying(300) DEFAULT ''::character varying NOT NULL,
    mails_pdf boolean DEFAULT false NOT NULL,
    mails_xml boolean DEFAULT false NOT NULL,
    came_by character varying(20) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT accounts_account_pay_days_check CHECK ((pay_days >= 0))
);

CREATE TABLE accounts_activity (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    what character varying(200) NOT NULL,
    ip inet,
    account_id bigint NOT NULL,
    person_id bigint
);

ALTER TABLE accounts_activity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_activity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_cacheentry (
    key character varying(64) NOT NULL,
    value bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE accounts_finding (
    id bigint NOT NULL,
    rule character varying(80) NOT NULL,
    name character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    company character varying(200) NOT NULL,
    source character varying(300) NOT NULL,
    found_on date NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE accounts_finding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_finding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_invitation (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    scopes character varying(200) NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    account_id bigint NOT NULL,
    invited_by_id bigint,
    accepted_by_id bigint
);

ALTER TABLE accounts_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_membership (
    id bigint NOT NULL,
    role character varying(10) NOT NULL,
    scopes character varying(200) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    account_id bigint NOT NULL,
    person_id bigint NOT NULL,
    gets_invoices boolean DEFAULT false NOT NULL
);

ALTER TABLE accounts_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_person (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(200) NOT NULL,
    phone character varying(40) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    is_active boolean NOT NULL,
    is_staff boolean NOT NULL,
    language character varying(10) DEFAULT ''::character varying NOT NULL,
    staff_role character varying(60) DEFAULT ''::character varying NOT NULL,
    title character varying(40) DEFAULT ''::character varying NOT NULL,
    confirmed_at timestamp with time zone,
    left_at timestamp with time zone,
    email_changed_at timestamp with time zone,
    unreachable_at timestamp with time zone,
    time_zone character varying(64) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT person_email_lowercase CHECK (((email)::text = lower((email)::text)))
);

CREATE TABLE accounts_person_groups (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    group_id integer NOT NULL
);

ALTER TABLE accounts_person_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_person_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_person_user_permissions (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE accounts_person_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_person_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_preferences (
    id bigint NOT NULL,
    demographics text NOT NULL,
    product_usage text NOT NULL,
    interest text NOT NULL,
    told_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE accounts_preferences ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_preferences_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id bigint,
    ip inet,
    seen_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    user_agent character varying(300) DEFAULT ''::character varying NOT NULL
);

CREATE TABLE accounts_signin (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    succeeded boolean NOT NULL,
    ip inet,
    user_agent character varying(300) NOT NULL,
    person_id bigint NOT NULL,
    deleted_at timestamp with time zone,
    kept_by character varying(80) DEFAULT ''::character varying NOT NULL,
    kept_since timestamp with time zone
);

ALTER TABLE accounts_signin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_signin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE accounts_subject (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    pseudonym uuid NOT NULL,
    restricted_at timestamp with time zone,
    erasure_asked_at timestamp with time zone,
    erasure_waits_until timestamp with time zone
);

ALTER TABLE accounts_subject ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_subject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE allauth_idp_oidc_client (
    id character varying(100) NOT NULL,
    name character varying(100) NOT NULL,
    secret character varying(200) NOT NULL,
    scopes text NOT NULL,
    type character varying(20) NOT NULL,
    grant_types text NOT NULL,
    redirect_uris text NOT NULL,
    cors_origins text NOT NULL,
    response_types text NOT NULL,
    skip_consent boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    data jsonb,
    owner_id bigint,
    default_scopes text NOT NULL,
    allow_uri_wildcards boolean NOT NULL
);

CREATE TABLE allauth_idp_oidc_token (
    id bigint NOT NULL,
    type character varying(2) NOT NULL,
    hash character varying(255) NOT NULL,
    data jsonb,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    scopes text NOT NULL,
    client_id character varying(100),
    user_id bigint
);

ALTER TABLE allauth_idp_oidc_token ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME allauth_idp_oidc_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bank_bankline (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    nth integer NOT NULL,
    read_at timestamp with time zone NOT NULL,
    booked_on date NOT NULL,
    valued_on date,
    currency character varying(3) NOT NULL,
    amount bigint NOT NULL,
    reversal boolean NOT NULL,
    reason character varying(40) NOT NULL,
    party character varying(200) NOT NULL,
    party_iban character varying(34) NOT NULL,
    end_to_end_id character varying(140) NOT NULL,
    reference character varying(140) NOT NULL,
    text text NOT NULL,
    bank_id character varying(140) NOT NULL,
    settled_at timestamp with time zone,
    dismissed_at timestamp with time zone,
    dismissed_why character varying(20) NOT NULL,
    depersonalised_at timestamp with time zone,
    account_id bigint,
    bank_account_id bigint NOT NULL,
    payment_id bigint,
    statement_id bigint NOT NULL,
    CONSTRAINT a_line_is_settled_or_dismissed CHECK (((settled_at IS NULL) OR (dismissed_at IS NULL))),
    CONSTRAINT bank_bankline_nth_check CHECK ((nth >= 0))
);

ALTER TABLE bank_bankline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME bank_bankline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bank_bankstatement (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    number character varying(40) NOT NULL,
    opening bigint NOT NULL,
    closing bigint NOT NULL,
    read_at timestamp with time zone NOT NULL,
    bank_account_id bigint NOT NULL,
    since date NOT NULL,
    until date NOT NULL
);

ALTER TABLE bank_bankstatement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME bank_bankstatement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE bank_transferfile (
    id bigint NOT NULL,
    name character varying(35) NOT NULL,
    format character varying(20) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    bank_account_id bigint
);

ALTER TABLE bank_transferfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME bank_transferfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_bankaccount (
    id bigint NOT NULL,
    holder character varying(70) NOT NULL,
    iban character varying(34) NOT NULL,
    bic character varying(11) NOT NULL,
    currency character varying(3) NOT NULL,
    closed_at timestamp with time zone,
    chosen_at timestamp with time zone
);

ALTER TABLE billing_bankaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_bankaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_nightrun (
    id bigint CONSTRAINT billing_billrun_id_not_null NOT NULL,
    "on" date CONSTRAINT billing_billrun_on_not_null NOT NULL,
    count integer CONSTRAINT billing_billrun_invoices_not_null NOT NULL,
    asked_at timestamp with time zone,
    agreed_at timestamp with time zone,
    done_at timestamp with time zone,
    kind character varying(10) NOT NULL,
    CONSTRAINT billing_billrun_invoices_check CHECK ((count >= 0))
);

ALTER TABLE billing_nightrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_billrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_dunningrest (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until date,
    reason character varying(300) NOT NULL,
    ended_at timestamp with time zone,
    account_id bigint NOT NULL,
    invoice_id bigint
);

ALTER TABLE billing_dunningrest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_dunningrest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_dunningstep (
    id bigint NOT NULL,
    days smallint NOT NULL,
    action character varying(10) NOT NULL,
    fee bigint NOT NULL,
    currency character varying(3) NOT NULL,
    CONSTRAINT billing_dunningstep_fee_check CHECK ((fee >= 0))
);

ALTER TABLE billing_dunningstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_dunningstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_invoice (
    id bigint NOT NULL,
    number character varying(40) NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    currency character varying(3) NOT NULL,
    total bigint NOT NULL,
    party_name character varying(200) NOT NULL,
    party_address text NOT NULL,
    party_country character varying(2) NOT NULL,
    party_tax_id character varying(40) NOT NULL,
    depersonalised_at timestamp with time zone,
    account_id bigint,
    due_on date,
    evidence character varying(200) DEFAULT ''::character varying NOT NULL,
    home_currency character varying(3) DEFAULT ''::character varying NOT NULL,
    home_rate numeric(18,8),
    kind character varying(20) DEFAULT 'invoice'::character varying NOT NULL,
    language character varying(10) DEFAULT ''::character varying NOT NULL,
    net bigint DEFAULT 0 NOT NULL,
    notes text DEFAULT ''::text NOT NULL,
    original_id bigint,
    party_city character varying(120) DEFAULT ''::character varying NOT NULL,
    party_postcode character varying(20) DEFAULT ''::character varying NOT NULL,
    party_reference character varying(100) DEFAULT ''::character varying NOT NULL,
    party_region character varying(120) DEFAULT ''::character varying NOT NULL,
    payment_reference character varying(40) DEFAULT ''::character varying NOT NULL,
    seller_address text DEFAULT ''::text NOT NULL,
    seller_country character varying(2) DEFAULT ''::character varying NOT NULL,
    seller_name character varying(200) DEFAULT ''::character varying NOT NULL,
    seller_tax_id character varying(40) DEFAULT ''::character varying NOT NULL,
    supplied_on date,
    tax bigint DEFAULT 0 NOT NULL,
    tax_at_home bigint,
    seller_postcode character varying(20) DEFAULT ''::character varying NOT NULL,
    seller_city character varying(120) DEFAULT ''::character varying NOT NULL,
    bank_bic character varying(11),
    bank_holder character varying(70),
    bank_iban character varying(34),
    seller_contact character varying(200),
    remark character varying(500) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT invoice_adds_up CHECK ((total = (net + tax))),
    CONSTRAINT invoice_takes_nothing_back CHECK ((((kind)::text = 'credit note'::text) OR (original_id IS NULL)))
);

ALTER TABLE billing_invoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_invoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_invoiceline (
    id bigint NOT NULL,
    description character varying(300) NOT NULL,
    quantity integer NOT NULL,
    amount bigint NOT NULL,
    invoice_id bigint NOT NULL,
    account_id bigint,
    category character varying(2) DEFAULT ''::character varying NOT NULL,
    discount bigint DEFAULT 0 NOT NULL,
    ends date,
    original_id bigint,
    "position" integer DEFAULT 1 NOT NULL,
    price bigint DEFAULT 0 NOT NULL,
    product character varying(120) DEFAULT ''::character varying NOT NULL,
    rate integer DEFAULT 0 NOT NULL,
    starts date,
    supply character varying(20) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT billing_invoiceline_position_check CHECK (("position" >= 0)),
    CONSTRAINT billing_invoiceline_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT billing_invoiceline_rate_check CHECK ((rate >= 0))
);

ALTER TABLE billing_invoiceline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_invoiceline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_invoicetax (
    id bigint NOT NULL,
    category character varying(2) NOT NULL,
    rate integer NOT NULL,
    country character varying(2) NOT NULL,
    base bigint NOT NULL,
    amount bigint NOT NULL,
    reason character varying(300) NOT NULL,
    reason_code character varying(30) NOT NULL,
    account_id bigint,
    invoice_id bigint NOT NULL,
    CONSTRAINT billing_invoicetax_rate_check CHECK ((rate >= 0))
);

ALTER TABLE billing_invoicetax ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_invoicetax_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_irregularity (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    note character varying(300) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    account_id bigint NOT NULL,
    hold_id bigint,
    payment_id bigint,
    bank_line bigint,
    CONSTRAINT billing_irregularity_bank_line_check CHECK ((bank_line >= 0))
);

ALTER TABLE billing_irregularity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_irregularity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_payment (
    id bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    currency character varying(3) NOT NULL,
    amount bigint NOT NULL,
    method character varying(40) NOT NULL,
    payer character varying(200) NOT NULL,
    reference character varying(140) NOT NULL,
    depersonalised_at timestamp with time zone,
    account_id bigint,
    key character varying(120),
    refunds_id bigint,
    sent_at timestamp with time zone,
    send_by date,
    taken_back_at timestamp with time zone,
    CONSTRAINT payment_is_taken_back_before_it_is_sent CHECK (((taken_back_at IS NULL) OR ((amount < 0) AND (sent_at IS NULL)))),
    CONSTRAINT payment_refund_is_negative CHECK (((refunds_id IS NULL) OR (amount < 0)))
);

ALTER TABLE billing_payment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_posting (
    id bigint NOT NULL,
    ledger character varying(20) NOT NULL,
    part character varying(40) NOT NULL,
    currency character varying(3) NOT NULL,
    amount bigint NOT NULL,
    account_id bigint,
    invoice_id bigint,
    payment_id bigint,
    transaction_id bigint NOT NULL,
    CONSTRAINT posting_of_something CHECK ((NOT (amount = 0)))
);

ALTER TABLE billing_posting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_posting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_reminder (
    id bigint NOT NULL,
    days smallint NOT NULL,
    action character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id bigint,
    invoice_id bigint NOT NULL
);

ALTER TABLE billing_reminder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_series (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    year smallint NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT billing_series_last_check CHECK ((last >= 0)),
    CONSTRAINT billing_series_year_check CHECK ((year >= 0))
);

ALTER TABLE billing_series ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE billing_transaction (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    "on" date NOT NULL,
    key character varying(120),
    depersonalised_at timestamp with time zone,
    account_id bigint
);

ALTER TABLE billing_transaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME billing_transaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE calls_call (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    plug_in character varying(40) NOT NULL,
    verb character varying(40) NOT NULL,
    about character varying(80) NOT NULL,
    "row" bigint NOT NULL,
    key character varying(120) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    claimed_at timestamp with time zone,
    claimed_by uuid,
    tries smallint NOT NULL,
    done_at timestamp with time zone,
    refused_at timestamp with time zone,
    why character varying(200) NOT NULL,
    in_doubt_since timestamp with time zone,
    answer character varying(120) NOT NULL,
    CONSTRAINT call_claimed_by_somebody_until CHECK ((((claimed_at IS NULL) AND (claimed_by IS NULL)) OR ((claimed_at IS NOT NULL) AND (claimed_by IS NOT NULL) AND (next_at IS NOT NULL)))),
    CONSTRAINT call_done_or_refused CHECK (((done_at IS NULL) OR (refused_at IS NULL))),
    CONSTRAINT call_done_without_why CHECK (((done_at IS NULL) OR ((why)::text = ''::text))),
    CONSTRAINT call_over_is_over CHECK (((NOT ((done_at IS NOT NULL) OR (refused_at IS NOT NULL))) OR ((claimed_at IS NULL) AND (in_doubt_since IS NULL) AND (next_at IS NULL)))),
    CONSTRAINT calls_call_tries_check CHECK ((tries >= 0))
);

ALTER TABLE calls_call ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME calls_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_addon (
    id bigint NOT NULL,
    addon_id bigint NOT NULL,
    product_id bigint NOT NULL
);

ALTER TABLE catalog_addon ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_addon_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_choice (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    "position" integer NOT NULL,
    retired_at timestamp with time zone,
    option_id bigint NOT NULL,
    words jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT catalog_choice_position_check CHECK (("position" >= 0))
);

ALTER TABLE catalog_choice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_choice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_choiceprice (
    id bigint NOT NULL,
    currency character varying(3) NOT NULL,
    months smallint NOT NULL,
    amount bigint NOT NULL,
    setup bigint NOT NULL,
    starts date NOT NULL,
    choice_id bigint NOT NULL,
    CONSTRAINT catalog_choiceprice_amount_check CHECK ((amount >= 0)),
    CONSTRAINT catalog_choiceprice_months_check CHECK ((months >= 0)),
    CONSTRAINT catalog_choiceprice_setup_check CHECK ((setup >= 0))
);

ALTER TABLE catalog_choiceprice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_choiceprice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_group (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    slug character varying(80) NOT NULL,
    about text NOT NULL,
    "position" integer NOT NULL,
    hidden boolean NOT NULL,
    words jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT catalog_group_position_check CHECK (("position" >= 0))
);

ALTER TABLE catalog_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_option (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(10) NOT NULL,
    "least" integer NOT NULL,
    most integer NOT NULL,
    "position" integer NOT NULL,
    retired_at timestamp with time zone,
    product_id bigint NOT NULL,
    words jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT catalog_option_least_check CHECK (("least" >= 0)),
    CONSTRAINT catalog_option_most_check CHECK ((most >= 0)),
    CONSTRAINT catalog_option_position_check CHECK (("position" >= 0))
);

ALTER TABLE catalog_option ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_option_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_price (
    id bigint NOT NULL,
    currency character varying(3) NOT NULL,
    months smallint NOT NULL,
    amount bigint,
    setup bigint NOT NULL,
    starts date NOT NULL,
    product_id bigint NOT NULL,
    CONSTRAINT catalog_price_amount_check CHECK ((amount >= 0)),
    CONSTRAINT catalog_price_months_check CHECK ((months >= 0)),
    CONSTRAINT catalog_price_setup_check CHECK ((setup >= 0))
);

ALTER TABLE catalog_price ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_price_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_pricechange (
    id bigint NOT NULL,
    currency character varying(3) NOT NULL,
    months smallint NOT NULL,
    amount bigint NOT NULL,
    starts date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    product_id bigint NOT NULL,
    choice_id bigint,
    CONSTRAINT catalog_pricechange_amount_check CHECK ((amount >= 0)),
    CONSTRAINT catalog_pricechange_months_check CHECK ((months >= 0))
);

ALTER TABLE catalog_pricechange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_pricechange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_product (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    slug character varying(80) NOT NULL,
    kind character varying(20) NOT NULL,
    supply character varying(20) NOT NULL,
    summary character varying(300) NOT NULL,
    about text NOT NULL,
    welcome text NOT NULL,
    asks_name character varying(80) NOT NULL,
    provisioner character varying(80) NOT NULL,
    package character varying(120) NOT NULL,
    stock integer,
    most integer NOT NULL,
    "position" integer NOT NULL,
    hidden boolean NOT NULL,
    retired_at timestamp with time zone,
    group_id bigint NOT NULL,
    waits_for_payment boolean DEFAULT false NOT NULL,
    words jsonb DEFAULT '{}'::jsonb NOT NULL,
    unlisted boolean DEFAULT false NOT NULL,
    CONSTRAINT catalog_product_most_check CHECK ((most >= 0)),
    CONSTRAINT catalog_product_position_check CHECK (("position" >= 0)),
    CONSTRAINT catalog_product_stock_check CHECK ((stock >= 0))
);

ALTER TABLE catalog_product ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_promoted (
    id bigint NOT NULL,
    product_id bigint NOT NULL,
    promotion_id bigint NOT NULL
);

ALTER TABLE catalog_promoted ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_promoted_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_promotion (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    percent integer,
    amount bigint,
    currency character varying(3) NOT NULL,
    periods smallint,
    starts date,
    ends date,
    "limit" integer,
    used integer NOT NULL,
    months smallint[] DEFAULT '{}'::smallint[] NOT NULL,
    new_customers boolean DEFAULT false NOT NULL,
    once boolean DEFAULT false NOT NULL,
    CONSTRAINT catalog_promotion_amount_check CHECK ((amount >= 0)),
    CONSTRAINT catalog_promotion_limit_check CHECK (("limit" >= 0)),
    CONSTRAINT catalog_promotion_percent_check CHECK ((percent >= 0)),
    CONSTRAINT catalog_promotion_periods_check CHECK ((periods >= 0)),
    CONSTRAINT catalog_promotion_used_check CHECK ((used >= 0)),
    CONSTRAINT promotion_takes_something_off CHECK ((((amount > 0) AND (percent IS NULL)) OR ((amount IS NULL) AND (percent > 0) AND (percent <= 1000000)))),
    CONSTRAINT promotion_within_limit CHECK ((("limit" IS NULL) OR (used <= "limit")))
);

ALTER TABLE catalog_promotion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_promotion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE catalog_upgrade (
    id bigint NOT NULL,
    product_id bigint NOT NULL,
    to_id bigint NOT NULL
);

ALTER TABLE catalog_upgrade ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME catalog_upgrade_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE copies_copy (
    id bigint CONSTRAINT privacy_copy_id_not_null NOT NULL,
    format character varying(4) CONSTRAINT privacy_copy_format_not_null NOT NULL,
    digest character varying(64) CONSTRAINT privacy_copy_digest_not_null NOT NULL,
    asked_at timestamp with time zone CONSTRAINT privacy_copy_asked_at_not_null NOT NULL,
    ready_at timestamp with time zone,
    expires_at timestamp with time zone CONSTRAINT privacy_copy_expires_at_not_null NOT NULL,
    fetched_at timestamp with time zone,
    file character varying(100) CONSTRAINT privacy_copy_file_not_null NOT NULL,
    person_id bigint CONSTRAINT privacy_copy_person_id_not_null NOT NULL,
    key bytea DEFAULT '\x'::bytea CONSTRAINT privacy_copy_key_not_null NOT NULL,
    rule character varying(80) DEFAULT ''::character varying NOT NULL
);

CREATE TABLE requests_answertemplate (
    id bigint CONSTRAINT desk_answertemplate_id_not_null NOT NULL,
    kind character varying(20) CONSTRAINT desk_answertemplate_kind_not_null NOT NULL,
    "right" character varying(20) CONSTRAINT desk_answertemplate_right_not_null NOT NULL,
    language character varying(10) CONSTRAINT desk_answertemplate_language_not_null NOT NULL,
    text text CONSTRAINT desk_answertemplate_text_not_null NOT NULL
);

ALTER TABLE requests_answertemplate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME desk_answertemplate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id bigint NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);

ALTER TABLE django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE erasure_forgetrequest (
    id bigint CONSTRAINT privacy_forgetrequest_id_not_null NOT NULL,
    recipient character varying(80) CONSTRAINT privacy_forgetrequest_recipient_not_null NOT NULL,
    reference character varying(200) CONSTRAINT privacy_forgetrequest_reference_not_null NOT NULL,
    receipt uuid,
    asked_at timestamp with time zone CONSTRAINT privacy_forgetrequest_asked_at_not_null NOT NULL,
    state character varying(10) CONSTRAINT privacy_forgetrequest_state_not_null NOT NULL,
    attempts integer DEFAULT 0 CONSTRAINT privacy_forgetrequest_attempts_not_null NOT NULL,
    next_at timestamp with time zone CONSTRAINT privacy_forgetrequest_next_at_not_null NOT NULL,
    answered_at timestamp with time zone,
    CONSTRAINT privacy_forgetrequest_attempts_check CHECK ((attempts >= 0))
);

CREATE TABLE erasure_hold (
    id bigint CONSTRAINT privacy_hold_id_not_null NOT NULL,
    records character varying(40)[] CONSTRAINT privacy_hold_records_not_null NOT NULL,
    reason character varying(300) CONSTRAINT privacy_hold_reason_not_null NOT NULL,
    owner character varying(120) CONSTRAINT privacy_hold_owner_not_null NOT NULL,
    review_on date CONSTRAINT privacy_hold_review_on_not_null NOT NULL,
    placed_at timestamp with time zone CONSTRAINT privacy_hold_placed_at_not_null NOT NULL,
    lifted_at timestamp with time zone,
    subject_id bigint NOT NULL,
    placed_by_id bigint,
    purpose character varying(80) DEFAULT ''::character varying NOT NULL
);

CREATE VIEW erasure_protection AS
 WITH marked AS NOT MATERIALIZED (
         SELECT accounts_subject.id AS subject_id,
            true AS restricted,
            ARRAY[]::character varying[] AS records
           FROM accounts_subject
          WHERE (accounts_subject.restricted_at IS NOT NULL)
        UNION ALL
         SELECT erasure_hold.subject_id,
            false,
            (erasure_hold.records)::character varying[] AS records
           FROM erasure_hold
          WHERE (erasure_hold.lifted_at IS NULL)
        )
 SELECT marked.subject_id,
    marked.restricted,
    marked.records
   FROM marked
UNION ALL
 SELECT m.person_id AS subject_id,
    k.restricted,
    k.records
   FROM (marked k
     JOIN accounts_membership m ON ((m.account_id = k.subject_id)))
UNION ALL
 SELECT m.account_id AS subject_id,
    k.restricted,
    k.records
   FROM (marked k
     JOIN accounts_membership m ON (((m.person_id = k.subject_id) AND ((m.role)::text = 'owner'::text))));

CREATE TABLE files_doomedfile (
    id bigint CONSTRAINT privacy_doomedfile_id_not_null NOT NULL,
    name character varying(200) CONSTRAINT privacy_doomedfile_name_not_null NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() CONSTRAINT privacy_doomedfile_at_not_null NOT NULL
);

CREATE TABLE gates_acceptance (
    id bigint NOT NULL,
    policy character varying(64) NOT NULL,
    version character varying(40) NOT NULL,
    way character varying(9) NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE gates_acceptance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME gates_acceptance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE gates_acknowledgement (
    id bigint CONSTRAINT privacy_acknowledgement_id_not_null NOT NULL,
    policy character varying(64) CONSTRAINT privacy_acknowledgement_policy_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT privacy_acknowledgement_at_not_null NOT NULL,
    person_id bigint CONSTRAINT privacy_acknowledgement_person_id_not_null NOT NULL
);

CREATE TABLE gates_consentevent (
    id bigint CONSTRAINT privacy_consentevent_id_not_null NOT NULL,
    rule character varying(140) CONSTRAINT privacy_consentevent_rule_not_null NOT NULL,
    kind character varying(10) CONSTRAINT privacy_consentevent_kind_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT privacy_consentevent_at_not_null NOT NULL,
    channel character varying(20) CONSTRAINT privacy_consentevent_channel_not_null NOT NULL,
    wording text CONSTRAINT privacy_consentevent_wording_not_null NOT NULL,
    policy character varying(64) CONSTRAINT privacy_consentevent_policy_not_null NOT NULL,
    person_id bigint CONSTRAINT privacy_consentevent_person_id_not_null NOT NULL
);

CREATE TABLE gates_disclosure (
    id bigint CONSTRAINT privacy_disclosure_id_not_null NOT NULL,
    recipient character varying(80) CONSTRAINT privacy_disclosure_recipient_not_null NOT NULL,
    rule character varying(80) CONSTRAINT privacy_disclosure_rule_not_null NOT NULL,
    categories character varying(40)[] CONSTRAINT privacy_disclosure_categories_not_null NOT NULL,
    reference character varying(200) CONSTRAINT privacy_disclosure_reference_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT privacy_disclosure_at_not_null NOT NULL,
    subject_id bigint,
    asked_to_forget_at timestamp with time zone,
    forgotten_at timestamp with time zone
);

CREATE TABLE gates_readlimit (
    id bigint CONSTRAINT privacy_readlimit_id_not_null NOT NULL,
    category character varying(40) CONSTRAINT privacy_readlimit_category_not_null NOT NULL,
    person_id bigint CONSTRAINT privacy_readlimit_person_id_not_null NOT NULL
);

CREATE TABLE gates_siteconsent (
    id bigint CONSTRAINT privacy_siteconsent_id_not_null NOT NULL,
    site character varying(100) CONSTRAINT privacy_siteconsent_site_not_null NOT NULL,
    subject uuid CONSTRAINT privacy_siteconsent_subject_not_null NOT NULL,
    asked character varying(20)[] CONSTRAINT privacy_siteconsent_asked_not_null NOT NULL,
    allowed character varying(20)[] CONSTRAINT privacy_siteconsent_allowed_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT privacy_siteconsent_at_not_null NOT NULL,
    person_id bigint CONSTRAINT privacy_siteconsent_person_id_not_null NOT NULL
);

CREATE TABLE gates_staffread (
    id bigint CONSTRAINT privacy_staffread_id_not_null NOT NULL,
    role character varying(60) CONSTRAINT privacy_staffread_role_not_null NOT NULL,
    categories character varying(40)[] CONSTRAINT privacy_staffread_categories_not_null NOT NULL,
    reason character varying(300) CONSTRAINT privacy_staffread_reason_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT privacy_staffread_at_not_null NOT NULL,
    staff_id bigint,
    subject_id bigint,
    agreement character varying(10) DEFAULT ''::character varying NOT NULL,
    ground character varying(10) DEFAULT ''::character varying NOT NULL
);

CREATE TABLE gates_undertaking (
    id bigint NOT NULL,
    recipient character varying(80) NOT NULL,
    kind character varying(20) NOT NULL,
    signed_on date NOT NULL,
    purposes character varying(60)[] NOT NULL,
    note character varying(300) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);

ALTER TABLE gates_undertaking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME gates_undertaking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE gateways_gatewayevent (
    id bigint NOT NULL,
    gateway character varying(40) NOT NULL,
    name character varying(200) NOT NULL,
    what character varying(20) NOT NULL,
    told_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    raw bytea NOT NULL,
    reference character varying(200) NOT NULL,
    payment character varying(200) NOT NULL,
    key character varying(200) NOT NULL,
    payee character varying(200) NOT NULL,
    outcome character varying(10) NOT NULL,
    amount bigint,
    currency character varying(3) NOT NULL,
    fee bigint,
    code character varying(60) NOT NULL,
    again character varying(10) NOT NULL,
    way character varying(200) NOT NULL,
    way_customer character varying(200) NOT NULL,
    way_kind character varying(10) NOT NULL,
    way_label character varying(80) NOT NULL,
    way_ends_on date,
    answer_by timestamp with time zone,
    asked_at timestamp with time zone,
    handled_at timestamp with time zone,
    asks character varying(20) NOT NULL,
    settled_at timestamp with time zone,
    settled_why character varying(200) NOT NULL,
    account_id bigint
);

ALTER TABLE gateways_gatewayevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME gateways_gatewayevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE gateways_paymentattempt (
    id bigint NOT NULL,
    reopens boolean NOT NULL,
    gateway character varying(40) NOT NULL,
    key character varying(40) NOT NULL,
    amount bigint NOT NULL,
    currency character varying(3) NOT NULL,
    keeps boolean NOT NULL,
    started_at timestamp with time zone NOT NULL,
    reference character varying(200) NOT NULL,
    underway_since timestamp with time zone,
    asked_at timestamp with time zone,
    ended_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    code character varying(60) NOT NULL,
    again character varying(10) NOT NULL,
    proof character varying(200) DEFAULT ''::character varying NOT NULL,
    proof_account character varying(200) DEFAULT ''::character varying NOT NULL,
    score smallint,
    review_since timestamp with time zone,
    decided_at timestamp with time zone,
    decided_why character varying(200) DEFAULT ''::character varying NOT NULL,
    depersonalised_at timestamp with time zone,
    account_id bigint,
    by_id bigint,
    invoice_id bigint,
    payment_id bigint,
    refunds_id bigint,
    method_id bigint,
    CONSTRAINT attempt_open_is_open CHECK (((ended_at IS NOT NULL) OR ((outcome)::text = ''::text))),
    CONSTRAINT gateways_paymentattempt_score_check CHECK ((score >= 0))
);

ALTER TABLE gateways_paymentattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME gateways_paymentattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE gateways_paymentmethod (
    id bigint NOT NULL,
    gateway character varying(40) NOT NULL,
    kind character varying(10) NOT NULL,
    reference character varying(200) NOT NULL,
    customer character varying(200) NOT NULL,
    label character varying(80) NOT NULL,
    ends_on date,
    added_at timestamp with time zone NOT NULL,
    default_since timestamp with time zone,
    removed_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    end_told_at timestamp with time zone,
    proved_by character varying(40) DEFAULT ''::character varying NOT NULL,
    proof character varying(200) DEFAULT ''::character varying NOT NULL,
    account_id bigint NOT NULL,
    by_id bigint
);

ALTER TABLE gateways_paymentmethod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME gateways_paymentmethod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE gateways_payout (
    id bigint NOT NULL,
    gateway character varying(40) NOT NULL,
    reference character varying(200) NOT NULL,
    arrives_on date NOT NULL,
    amount bigint NOT NULL,
    currency character varying(3) NOT NULL,
    descriptor character varying(140) NOT NULL,
    told_at timestamp with time zone NOT NULL,
    bank_line bigint,
    lost_at timestamp with time zone,
    by_hand boolean DEFAULT false NOT NULL
);

ALTER TABLE gateways_payout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME gateways_payout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE gateways_payoutpart (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    amount bigint NOT NULL,
    fee bigint NOT NULL,
    "foreign" boolean DEFAULT false NOT NULL,
    payout_id bigint NOT NULL
);

ALTER TABLE gateways_payoutpart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME gateways_payoutpart_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE journal_checkpoint (
    id bigint NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    note text NOT NULL,
    frontier bytea NOT NULL
);

ALTER TABLE journal_checkpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME journal_checkpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE journal_entry (
    id bigint NOT NULL,
    receipt uuid DEFAULT uuidv4() NOT NULL,
    at timestamp with time zone NOT NULL,
    event text NOT NULL,
    rule text DEFAULT ''::text NOT NULL,
    policy text DEFAULT ''::text NOT NULL,
    subject uuid,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    seq bigint,
    leaf bytea,
    CONSTRAINT journal_entry_at_is_readable CHECK (((at >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (at < '9999-01-01 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT journal_entry_counts_is_object CHECK ((NOT jsonb_path_exists(counts, '$?(@.type() != "object")'::jsonpath))),
    CONSTRAINT journal_entry_counts_keys_are_names_or_dates CHECK ((NOT jsonb_path_exists(counts, '$.**?(@.type() == "object").keyvalue()."key"?(!(@ like_regex "^([A-Za-z][A-Za-z0-9_.-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+]00:00))?)$"))'::jsonpath))),
    CONSTRAINT journal_entry_counts_numbers_are_whole CHECK ((NOT jsonb_path_exists(counts, '$.**?(@.type() == "number")?((@.floor() != @ || @ < -9007199254740992) || @ > 9007199254740992)'::jsonpath))),
    CONSTRAINT journal_entry_counts_texts_are_names_or_dates CHECK ((NOT jsonb_path_exists(counts, '$.**?(@.type() == "string")?(!(@ like_regex "^([A-Za-z][A-Za-z0-9_.-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+]00:00))?)$"))'::jsonpath))),
    CONSTRAINT journal_entry_event_is_dotted_name CHECK ((event ~ '^[a-z][a-z0-9_]*([.][a-z0-9_]+)+$'::text)),
    CONSTRAINT journal_entry_policy_is_sha256_or_blank CHECK (((length(policy) = ANY (ARRAY[0, 64])) AND (policy ~ '^[0-9a-f]*$'::text))),
    CONSTRAINT journal_entry_rule_is_name_or_blank CHECK ((rule ~ '^([A-Za-z][A-Za-z0-9_.-]*)?$'::text)),
    CONSTRAINT journal_entry_seq_and_leaf_come_together CHECK ((((leaf IS NULL) AND (seq IS NULL)) OR ((leaf IS NOT NULL) AND (seq >= 0))))
);

ALTER TABLE journal_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME journal_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE journal_tile (
    id bigint NOT NULL,
    level smallint NOT NULL,
    index bigint NOT NULL,
    root bytea NOT NULL,
    CONSTRAINT journal_tile_level_check CHECK ((level >= 0))
);

ALTER TABLE journal_tile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME journal_tile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE journal_witness (
    id bigint NOT NULL,
    key text NOT NULL,
    size bigint NOT NULL,
    line text NOT NULL,
    at timestamp with time zone,
    failure text NOT NULL,
    failed_at timestamp with time zone
);

ALTER TABLE journal_witness ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME journal_witness_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE messaging_message (
    id bigint NOT NULL,
    rule character varying(80) NOT NULL,
    channel character varying(20) NOT NULL,
    address character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    account_id bigint,
    person_id bigint,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone,
    secret boolean DEFAULT false NOT NULL,
    stopped_at timestamp with time zone,
    secret_body text,
    failed_at timestamp with time zone,
    deleted_at timestamp with time zone,
    kept_by character varying(80) DEFAULT ''::character varying NOT NULL,
    kept_since timestamp with time zone,
    bounced_at timestamp with time zone,
    attached text DEFAULT ''::text NOT NULL,
    failed_because character varying(20) DEFAULT ''::character varying NOT NULL,
    thread character varying(40) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT messaging_message_attempts_check CHECK ((attempts >= 0))
);

ALTER TABLE messaging_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME messaging_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE orders_order (
    id bigint NOT NULL,
    number character varying(40) NOT NULL,
    key uuid NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    currency character varying(3) NOT NULL,
    net bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    promotion character varying(40) NOT NULL,
    policy character varying(64) NOT NULL,
    from_country character varying(2) NOT NULL,
    note text NOT NULL,
    review character varying(60) NOT NULL,
    accepted_at timestamp with time zone,
    refused_at timestamp with time zone,
    refused_because character varying(300) NOT NULL,
    account_id bigint NOT NULL,
    handled_by_id bigint,
    person_id bigint,
    terms_id bigint,
    documents text NOT NULL,
    begin_words text DEFAULT ''::text NOT NULL,
    delivery_words text DEFAULT ''::text NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT order_accepted_or_refused CHECK (((accepted_at IS NULL) OR (refused_at IS NULL)))
);

ALTER TABLE orders_order ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME orders_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE orders_orderline (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    product character varying(120) NOT NULL,
    about text NOT NULL,
    options text NOT NULL,
    label character varying(253) NOT NULL,
    supply character varying(20) NOT NULL,
    quantity integer NOT NULL,
    months smallint NOT NULL,
    currency character varying(3) NOT NULL,
    price bigint NOT NULL,
    setup bigint NOT NULL,
    discount bigint NOT NULL,
    discounts smallint,
    amount bigint NOT NULL,
    recurring bigint NOT NULL,
    account_id bigint NOT NULL,
    offer_id bigint,
    order_id bigint NOT NULL,
    service_id bigint,
    choices jsonb DEFAULT '{}'::jsonb NOT NULL,
    rate integer DEFAULT 0 NOT NULL,
    list_price bigint,
    CONSTRAINT orders_orderline_discounts_check CHECK ((discounts >= 0)),
    CONSTRAINT orders_orderline_months_check CHECK ((months >= 0)),
    CONSTRAINT orders_orderline_position_check CHECK (("position" >= 0)),
    CONSTRAINT orders_orderline_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT orders_orderline_rate_check CHECK ((rate >= 0))
);

ALTER TABLE orders_orderline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME orders_orderline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE orders_quote (
    id bigint NOT NULL,
    number character varying(40) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    last_day date NOT NULL,
    currency character varying(3) NOT NULL,
    words text NOT NULL,
    declined_at timestamp with time zone,
    account_id bigint NOT NULL,
    order_id bigint,
    withdrawn_at timestamp with time zone,
    promotion character varying(40) DEFAULT ''::character varying NOT NULL,
    lapsed_at timestamp with time zone,
    CONSTRAINT quote_accepted_has_no_other_end CHECK (((order_id IS NULL) OR ((declined_at IS NULL) AND (lapsed_at IS NULL) AND (withdrawn_at IS NULL)))),
    CONSTRAINT quote_lapsed_has_no_other_end CHECK (((lapsed_at IS NULL) OR ((declined_at IS NULL) AND (withdrawn_at IS NULL)))),
    CONSTRAINT quote_withdrawn_is_not_declined CHECK (((withdrawn_at IS NULL) OR (declined_at IS NULL)))
);

ALTER TABLE orders_quote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME orders_quote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE orders_quoteline (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    product character varying(120) NOT NULL,
    about text NOT NULL,
    options text NOT NULL,
    label character varying(253) NOT NULL,
    supply character varying(20) NOT NULL,
    quantity integer NOT NULL,
    months smallint NOT NULL,
    currency character varying(3) NOT NULL,
    price bigint NOT NULL,
    setup bigint NOT NULL,
    discount bigint NOT NULL,
    discounts smallint,
    amount bigint NOT NULL,
    recurring bigint NOT NULL,
    account_id bigint NOT NULL,
    offer_id bigint,
    quote_id bigint NOT NULL,
    choices jsonb DEFAULT '{}'::jsonb NOT NULL,
    list_price bigint,
    CONSTRAINT orders_quoteline_discounts_check CHECK ((discounts >= 0)),
    CONSTRAINT orders_quoteline_months_check CHECK ((months >= 0)),
    CONSTRAINT orders_quoteline_position_check CHECK (("position" >= 0)),
    CONSTRAINT orders_quoteline_quantity_check CHECK ((quantity >= 0))
);

ALTER TABLE orders_quoteline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME orders_quoteline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE orders_reviewrule (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    amount bigint,
    currency character varying(3) NOT NULL,
    CONSTRAINT orders_reviewrule_amount_check CHECK ((amount >= 0))
);

ALTER TABLE orders_reviewrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME orders_reviewrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE orders_terms (
    id bigint NOT NULL,
    version character varying(40) NOT NULL,
    text text NOT NULL,
    starts date NOT NULL,
    words jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE orders_terms ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME orders_terms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE gates_acknowledgement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_acknowledgement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE gates_consentevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_consentevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE copies_copy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_copy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE gates_disclosure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_disclosure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE files_doomedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_doomedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE erasure_forgetrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_forgetrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE erasure_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE requests_identityproof (
    id bigint CONSTRAINT privacy_identityproof_id_not_null NOT NULL,
    file character varying(100) CONSTRAINT privacy_identityproof_file_not_null NOT NULL,
    content_type character varying(100) CONSTRAINT privacy_identityproof_content_type_not_null NOT NULL,
    key bytea CONSTRAINT privacy_identityproof_key_not_null NOT NULL,
    received_at timestamp with time zone CONSTRAINT privacy_identityproof_received_at_not_null NOT NULL,
    request_id bigint CONSTRAINT privacy_identityproof_request_id_not_null NOT NULL,
    subject_id bigint
);

ALTER TABLE requests_identityproof ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_identityproof_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE publishing_publishedpolicy (
    id bigint CONSTRAINT privacy_publishedpolicy_id_not_null NOT NULL,
    digest character varying(64) CONSTRAINT privacy_publishedpolicy_digest_not_null NOT NULL,
    version character varying(40) CONSTRAINT privacy_publishedpolicy_version_not_null NOT NULL,
    source text CONSTRAINT privacy_publishedpolicy_source_not_null NOT NULL,
    published_at timestamp with time zone CONSTRAINT privacy_publishedpolicy_published_at_not_null NOT NULL,
    in_force_from date CONSTRAINT privacy_publishedpolicy_in_force_from_not_null NOT NULL,
    language smallint DEFAULT 1 NOT NULL,
    editorial boolean DEFAULT false NOT NULL,
    CONSTRAINT publishing_publishedpolicy_language_check CHECK ((language >= 0))
);

ALTER TABLE publishing_publishedpolicy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_publishedpolicy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE gates_readlimit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_readlimit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE requests_rightsrequest (
    id bigint CONSTRAINT privacy_rightsrequest_id_not_null NOT NULL,
    "right" character varying(20) CONSTRAINT privacy_rightsrequest_right_not_null NOT NULL,
    rule character varying(80) CONSTRAINT privacy_rightsrequest_rule_not_null NOT NULL,
    channel character varying(20) CONSTRAINT privacy_rightsrequest_channel_not_null NOT NULL,
    sender character varying(254) CONSTRAINT privacy_rightsrequest_sender_not_null NOT NULL,
    text text CONSTRAINT privacy_rightsrequest_text_not_null NOT NULL,
    mail_id character varying(250),
    asked_at timestamp with time zone CONSTRAINT privacy_rightsrequest_asked_at_not_null NOT NULL,
    due_on date,
    paused_at timestamp with time zone,
    paused_for character varying(30) CONSTRAINT privacy_rightsrequest_paused_for_not_null NOT NULL,
    extended_at timestamp with time zone,
    extended_because character varying(300) CONSTRAINT privacy_rightsrequest_extended_because_not_null NOT NULL,
    verified_at timestamp with time zone,
    verified_by character varying(30) CONSTRAINT privacy_rightsrequest_verified_by_not_null NOT NULL,
    state character varying(15) CONSTRAINT privacy_rightsrequest_state_not_null NOT NULL,
    closed_at timestamp with time zone,
    answer text CONSTRAINT privacy_rightsrequest_answer_not_null NOT NULL,
    receipt uuid,
    handler_id bigint,
    person_id bigint,
    subject_id bigint,
    kept_since timestamp with time zone,
    kept_by character varying(80) DEFAULT ''::character varying NOT NULL,
    signs_in_as character varying(254) DEFAULT ''::character varying NOT NULL,
    whose character varying(300) DEFAULT ''::character varying NOT NULL,
    verifier_id bigint,
    reply_to character varying(254) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT request_is_open_or_closed CHECK (((((state)::text = 'open'::text) OR (closed_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'open'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (closed_at IS NOT NULL) THEN 1
    ELSE 0
END))))
);

ALTER TABLE requests_rightsrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_rightsrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE gates_siteconsent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_siteconsent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE gates_staffread ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME privacy_staffread_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE procrastinate_events_id_seq OWNED BY procrastinate_events.id;

CREATE SEQUENCE procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE procrastinate_jobs_id_seq OWNED BY procrastinate_jobs.id;

CREATE TABLE procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE procrastinate_periodic_defers_id_seq OWNED BY procrastinate_periodic_defers.id;

CREATE TABLE procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE requests_doomedmail (
    id bigint NOT NULL,
    number character varying(250) NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    doomed_at timestamp with time zone NOT NULL,
    waits_for bigint
);

ALTER TABLE requests_doomedmail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME requests_doomedmail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE requests_requestmail (
    id bigint NOT NULL,
    file character varying(100) NOT NULL,
    key bytea NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    request_id bigint NOT NULL,
    subject_id bigint
);

ALTER TABLE requests_requestmail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME requests_requestmail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE requests_takenin (
    id bigint NOT NULL,
    place character varying(64) NOT NULL,
    uid bigint NOT NULL,
    fingerprint character varying(64) NOT NULL
);

ALTER TABLE requests_takenin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME requests_takenin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE requests_unstoredmail (
    id bigint NOT NULL,
    place character varying(64) NOT NULL,
    uid bigint NOT NULL,
    since timestamp with time zone NOT NULL
);

ALTER TABLE requests_unstoredmail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME requests_unstoredmail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE sepa_collection (
    id bigint NOT NULL,
    key character varying(35) NOT NULL,
    amount bigint NOT NULL,
    collect_on date NOT NULL,
    announced_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    account_id bigint,
    attempt_id bigint,
    invoice_id bigint NOT NULL,
    file_id bigint,
    mandate_id bigint
);

ALTER TABLE sepa_collection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME sepa_collection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE sepa_collectionfile (
    id bigint NOT NULL,
    name character varying(35) NOT NULL,
    format character varying(20) NOT NULL,
    collect_on date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    bank_account_id bigint NOT NULL
);

ALTER TABLE sepa_collectionfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME sepa_collectionfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE sepa_mandate (
    id bigint NOT NULL,
    reference character varying(35) NOT NULL,
    creditor character varying(35) NOT NULL,
    holder character varying(70) NOT NULL,
    iban character varying(34) NOT NULL,
    notice smallint NOT NULL,
    wording text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    used_on date,
    account_id bigint NOT NULL,
    by_id bigint,
    method_id bigint NOT NULL,
    CONSTRAINT sepa_mandate_notice_check CHECK ((notice >= 0))
);

ALTER TABLE sepa_mandate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME sepa_mandate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE services_cancellation (
    id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    effective_on date NOT NULL,
    because text NOT NULL,
    taken_back_at timestamp with time zone,
    account_id bigint NOT NULL,
    person_id bigint,
    service_id bigint NOT NULL,
    kind character varying(10) DEFAULT 'cancelled'::character varying NOT NULL,
    refund bigint DEFAULT 0 NOT NULL,
    refund_by date,
    refunded_at timestamp with time zone,
    statement text DEFAULT ''::text NOT NULL
);

ALTER TABLE services_cancellation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME services_cancellation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE services_charge (
    id bigint NOT NULL,
    reason character varying(10) NOT NULL,
    starts date,
    ends date,
    product character varying(120) NOT NULL,
    description character varying(300) NOT NULL,
    supply character varying(20) NOT NULL,
    quantity integer NOT NULL,
    currency character varying(3) NOT NULL,
    price bigint NOT NULL,
    discount bigint NOT NULL,
    amount bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    line_id bigint,
    service_id bigint,
    takes_back_id bigint,
    CONSTRAINT charge_adds_up CHECK ((amount = ((quantity * price) - discount))),
    CONSTRAINT services_charge_quantity_check CHECK ((quantity >= 0))
);

ALTER TABLE services_charge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME services_charge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE services_ownprice (
    id bigint NOT NULL,
    amount bigint,
    percent integer,
    currency character varying(3) NOT NULL,
    because character varying(300) NOT NULL,
    starts date NOT NULL,
    until date,
    agreed_at timestamp with time zone NOT NULL,
    end_told_at timestamp with time zone,
    taken_back_at timestamp with time zone,
    account_id bigint NOT NULL,
    service_id bigint NOT NULL,
    CONSTRAINT own_price_is_an_amount_or_percent_off CHECK ((((amount >= 0) AND (percent IS NULL)) OR ((amount IS NULL) AND (percent > 0) AND (percent <= 1000000)))),
    CONSTRAINT own_price_starts_before_it_ends CHECK (((until IS NULL) OR (until >= starts))),
    CONSTRAINT services_ownprice_percent_check CHECK ((percent >= 0))
);

ALTER TABLE services_ownprice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME services_ownprice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE services_service (
    id bigint NOT NULL,
    product character varying(120) NOT NULL,
    label character varying(253) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    deleted_at timestamp with time zone,
    account_id bigint NOT NULL,
    kept_since timestamp with time zone,
    kept_by character varying(80) DEFAULT ''::character varying NOT NULL,
    activated_at timestamp with time zone,
    anchor smallint,
    charged_through date,
    offer_id bigint,
    begin_words text DEFAULT ''::text NOT NULL,
    delivery_ends_right boolean DEFAULT false NOT NULL,
    withdraw_until date,
    waits_for_payment boolean DEFAULT false NOT NULL,
    promotion character varying(40) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT service_ended_before_deleted CHECK (((deleted_at IS NULL) OR (ended_at IS NOT NULL))),
    CONSTRAINT services_service_anchor_check CHECK ((anchor >= 0))
);

ALTER TABLE services_service ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME services_service_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE services_suspension (
    id bigint NOT NULL,
    reason character varying(10) NOT NULL,
    note character varying(300) NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    account_id bigint NOT NULL,
    service_id bigint NOT NULL
);

ALTER TABLE services_suspension ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME services_suspension_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE services_term (
    id bigint NOT NULL,
    product character varying(120) NOT NULL,
    options text NOT NULL,
    supply character varying(20) NOT NULL,
    quantity integer NOT NULL,
    months smallint NOT NULL,
    currency character varying(3) NOT NULL,
    price bigint NOT NULL,
    discount bigint NOT NULL,
    discounts smallint,
    starts date NOT NULL,
    until date,
    account_id bigint NOT NULL,
    offer_id bigint,
    service_id bigint NOT NULL,
    priced_on date,
    choices jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT services_term_discounts_check CHECK ((discounts >= 0)),
    CONSTRAINT services_term_months_check CHECK ((months >= 0)),
    CONSTRAINT services_term_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT term_costs_something_or_nothing CHECK (((discount >= 0) AND (price >= discount))),
    CONSTRAINT term_starts_before_it_ends CHECK (((until IS NULL) OR (until >= starts)))
);

ALTER TABLE services_term ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME services_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE socialaccount_socialaccount (
    id integer NOT NULL,
    provider character varying(200) NOT NULL,
    uid character varying(191) NOT NULL,
    last_login timestamp with time zone NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    extra_data jsonb NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE socialaccount_socialaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME socialaccount_socialaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE socialaccount_socialapp (
    id integer NOT NULL,
    provider character varying(30) NOT NULL,
    name character varying(40) NOT NULL,
    client_id character varying(191) NOT NULL,
    secret character varying(191) NOT NULL,
    key character varying(191) NOT NULL,
    provider_id character varying(200) NOT NULL,
    settings jsonb NOT NULL
);

ALTER TABLE socialaccount_socialapp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME socialaccount_socialapp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE socialaccount_socialtoken (
    id integer NOT NULL,
    token text NOT NULL,
    token_secret text NOT NULL,
    expires_at timestamp with time zone,
    account_id integer NOT NULL,
    app_id integer
);

ALTER TABLE socialaccount_socialtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME socialaccount_socialtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support_inquiry (
    id bigint NOT NULL,
    form character varying(20) NOT NULL,
    rule character varying(80) NOT NULL,
    title character varying(40) NOT NULL,
    name character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    company character varying(200) NOT NULL,
    interest text NOT NULL,
    message text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    answer text NOT NULL,
    person_id bigint,
    kept_since timestamp with time zone,
    kept_by character varying(80) DEFAULT ''::character varying NOT NULL
);

ALTER TABLE support_inquiry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME support_inquiry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support_ticket (
    id bigint NOT NULL,
    subject character varying(200) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    deleted_at timestamp with time zone,
    depersonalised_at timestamp with time zone,
    account_id bigint,
    opened_by_id bigint,
    kept_since timestamp with time zone,
    kept_by character varying(80) DEFAULT ''::character varying NOT NULL
);

ALTER TABLE support_ticket ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME support_ticket_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support_ticketmessage (
    id bigint NOT NULL,
    author_name character varying(200) NOT NULL,
    author_ip inet,
    at timestamp with time zone NOT NULL,
    body text NOT NULL,
    attachment character varying(100) NOT NULL,
    attachment_name character varying(200) NOT NULL,
    author_id bigint,
    ticket_id bigint NOT NULL,
    account_id bigint,
    came_by character varying(10) DEFAULT 'area'::character varying NOT NULL
);

ALTER TABLE support_ticketmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME support_ticketmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE tax_certificate (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    place character varying(6) NOT NULL,
    number character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    law character varying(60) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT certificate_ends_after_it_begins CHECK ((valid_until >= valid_from))
);

ALTER TABLE tax_certificate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME tax_certificate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE tax_exchangerate (
    id bigint NOT NULL,
    currency character varying(3) NOT NULL,
    day date NOT NULL,
    rate numeric(18,8) NOT NULL,
    CONSTRAINT exchange_rate_of_worth CHECK ((rate > (0)::numeric))
);

ALTER TABLE tax_exchangerate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME tax_exchangerate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE tax_localtax (
    id bigint NOT NULL,
    day date NOT NULL,
    currency character varying(3) NOT NULL,
    lines jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    parts jsonb,
    account_id bigint NOT NULL
);

ALTER TABLE tax_localtax ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME tax_localtax_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE tax_rate (
    id bigint NOT NULL,
    place character varying(20) NOT NULL,
    kind character varying(20) NOT NULL,
    rate integer NOT NULL,
    valid_from date NOT NULL,
    source character varying(80) NOT NULL,
    CONSTRAINT rate_below_all CHECK ((rate <= 1000000)),
    CONSTRAINT rate_of_a_known_kind CHECK (((kind)::text = ANY ((ARRAY['electronic'::character varying, 'standard'::character varying, 'goods'::character varying])::text[]))),
    CONSTRAINT tax_rate_rate_check CHECK ((rate >= 0))
);

ALTER TABLE tax_rate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME tax_rate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE tax_sign (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    country character varying(2) NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL
);

ALTER TABLE tax_sign ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME tax_sign_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE tax_vatcheck (
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    valid boolean,
    consultation_number character varying(40) NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT vat_check_answered CHECK (((valid IS NULL) OR (answered_at IS NOT NULL)))
);

ALTER TABLE tax_vatcheck ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME tax_vatcheck_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY procrastinate_events ALTER COLUMN id SET DEFAULT nextval('procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('procrastinate_periodic_defers_id_seq'::regclass);

INSERT INTO django_migrations (app, name, applied) VALUES ('contenttypes', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('contenttypes', '0002_remove_content_type_name', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0002_alter_permission_name_max_length', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0003_alter_user_email_max_length', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0004_alter_user_username_opts', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0005_alter_user_last_login_null', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0006_require_contenttypes_0002', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0007_alter_validators_add_error_messages', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0008_alter_user_username_max_length', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0009_alter_user_last_name_max_length', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0010_alter_group_name_max_length', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0011_update_proxy_permissions', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0012_alter_user_first_name_max_length', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0002_email_max_length', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0003_alter_emailaddress_create_unique_verified_email', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0004_alter_emailaddress_drop_unique_email', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0005_emailaddress_idx_upper_email', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0006_emailaddress_lower', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0007_emailaddress_idx_email', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0008_emailaddress_unique_primary_email_fixup', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0009_emailaddress_unique_primary_email', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('allauth_idp_oidc', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('allauth_idp_oidc', '0002_client_default_scopes', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('allauth_idp_oidc', '0003_client_allow_uri_wildcards', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('admin', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('admin', '0002_logentry_remove_auto_add', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('admin', '0003_logentry_add_action_flag_choices', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0002_trusted_people', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0003_details_confirmed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0004_reseller', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0005_devices_and_cache', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0006_names', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0007_preferences', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0008_invitation_accepted_by', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0009_people_without_passwords', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0010_subject', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0011_clock_indexes', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0012_addressed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0013_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0014_erasure_waits', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0015_session_keys_hashed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0016_a_changed_address_can_be_undone', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0017_addresses_in_one_spelling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0018_sign_ins_can_be_deleted', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0019_what_was_found', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0020_mails_that_came_back', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0021_selling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0022_buyer_reference', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0023_numbers_typed_lately', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0024_trusted_people_get_invoices', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0025_days_to_pay', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0026_files_that_mails_carry', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0027_how_we_came_to_know', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0028_people_have_a_time_zone', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('privacy', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('privacy', '0002_rights', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('privacy', '0003_site_consent', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('privacy', '0004_sealed_copies', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('privacy', '0005_moved', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('erasure', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('erasure', '0002_subject', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('erasure', '0003_protection', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('erasure', '0004_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('erasure', '0005_holds_for_claims', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0002_due_and_paid', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0003_part_keys', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0004_clock_indexes', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0005_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0006_a_payment_may_outlive_its_invoice', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0007_selling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0008_books', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0009_states_follow_from_the_books', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0010_an_irregularity_names_its_payment', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0011_numbers_only_rise', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0012_bill_runs', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0013_evidence_can_be_emptied', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0014_a_bank_account_is_chosen', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0015_found_by_amount_and_reference', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0016_unclaimed_balances', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0017_the_sellers_postcode_and_city', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0018_balances_are_brought_forward', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0019_what_is_to_be_paid_back_is_set_aside', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0020_who_goes_takes_a_balance_along', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0021_what_a_document_names_is_kept_with_it', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0022_an_irregularity_names_its_line_of_the_bank', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0023_refunds_wait_to_be_sent', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0024_a_night_of_dunning_waits_for_a_yes_too', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0025_invoices_have_words_of_staff', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0026_dunning_rests', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0027_refunds_have_a_last_day', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0028_a_refund_is_taken_back_before_it_is_sent', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0029_rates_are_told_to_the_millionth', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0030_fees_and_payouts', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('billing', '0031_charges', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('bank', '0001_statements_and_their_lines', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('bank', '0002_a_payment_is_one_line', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('bank', '0003_statements_say_of_which_days_they_are', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('bank', '0004_files_of_transfers', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('calls', '0001_calls', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('calls', '0002_say_why_a_call_is_tried_again', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('calls', '0003_claims_read_no_more_than_they_take', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0001_selling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0002_a_product_waits_for_its_payment', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0003_what_is_said_in_other_languages', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0004_who_a_promotion_is_for', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0005_not_listed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0006_a_choice_may_cost_something_else_for_running_services', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0007_percentages_are_told_to_the_millionth', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('copies', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('copies', '0002_rule', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('copies', '0003_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('desk', '0001_answer_templates', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('desk', '0002_moved', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('erasure', '0006_withdrawals_ask_to_forget', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('files', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('publishing', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('publishing', '0002_language', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('publishing', '0003_editorial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0002_append_only', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0003_requests', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0004_evidence', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0005_tiles', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0006_witness', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0002_subject', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0003_clock_indexes', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0004_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0005_one_disclosure_a_day', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0006_looks_have_a_ground', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0007_acceptances', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0008_names_of_new_uses', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gates', '0009_undertakings_and_forgetting', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('gateways', '0001_payments', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0002_outbox', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0003_newest_first', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0004_stopped', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0005_clock_indexes', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0006_addressed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0007_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0008_secret_body', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0009_failed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0010_addresses_in_one_spelling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0011_messages_can_be_deleted', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0012_mails_that_came_back', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0013_documents_that_mails_carry', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0014_what_mails_are_about_and_why_they_fail', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('mfa', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('mfa', '0002_authenticator_timestamps', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('mfa', '0003_authenticator_type_uniq', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0002_newest_first', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0003_kept', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0004_clock_indexes', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0005_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0006_selling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0007_set_up_when_started', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0001_selling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0002_an_orders_charges_say_its_invoice', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0003_documents_that_were_agreed_to', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0004_asked_to_begin_at_once', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0005_options_are_kept_by_key', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0006_an_unpaid_order_is_closed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0007_prices_of_an_order_as_they_were_shown', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0008_a_quote_is_withdrawn', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0009_terms_in_other_languages', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0010_the_promotion_of_a_quote', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0011_a_line_may_have_a_price_of_its_own', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0012_a_quote_lapses', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0013_a_rule_for_orders_by_a_vat_number', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0014_rates_are_told_to_the_millionth', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0002_drop_started_at_column', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0003_drop_started_at_column', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0004_drop_procrastinate_version_table', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0005_fix_procrastinate_fetch_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0006_fix_trigger_status_events_insert', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0007_add_queueing_lock_column', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0008_close_fetch_job_race_condition', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0009_add_defer_job_function', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0010_add_procrastinate_periodic_defers', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0011_add_foreign_key_index', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0012_add_locks_to_periodic_defer', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0013_fix_procrastinate_defer_periodic_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0014_add_finish_job_and_retry_job_functions', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0015_add_trigger_on_job_deletion', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0016_delete_finished_jobs', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0017_add_checks_to_finish_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0018_add_checks_to_retry_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0019_fix_finish_job_compat_issue', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0020_add_index_on_procrastinate_jobs', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0021_add_kwargs_to_defer_periodic_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0022_null_locks_excluded', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0023_remove_old_finish_job_function', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0024_job_id_bigint', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0025_add_models', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0026_add_job_priority', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0027_add_periodic_job_priority', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0028_add_cancel_states', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0029_add_additional_params_to_retry_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0030_alter_procrastinateevent_options', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0031_add_indexes_for_fetch_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0032_pre_cancel_notification', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0033_post_cancel_notification', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0034_pre_add_heartbeat', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0035_post_add_heartbeat', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0036_add_worker_model', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0037_pre_batch_defer_jobs', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0038_post_batch_defer_jobs', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0039_pre_priority_lock_fetch_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0040_pre_retry_failed_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '0041_post_retry_failed_job', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0002_subject', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0003_clock_indexes', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0004_addressed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0005_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0006_answer_templates', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0007_doomed_mail', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0008_whose', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0009_staff_carry_erasures_out', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0010_verifier', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0011_mails', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0012_reply_to', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0013_addresses_in_one_spelling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0014_unstored_mail', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('sepa', '0001_mandates_and_collections', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0008_a_charge_may_take_one_back', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0009_consumers_may_withdraw', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0010_a_price_is_as_old_as_it_was_agreed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0011_options_are_kept_by_key', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0012_an_end_for_what_is_unpaid_stands_beside', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0013_a_service_waits_for_its_payment', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0014_the_promotion_a_service_was_opened_with', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0015_a_service_has_a_price_of_its_own', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0016_a_withdrawal_has_a_statement_of_its_own', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('services', '0017_percentages_are_told_to_the_millionth', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('socialaccount', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('socialaccount', '0002_token_max_lengths', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('socialaccount', '0003_extra_data_default_dict', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('socialaccount', '0004_app_provider_id_settings', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('socialaccount', '0005_socialtoken_nullable_app', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('socialaccount', '0006_alter_socialaccount_extra_data', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0001_initial', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0002_newest_first', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0003_inquiries', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0004_part_keys', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0005_clock_indexes', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0006_addressed', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0007_labels', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0008_addresses_in_one_spelling', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0009_how_ticket_messages_came', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('support', '0010_attachment_by_its_folder', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('tax', '0001_rates', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('tax', '0002_vat_numbers_are_checked', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('tax', '0003_exchange_rates', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('tax', '0004_signs_of_where_consumers_live', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('tax', '0005_certificates_of_exemption', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('tax', '0006_answers_of_tax_engines', now());
INSERT INTO django_migrations (app, name, applied) VALUES ('tax', '0007_rates_are_told_to_the_millionth', now());
ALTER TABLE ONLY account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);

ALTER TABLE ONLY account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);

ALTER TABLE ONLY account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_account
    ADD CONSTRAINT accounts_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_activity
    ADD CONSTRAINT accounts_activity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_cacheentry
    ADD CONSTRAINT accounts_cacheentry_pkey PRIMARY KEY (key);

ALTER TABLE ONLY accounts_finding
    ADD CONSTRAINT accounts_finding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_invitation
    ADD CONSTRAINT accounts_invitation_digest_key UNIQUE (digest);

ALTER TABLE ONLY accounts_invitation
    ADD CONSTRAINT accounts_invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_person
    ADD CONSTRAINT accounts_person_email_key UNIQUE (email);

ALTER TABLE ONLY accounts_person_groups
    ADD CONSTRAINT accounts_person_groups_person_id_group_id_92ec326f_uniq UNIQUE (person_id, group_id);

ALTER TABLE ONLY accounts_person_groups
    ADD CONSTRAINT accounts_person_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_person
    ADD CONSTRAINT accounts_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_person_user_permissions
    ADD CONSTRAINT accounts_person_user_per_person_id_permission_id_d2e37e5b_uniq UNIQUE (person_id, permission_id);

ALTER TABLE ONLY accounts_person_user_permissions
    ADD CONSTRAINT accounts_person_user_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_preferences
    ADD CONSTRAINT accounts_preferences_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_session
    ADD CONSTRAINT accounts_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY accounts_signin
    ADD CONSTRAINT accounts_signin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_subject
    ADD CONSTRAINT accounts_subject_pkey PRIMARY KEY (id);

ALTER TABLE ONLY accounts_subject
    ADD CONSTRAINT accounts_subject_pseudonym_key UNIQUE (pseudonym);

ALTER TABLE ONLY catalog_addon
    ADD CONSTRAINT addon_once UNIQUE (product_id, addon_id);

ALTER TABLE ONLY allauth_idp_oidc_client
    ADD CONSTRAINT allauth_idp_oidc_client_pkey PRIMARY KEY (id);

ALTER TABLE ONLY allauth_idp_oidc_token
    ADD CONSTRAINT allauth_idp_oidc_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY allauth_idp_oidc_token
    ADD CONSTRAINT allauth_idp_oidc_token_type_hash_cca00f1c_uniq UNIQUE (type, hash);

ALTER TABLE ONLY auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bank_bankline
    ADD CONSTRAINT bank_bankline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bank_bankstatement
    ADD CONSTRAINT bank_bankstatement_digest_key UNIQUE (digest);

ALTER TABLE ONLY bank_bankstatement
    ADD CONSTRAINT bank_bankstatement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY bank_transferfile
    ADD CONSTRAINT bank_transferfile_made_at_key UNIQUE (made_at);

ALTER TABLE ONLY bank_transferfile
    ADD CONSTRAINT bank_transferfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_bankaccount
    ADD CONSTRAINT billing_bankaccount_iban_key UNIQUE (iban);

ALTER TABLE ONLY billing_bankaccount
    ADD CONSTRAINT billing_bankaccount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_nightrun
    ADD CONSTRAINT billing_billrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_dunningrest
    ADD CONSTRAINT billing_dunningrest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_dunningstep
    ADD CONSTRAINT billing_dunningstep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_invoice
    ADD CONSTRAINT billing_invoice_number_key UNIQUE (number);

ALTER TABLE ONLY billing_invoice
    ADD CONSTRAINT billing_invoice_of UNIQUE (id, account_id);

ALTER TABLE ONLY billing_invoice
    ADD CONSTRAINT billing_invoice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_invoicetax
    ADD CONSTRAINT billing_invoicetax_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_irregularity
    ADD CONSTRAINT billing_irregularity_bank_line_key UNIQUE (bank_line);

ALTER TABLE ONLY billing_irregularity
    ADD CONSTRAINT billing_irregularity_hold_id_key UNIQUE (hold_id);

ALTER TABLE ONLY billing_irregularity
    ADD CONSTRAINT billing_irregularity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_payment
    ADD CONSTRAINT billing_payment_key_key UNIQUE (key);

ALTER TABLE ONLY billing_payment
    ADD CONSTRAINT billing_payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_posting
    ADD CONSTRAINT billing_posting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_reminder
    ADD CONSTRAINT billing_reminder_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_series
    ADD CONSTRAINT billing_series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_transaction
    ADD CONSTRAINT billing_transaction_key_key UNIQUE (key);

ALTER TABLE ONLY billing_transaction
    ADD CONSTRAINT billing_transaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY calls_call
    ADD CONSTRAINT calls_call_key_key UNIQUE (key);

ALTER TABLE ONLY calls_call
    ADD CONSTRAINT calls_call_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_addon
    ADD CONSTRAINT catalog_addon_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_choice
    ADD CONSTRAINT catalog_choice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_choiceprice
    ADD CONSTRAINT catalog_choiceprice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_group
    ADD CONSTRAINT catalog_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_group
    ADD CONSTRAINT catalog_group_slug_key UNIQUE (slug);

ALTER TABLE ONLY catalog_option
    ADD CONSTRAINT catalog_option_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_price
    ADD CONSTRAINT catalog_price_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_pricechange
    ADD CONSTRAINT catalog_pricechange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_product
    ADD CONSTRAINT catalog_product_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_product
    ADD CONSTRAINT catalog_product_slug_key UNIQUE (slug);

ALTER TABLE ONLY catalog_promoted
    ADD CONSTRAINT catalog_promoted_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_promotion
    ADD CONSTRAINT catalog_promotion_code_key UNIQUE (code);

ALTER TABLE ONLY catalog_promotion
    ADD CONSTRAINT catalog_promotion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_upgrade
    ADD CONSTRAINT catalog_upgrade_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_choiceprice
    ADD CONSTRAINT choice_price_once UNIQUE (choice_id, currency, months, starts);

ALTER TABLE ONLY requests_answertemplate
    ADD CONSTRAINT desk_answertemplate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_dunningstep
    ADD CONSTRAINT dunning_step_once UNIQUE (days, action, currency);

ALTER TABLE ONLY gates_acceptance
    ADD CONSTRAINT gates_acceptance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gates_undertaking
    ADD CONSTRAINT gates_undertaking_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gateways_gatewayevent
    ADD CONSTRAINT gateways_gatewayevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentattempt_key_key UNIQUE (key);

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentattempt_payment_id_key UNIQUE (payment_id);

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentattempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gateways_paymentmethod
    ADD CONSTRAINT gateways_paymentmethod_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gateways_payout
    ADD CONSTRAINT gateways_payout_bank_line_key UNIQUE (bank_line);

ALTER TABLE ONLY gateways_payout
    ADD CONSTRAINT gateways_payout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gateways_payoutpart
    ADD CONSTRAINT gateways_payoutpart_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_invoicetax
    ADD CONSTRAINT invoice_tax_once UNIQUE (invoice_id, category, rate, country);

ALTER TABLE ONLY journal_checkpoint
    ADD CONSTRAINT journal_checkpoint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY journal_checkpoint
    ADD CONSTRAINT journal_checkpoint_size_key UNIQUE (size);

ALTER TABLE ONLY journal_entry
    ADD CONSTRAINT journal_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY journal_entry
    ADD CONSTRAINT journal_entry_receipt_key UNIQUE (receipt);

ALTER TABLE ONLY journal_entry
    ADD CONSTRAINT journal_entry_seq_key UNIQUE (seq);

ALTER TABLE ONLY journal_tile
    ADD CONSTRAINT journal_tile_is_one UNIQUE (level, index);

ALTER TABLE ONLY journal_tile
    ADD CONSTRAINT journal_tile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY journal_witness
    ADD CONSTRAINT journal_witness_key_key UNIQUE (key);

ALTER TABLE ONLY journal_witness
    ADD CONSTRAINT journal_witness_pkey PRIMARY KEY (id);

ALTER TABLE ONLY messaging_message
    ADD CONSTRAINT messaging_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY billing_nightrun
    ADD CONSTRAINT night_run_once UNIQUE (kind, "on");

ALTER TABLE ONLY gates_acceptance
    ADD CONSTRAINT one_acceptance UNIQUE (person_id, policy);

ALTER TABLE ONLY gates_acknowledgement
    ADD CONSTRAINT one_acknowledgement UNIQUE (person_id, policy);

ALTER TABLE ONLY requests_answertemplate
    ADD CONSTRAINT one_answer_template UNIQUE (kind, "right", language);

ALTER TABLE ONLY tax_certificate
    ADD CONSTRAINT one_certificate_once UNIQUE (account_id, place, number, valid_from);

ALTER TABLE ONLY gates_siteconsent
    ADD CONSTRAINT one_consent_a_site UNIQUE (person_id, site);

ALTER TABLE ONLY gateways_gatewayevent
    ADD CONSTRAINT one_event_of_a_gateway UNIQUE (gateway, name);

ALTER TABLE ONLY tax_exchangerate
    ADD CONSTRAINT one_exchange_rate_a_day UNIQUE (day, currency);

ALTER TABLE ONLY tax_localtax
    ADD CONSTRAINT one_local_tax_asked_once UNIQUE (account_id, digest);

ALTER TABLE ONLY accounts_membership
    ADD CONSTRAINT one_membership UNIQUE (person_id, account_id);

ALTER TABLE ONLY gateways_payout
    ADD CONSTRAINT one_payout UNIQUE (gateway, reference);

ALTER TABLE ONLY tax_rate
    ADD CONSTRAINT one_rate_at_a_time UNIQUE (place, kind, valid_from);

ALTER TABLE ONLY gates_readlimit
    ADD CONSTRAINT one_read_limit UNIQUE (person_id, category);

ALTER TABLE ONLY accounts_preferences
    ADD CONSTRAINT one_row_of_preferences UNIQUE (person_id);

ALTER TABLE ONLY tax_sign
    ADD CONSTRAINT one_sign_of_a_kind UNIQUE (account_id, kind);

ALTER TABLE ONLY gateways_paymentmethod
    ADD CONSTRAINT one_way_to_pay UNIQUE (gateway, reference);

ALTER TABLE ONLY orders_order
    ADD CONSTRAINT orders_order_key_key UNIQUE (key);

ALTER TABLE ONLY orders_order
    ADD CONSTRAINT orders_order_number_key UNIQUE (number);

ALTER TABLE ONLY orders_order
    ADD CONSTRAINT orders_order_pkey PRIMARY KEY (id);

ALTER TABLE ONLY orders_orderline
    ADD CONSTRAINT orders_orderline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY orders_orderline
    ADD CONSTRAINT orders_orderline_service_id_key UNIQUE (service_id);

ALTER TABLE ONLY orders_quote
    ADD CONSTRAINT orders_quote_number_key UNIQUE (number);

ALTER TABLE ONLY orders_quote
    ADD CONSTRAINT orders_quote_order_id_key UNIQUE (order_id);

ALTER TABLE ONLY orders_quote
    ADD CONSTRAINT orders_quote_pkey PRIMARY KEY (id);

ALTER TABLE ONLY orders_quoteline
    ADD CONSTRAINT orders_quoteline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY orders_reviewrule
    ADD CONSTRAINT orders_reviewrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY orders_terms
    ADD CONSTRAINT orders_terms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY orders_terms
    ADD CONSTRAINT orders_terms_version_key UNIQUE (version);

ALTER TABLE ONLY catalog_price
    ADD CONSTRAINT price_once UNIQUE (product_id, currency, months, starts);

ALTER TABLE ONLY gates_acknowledgement
    ADD CONSTRAINT privacy_acknowledgement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gates_consentevent
    ADD CONSTRAINT privacy_consentevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY copies_copy
    ADD CONSTRAINT privacy_copy_digest_key UNIQUE (digest);

ALTER TABLE ONLY copies_copy
    ADD CONSTRAINT privacy_copy_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gates_disclosure
    ADD CONSTRAINT privacy_disclosure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY files_doomedfile
    ADD CONSTRAINT privacy_doomedfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY erasure_forgetrequest
    ADD CONSTRAINT privacy_forgetrequest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY erasure_hold
    ADD CONSTRAINT privacy_hold_pkey PRIMARY KEY (id);

ALTER TABLE ONLY requests_identityproof
    ADD CONSTRAINT privacy_identityproof_pkey PRIMARY KEY (id);

ALTER TABLE ONLY publishing_publishedpolicy
    ADD CONSTRAINT privacy_publishedpolicy_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gates_readlimit
    ADD CONSTRAINT privacy_readlimit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY requests_rightsrequest
    ADD CONSTRAINT privacy_rightsrequest_mail_id_key UNIQUE (mail_id);

ALTER TABLE ONLY requests_rightsrequest
    ADD CONSTRAINT privacy_rightsrequest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gates_siteconsent
    ADD CONSTRAINT privacy_siteconsent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY gates_siteconsent
    ADD CONSTRAINT privacy_siteconsent_subject_key UNIQUE (subject);

ALTER TABLE ONLY gates_staffread
    ADD CONSTRAINT privacy_staffread_pkey PRIMARY KEY (id);

ALTER TABLE ONLY procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY catalog_promoted
    ADD CONSTRAINT promoted_once UNIQUE (promotion_id, product_id);

ALTER TABLE ONLY billing_reminder
    ADD CONSTRAINT reminder_once UNIQUE (invoice_id, action, days);

ALTER TABLE ONLY requests_doomedmail
    ADD CONSTRAINT requests_doomedmail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY requests_requestmail
    ADD CONSTRAINT requests_requestmail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY requests_rightsrequest
    ADD CONSTRAINT requests_rightsrequest_of UNIQUE (id, subject_id);

ALTER TABLE ONLY requests_takenin
    ADD CONSTRAINT requests_takenin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY requests_unstoredmail
    ADD CONSTRAINT requests_unstoredmail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY orders_reviewrule
    ADD CONSTRAINT review_rule_once UNIQUE (kind, currency);

ALTER TABLE ONLY sepa_collection
    ADD CONSTRAINT sepa_collection_attempt_id_key UNIQUE (attempt_id);

ALTER TABLE ONLY sepa_collection
    ADD CONSTRAINT sepa_collection_key_key UNIQUE (key);

ALTER TABLE ONLY sepa_collection
    ADD CONSTRAINT sepa_collection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY sepa_collectionfile
    ADD CONSTRAINT sepa_collectionfile_name_key UNIQUE (name);

ALTER TABLE ONLY sepa_collectionfile
    ADD CONSTRAINT sepa_collectionfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY sepa_mandate
    ADD CONSTRAINT sepa_mandate_method_id_key UNIQUE (method_id);

ALTER TABLE ONLY sepa_mandate
    ADD CONSTRAINT sepa_mandate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY sepa_mandate
    ADD CONSTRAINT sepa_mandate_reference_key UNIQUE (reference);

ALTER TABLE ONLY billing_series
    ADD CONSTRAINT series_once UNIQUE (kind, year);

ALTER TABLE ONLY services_cancellation
    ADD CONSTRAINT services_cancellation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY services_charge
    ADD CONSTRAINT services_charge_line_id_key UNIQUE (line_id);

ALTER TABLE ONLY services_charge
    ADD CONSTRAINT services_charge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY services_charge
    ADD CONSTRAINT services_charge_takes_back_id_key UNIQUE (takes_back_id);

ALTER TABLE ONLY services_ownprice
    ADD CONSTRAINT services_ownprice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY services_service
    ADD CONSTRAINT services_service_pkey PRIMARY KEY (id);

ALTER TABLE ONLY services_suspension
    ADD CONSTRAINT services_suspension_pkey PRIMARY KEY (id);

ALTER TABLE ONLY services_term
    ADD CONSTRAINT services_term_pkey PRIMARY KEY (id);

ALTER TABLE ONLY socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_provider_uid_fc810c6e_uniq UNIQUE (provider, uid);

ALTER TABLE ONLY socialaccount_socialapp
    ADD CONSTRAINT socialaccount_socialapp_pkey PRIMARY KEY (id);

ALTER TABLE ONLY socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_app_id_account_id_fca4e0ac_uniq UNIQUE (app_id, account_id);

ALTER TABLE ONLY socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support_inquiry
    ADD CONSTRAINT support_inquiry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support_ticket
    ADD CONSTRAINT support_ticket_of UNIQUE (id, account_id);

ALTER TABLE ONLY support_ticket
    ADD CONSTRAINT support_ticket_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support_ticketmessage
    ADD CONSTRAINT support_ticketmessage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY requests_takenin
    ADD CONSTRAINT taken_in_once UNIQUE (place, uid);

ALTER TABLE ONLY tax_certificate
    ADD CONSTRAINT tax_certificate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY tax_exchangerate
    ADD CONSTRAINT tax_exchangerate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY tax_localtax
    ADD CONSTRAINT tax_localtax_pkey PRIMARY KEY (id);

ALTER TABLE ONLY tax_rate
    ADD CONSTRAINT tax_rate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY tax_sign
    ADD CONSTRAINT tax_sign_pkey PRIMARY KEY (id);

ALTER TABLE ONLY tax_vatcheck
    ADD CONSTRAINT tax_vatcheck_pkey PRIMARY KEY (id);

ALTER TABLE ONLY requests_unstoredmail
    ADD CONSTRAINT unstored_once UNIQUE (place, uid);

ALTER TABLE ONLY catalog_upgrade
    ADD CONSTRAINT upgrade_once UNIQUE (product_id, to_id);

CREATE UNIQUE INDEX a_line_is_read_once ON bank_bankline USING btree (bank_account_id, digest, nth);

CREATE UNIQUE INDEX a_payment_is_one_line ON bank_bankline USING btree (payment_id);

CREATE INDEX account_active ON accounts_account USING btree (active_at);

CREATE INDEX account_cancelled ON accounts_account USING btree (cancelled_at) WHERE (cancelled_at IS NOT NULL);

CREATE INDEX account_created ON accounts_account USING btree (created_at);

CREATE INDEX account_emailaddress_email_03be32b2 ON account_emailaddress USING btree (email);

CREATE INDEX account_emailaddress_email_03be32b2_like ON account_emailaddress USING btree (email varchar_pattern_ops);

CREATE INDEX account_emailaddress_user_id_2c513194 ON account_emailaddress USING btree (user_id);

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON account_emailconfirmation USING btree (email_address_id);

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON account_emailconfirmation USING btree (key varchar_pattern_ops);

CREATE INDEX account_number_typed ON accounts_account USING btree (confirmed_at) WHERE (NOT ((tax_id)::text = ''::text));

CREATE INDEX accounts_activity_account_id_d7522568 ON accounts_activity USING btree (account_id);

CREATE INDEX accounts_activity_person_id_518f687b ON accounts_activity USING btree (person_id);

CREATE INDEX accounts_cacheentry_expires_at_61309eed ON accounts_cacheentry USING btree (expires_at);

CREATE INDEX accounts_cacheentry_key_bb044f31_like ON accounts_cacheentry USING btree (key varchar_pattern_ops);

CREATE INDEX accounts_finding_person_id_ebbb09de ON accounts_finding USING btree (person_id);

CREATE INDEX accounts_invitation_accepted_by_id_ba632539 ON accounts_invitation USING btree (accepted_by_id);

CREATE INDEX accounts_invitation_account_id_8e9dd036 ON accounts_invitation USING btree (account_id);

CREATE INDEX accounts_invitation_digest_4d068cc1_like ON accounts_invitation USING btree (digest varchar_pattern_ops);

CREATE INDEX accounts_invitation_invited_by_id_94a21efc ON accounts_invitation USING btree (invited_by_id);

CREATE INDEX accounts_membership_account_id_4cff857d ON accounts_membership USING btree (account_id);

CREATE INDEX accounts_membership_person_id_cd00e383 ON accounts_membership USING btree (person_id);

CREATE INDEX accounts_person_email_7de6b04f_like ON accounts_person USING btree (email varchar_pattern_ops);

CREATE INDEX accounts_person_groups_group_id_2455a92a ON accounts_person_groups USING btree (group_id);

CREATE INDEX accounts_person_groups_person_id_0267a8e2 ON accounts_person_groups USING btree (person_id);

CREATE INDEX accounts_person_user_permissions_permission_id_ef54d0fe ON accounts_person_user_permissions USING btree (permission_id);

CREATE INDEX accounts_person_user_permissions_person_id_f01807a9 ON accounts_person_user_permissions USING btree (person_id);

CREATE INDEX accounts_preferences_person_id_ed6cbaf3 ON accounts_preferences USING btree (person_id);

CREATE INDEX accounts_session_expire_date_5bbfba7c ON accounts_session USING btree (expire_date);

CREATE INDEX accounts_session_person_id_6b01fe29 ON accounts_session USING btree (person_id);

CREATE INDEX accounts_session_session_key_b186966f_like ON accounts_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX accounts_signin_person_id_dcd8ccef ON accounts_signin USING btree (person_id);

CREATE INDEX activity_account_at ON accounts_activity USING btree (account_id, at);

CREATE INDEX activity_at ON accounts_activity USING btree (at);

CREATE INDEX admin_log_action_time ON django_admin_log USING btree (action_time);

CREATE INDEX allauth_idp_oidc_client_id_973c9a60_like ON allauth_idp_oidc_client USING btree (id varchar_pattern_ops);

CREATE INDEX allauth_idp_oidc_client_owner_id_1f1eb0f1 ON allauth_idp_oidc_client USING btree (owner_id);

CREATE INDEX allauth_idp_oidc_token_client_id_cad2cd57 ON allauth_idp_oidc_token USING btree (client_id);

CREATE INDEX allauth_idp_oidc_token_client_id_cad2cd57_like ON allauth_idp_oidc_token USING btree (client_id varchar_pattern_ops);

CREATE INDEX allauth_idp_oidc_token_expires_at_f6e6261a ON allauth_idp_oidc_token USING btree (expires_at);

CREATE INDEX allauth_idp_oidc_token_user_id_3e9a005f ON allauth_idp_oidc_token USING btree (user_id);

CREATE INDEX auth_group_name_a6ea08ec_like ON auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON auth_permission USING btree (content_type_id);

CREATE INDEX bank_bankline_account_id_2705f270 ON bank_bankline USING btree (account_id);

CREATE INDEX bank_bankline_bank_account_id_162808b1 ON bank_bankline USING btree (bank_account_id);

CREATE INDEX bank_bankline_payment_id_b4773c3d ON bank_bankline USING btree (payment_id);

CREATE INDEX bank_bankline_statement_id_6fdbb798 ON bank_bankline USING btree (statement_id);

CREATE INDEX bank_bankstatement_bank_account_id_d44df5b8 ON bank_bankstatement USING btree (bank_account_id);

CREATE INDEX bank_bankstatement_digest_4153032d_like ON bank_bankstatement USING btree (digest varchar_pattern_ops);

CREATE INDEX bank_line_end_to_end ON bank_bankline USING btree (end_to_end_id) WHERE (NOT ((end_to_end_id)::text = ''::text));

CREATE INDEX bank_line_read_ever ON bank_bankline USING btree (read_at);

CREATE INDEX bank_line_read_left ON bank_bankline USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN read_at
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX bank_line_waits ON bank_bankline USING btree (booked_on) WHERE ((dismissed_at IS NULL) AND (settled_at IS NULL));

CREATE INDEX bank_transferfile_bank_account_id_ad04a067 ON bank_transferfile USING btree (bank_account_id);

CREATE INDEX billing_bankaccount_iban_df457d0e_like ON billing_bankaccount USING btree (iban varchar_pattern_ops);

CREATE INDEX billing_dunningrest_account_id_14463960 ON billing_dunningrest USING btree (account_id);

CREATE INDEX billing_dunningrest_invoice_id_696033a3 ON billing_dunningrest USING btree (invoice_id);

CREATE INDEX billing_invoice_number_b2bb8a8d_like ON billing_invoice USING btree (number varchar_pattern_ops);

CREATE INDEX billing_invoice_original_id_86a9f2ce ON billing_invoice USING btree (original_id);

CREATE INDEX billing_invoiceline_account_id_f6cbc713 ON billing_invoiceline USING btree (account_id);

CREATE INDEX billing_invoiceline_invoice_id_ff507e12 ON billing_invoiceline USING btree (invoice_id);

CREATE INDEX billing_invoiceline_original_id_f0fd7607 ON billing_invoiceline USING btree (original_id);

CREATE INDEX billing_invoicetax_account_id_d4aa4510 ON billing_invoicetax USING btree (account_id);

CREATE INDEX billing_invoicetax_invoice_id_75d2ac17 ON billing_invoicetax USING btree (invoice_id);

CREATE INDEX billing_irregularity_account_id_6766c33c ON billing_irregularity USING btree (account_id);

CREATE INDEX billing_irregularity_payment_id_ef517dd0 ON billing_irregularity USING btree (payment_id);

CREATE INDEX billing_payment_account_id_411a2f8d ON billing_payment USING btree (account_id);

CREATE INDEX billing_payment_key_6f8ba908_like ON billing_payment USING btree (key varchar_pattern_ops);

CREATE INDEX billing_payment_refunds_id_bd129f48 ON billing_payment USING btree (refunds_id);

CREATE INDEX billing_posting_transaction_id_8e0182de ON billing_posting USING btree (transaction_id);

CREATE INDEX billing_reminder_account_id_36961f07 ON billing_reminder USING btree (account_id);

CREATE INDEX billing_reminder_invoice_id_8506155d ON billing_reminder USING btree (invoice_id);

CREATE INDEX billing_transaction_account_id_2434372f ON billing_transaction USING btree (account_id);

CREATE INDEX billing_transaction_key_3b6243ac_like ON billing_transaction USING btree (key varchar_pattern_ops);

CREATE INDEX call_about ON calls_call USING btree (about, "row");

CREATE INDEX call_next_one ON calls_call USING btree (next_at, id) WHERE (next_at IS NOT NULL);

CREATE INDEX calls_call_key_1518c48b_like ON calls_call USING btree (key varchar_pattern_ops);

CREATE INDEX cancellation_due ON services_cancellation USING btree (effective_on) WHERE (taken_back_at IS NULL);

CREATE UNIQUE INDEX cancellation_once ON services_cancellation USING btree (service_id) WHERE ((taken_back_at IS NULL) AND (NOT ((kind)::text = 'unpaid'::text)));

CREATE UNIQUE INDEX cancellation_once_as_unpaid ON services_cancellation USING btree (service_id) WHERE (((kind)::text = 'unpaid'::text) AND (taken_back_at IS NULL));

CREATE INDEX catalog_addon_addon_id_960bbfba ON catalog_addon USING btree (addon_id);

CREATE INDEX catalog_addon_product_id_bc71de4f ON catalog_addon USING btree (product_id);

CREATE INDEX catalog_choice_option_id_2e4a705f ON catalog_choice USING btree (option_id);

CREATE INDEX catalog_choiceprice_choice_id_c353aff8 ON catalog_choiceprice USING btree (choice_id);

CREATE INDEX catalog_group_slug_98cc51c0_like ON catalog_group USING btree (slug varchar_pattern_ops);

CREATE INDEX catalog_option_product_id_1626bd58 ON catalog_option USING btree (product_id);

CREATE INDEX catalog_price_product_id_ad6c5f41 ON catalog_price USING btree (product_id);

CREATE INDEX catalog_pricechange_choice_id_fc49fe6a ON catalog_pricechange USING btree (choice_id);

CREATE INDEX catalog_pricechange_product_id_180a19a1 ON catalog_pricechange USING btree (product_id);

CREATE INDEX catalog_product_group_id_8956042d ON catalog_product USING btree (group_id);

CREATE INDEX catalog_product_slug_f37848b0_like ON catalog_product USING btree (slug varchar_pattern_ops);

CREATE INDEX catalog_promoted_product_id_3895e799 ON catalog_promoted USING btree (product_id);

CREATE INDEX catalog_promoted_promotion_id_1a110dd8 ON catalog_promoted USING btree (promotion_id);

CREATE INDEX catalog_promotion_code_d175bbcc_like ON catalog_promotion USING btree (code varchar_pattern_ops);

CREATE INDEX catalog_upgrade_product_id_a9513c01 ON catalog_upgrade USING btree (product_id);

CREATE INDEX catalog_upgrade_to_id_36bc8c5b ON catalog_upgrade USING btree (to_id);

CREATE INDEX certificate_ends ON tax_certificate USING btree (valid_until);

CREATE INDEX certificate_entered ON tax_certificate USING btree (entered_at);

CREATE UNIQUE INDEX charge_of_a_period_once ON services_charge USING btree (service_id, reason, starts) WHERE ((reason)::text = ANY ((ARRAY['period'::character varying, 'set-up'::character varying])::text[]));

CREATE INDEX charge_waiting ON services_charge USING btree (account_id) WHERE (line_id IS NULL);

CREATE INDEX collection_waits ON sepa_collection USING btree (collect_on) WHERE ((ended_at IS NULL) AND (file_id IS NULL));

CREATE INDEX consent_at ON gates_consentevent USING btree (at);

CREATE INDEX consent_ends_sharing ON gates_consentevent USING btree (person_id) WHERE (((kind)::text = ANY ((ARRAY['withdrawn'::character varying, 'objected'::character varying])::text[])) AND (((rule)::text ~~ 'share.%'::text) OR ((rule)::text ~~ 'purpose.%'::text)));

CREATE INDEX consent_latest ON gates_consentevent USING btree (person_id, rule, at DESC);

CREATE INDEX disclosure_at ON gates_disclosure USING btree (at);

CREATE INDEX disclosure_unconfirmed ON gates_disclosure USING btree (recipient, reference) WHERE ((asked_to_forget_at IS NOT NULL) AND (forgotten_at IS NULL));

CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON django_admin_log USING btree (content_type_id);

CREATE INDEX django_admin_log_user_id_c564eba6 ON django_admin_log USING btree (user_id);

CREATE INDEX erasure_hold_placed_by_id_2c9729e5 ON erasure_hold USING btree (placed_by_id);

CREATE INDEX erasure_hold_subject_id_ddfbfc04 ON erasure_hold USING btree (subject_id);

CREATE INDEX gates_acceptance_person_id_910f2f74 ON gates_acceptance USING btree (person_id);

CREATE INDEX gates_disclosure_subject_id_b907133c ON gates_disclosure USING btree (subject_id);

CREATE INDEX gates_staffread_subject_id_1b27d7bb ON gates_staffread USING btree (subject_id);

CREATE INDEX gateway_event_asks ON gateways_gatewayevent USING btree (received_at) WHERE ((NOT ((asks)::text = ''::text)) AND (settled_at IS NULL));

CREATE INDEX gateway_event_next ON gateways_gatewayevent USING btree (id) WHERE ((handled_at IS NULL) AND (settled_at IS NULL));

CREATE INDEX gateway_event_payment ON gateways_gatewayevent USING btree (gateway, payment);

CREATE INDEX gateway_event_received ON gateways_gatewayevent USING btree (received_at);

CREATE INDEX gateways_gatewayevent_account_id_5e94bfe5 ON gateways_gatewayevent USING btree (account_id);

CREATE INDEX gateways_paymentattempt_account_id_465eff71 ON gateways_paymentattempt USING btree (account_id);

CREATE INDEX gateways_paymentattempt_by_id_84a25e73 ON gateways_paymentattempt USING btree (by_id);

CREATE INDEX gateways_paymentattempt_invoice_id_7ffb5d3d ON gateways_paymentattempt USING btree (invoice_id);

CREATE INDEX gateways_paymentattempt_key_26b712e3_like ON gateways_paymentattempt USING btree (key varchar_pattern_ops);

CREATE INDEX gateways_paymentattempt_method_id_d3c51417 ON gateways_paymentattempt USING btree (method_id);

CREATE INDEX gateways_paymentattempt_refunds_id_2a06d09e ON gateways_paymentattempt USING btree (refunds_id);

CREATE INDEX gateways_paymentmethod_account_id_be057f7a ON gateways_paymentmethod USING btree (account_id);

CREATE INDEX gateways_paymentmethod_by_id_06ded80a ON gateways_paymentmethod USING btree (by_id);

CREATE INDEX gateways_payoutpart_payout_id_c2949203 ON gateways_payoutpart USING btree (payout_id);

CREATE INDEX hold_in_force ON erasure_hold USING btree (subject_id) WHERE (lifted_at IS NULL);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX inquiry_addressed ON support_inquiry USING btree (lower((email)::text)) WHERE (person_id IS NULL);

CREATE INDEX inquiry_asked ON support_inquiry USING btree (asked_at);

CREATE INDEX inquiry_closed_asked ON support_inquiry USING btree (closed_at, asked_at);

CREATE INDEX inquiry_email ON support_inquiry USING btree (email);

CREATE INDEX inquiry_kept_since ON support_inquiry USING btree (kept_since) WHERE (kept_since IS NOT NULL);

CREATE INDEX invitation_addressed ON accounts_invitation USING btree (lower((email)::text)) WHERE (accepted_by_id IS NULL);

CREATE INDEX invitation_created ON accounts_invitation USING btree (created_at);

CREATE INDEX invoice_account_issued ON billing_invoice USING btree (account_id, issued_at);

CREATE INDEX invoice_due ON billing_invoice USING btree (due_on);

CREATE INDEX invoice_issued_ever ON billing_invoice USING btree (issued_at);

CREATE INDEX invoice_issued_left ON billing_invoice USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN issued_at
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX invoice_reference ON billing_invoice USING btree (payment_reference);

CREATE INDEX invoice_total ON billing_invoice USING btree (total);

CREATE INDEX journal_entry_answer ON journal_entry USING btree (at) WHERE (event = ANY (ARRAY['request.answered'::text, 'request.handed_over'::text, 'request.refused'::text]));

CREATE INDEX journal_entry_request ON journal_entry USING btree (((counts -> 'request'::text))) WHERE (event ~~ 'request.%'::text);

CREATE INDEX journal_entry_rule ON journal_entry USING btree (rule, at) WHERE (NOT (rule = ''::text));

CREATE INDEX journal_entry_subject ON journal_entry USING btree (subject) WHERE (NOT (subject IS NULL));

CREATE INDEX journal_entry_unsequenced ON journal_entry USING btree (id) WHERE (seq IS NULL);

CREATE INDEX journal_witness_key_5439511f_like ON journal_witness USING btree (key text_pattern_ops);

CREATE INDEX mandate_signed ON sepa_mandate USING btree (signed_at);

CREATE INDEX membership_created ON accounts_membership USING btree (created_at);

CREATE INDEX message_addressed ON messaging_message USING btree (lower((address)::text)) WHERE (person_id IS NULL);

CREATE INDEX message_created ON messaging_message USING btree (created_at);

CREATE INDEX message_deleted ON messaging_message USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX message_failed ON messaging_message USING btree (failed_at) WHERE (failed_at IS NOT NULL);

CREATE INDEX message_kept_since ON messaging_message USING btree (kept_since) WHERE (kept_since IS NOT NULL);

CREATE INDEX message_person_created ON messaging_message USING btree (person_id, created_at);

CREATE INDEX message_waiting ON messaging_message USING btree (next_at) WHERE (next_at IS NOT NULL);

CREATE INDEX messaging_message_account_id_21900bb3 ON messaging_message USING btree (account_id);

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON mfa_authenticator USING btree (user_id);

CREATE UNIQUE INDEX one_default_way_to_pay ON gateways_paymentmethod USING btree (account_id) WHERE ((default_since IS NOT NULL) AND (removed_at IS NULL));

CREATE UNIQUE INDEX one_disclosure_a_day ON gates_disclosure USING btree (subject_id, recipient, rule, reference, categories, (((at AT TIME ZONE 'UTC'::text))::date)) WHERE ((NOT ((reference)::text = ''::text)) AND (asked_to_forget_at IS NULL));

CREATE UNIQUE INDEX one_open_attempt_an_invoice ON gateways_paymentattempt USING btree (invoice_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_open_attempt_to_refund ON gateways_paymentattempt USING btree (refunds_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_owner ON accounts_membership USING btree (account_id) WHERE ((role)::text = 'owner'::text);

CREATE UNIQUE INDEX one_undertaking_a_document ON gates_undertaking USING btree (recipient, kind, signed_on) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_vat_check_at_a_time ON tax_vatcheck USING btree (account_id, number) WHERE (answered_at IS NULL);

CREATE UNIQUE INDEX open_inquiries_differ ON support_inquiry USING btree (form, md5((title)::text), md5((name)::text), md5((email)::text), md5((phone)::text), md5((company)::text), md5(interest), md5(message)) WHERE (closed_at IS NULL);

CREATE INDEX order_account_placed ON orders_order USING btree (account_id, placed_at);

CREATE INDEX order_placed ON orders_order USING btree (placed_at);

CREATE INDEX order_waiting ON orders_order USING btree (placed_at) WHERE ((accepted_at IS NULL) AND (refused_at IS NULL));

CREATE INDEX orders_order_account_id_cf843c80 ON orders_order USING btree (account_id);

CREATE INDEX orders_order_handled_by_id_94b2c2b0 ON orders_order USING btree (handled_by_id);

CREATE INDEX orders_order_number_abc9e0f2_like ON orders_order USING btree (number varchar_pattern_ops);

CREATE INDEX orders_order_person_id_d83c6a37 ON orders_order USING btree (person_id);

CREATE INDEX orders_order_terms_id_aae532ef ON orders_order USING btree (terms_id);

CREATE INDEX orders_orderline_account_id_6868c60e ON orders_orderline USING btree (account_id);

CREATE INDEX orders_orderline_offer_id_1c143a44 ON orders_orderline USING btree (offer_id);

CREATE INDEX orders_orderline_order_id_17f8f3ef ON orders_orderline USING btree (order_id);

CREATE INDEX orders_quote_account_id_4bd156b9 ON orders_quote USING btree (account_id);

CREATE INDEX orders_quote_number_00c507e8_like ON orders_quote USING btree (number varchar_pattern_ops);

CREATE INDEX orders_quoteline_account_id_84191b38 ON orders_quoteline USING btree (account_id);

CREATE INDEX orders_quoteline_offer_id_3a4d68bb ON orders_quoteline USING btree (offer_id);

CREATE INDEX orders_quoteline_quote_id_64cafd2e ON orders_quoteline USING btree (quote_id);

CREATE INDEX orders_terms_version_8f75baec_like ON orders_terms USING btree (version varchar_pattern_ops);

CREATE INDEX own_price_end_to_tell ON services_ownprice USING btree (until) WHERE ((end_told_at IS NULL) AND (taken_back_at IS NULL) AND (until IS NOT NULL));

CREATE INDEX payment_amount ON billing_payment USING btree (amount);

CREATE INDEX payment_attempt_checks ON gateways_paymentattempt USING btree (account_id) WHERE (NOT ((proof)::text = ''::text));

CREATE INDEX payment_attempt_left ON gateways_paymentattempt USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN started_at
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX payment_attempt_reference ON gateways_paymentattempt USING btree (gateway, reference);

CREATE INDEX payment_attempt_started ON gateways_paymentattempt USING btree (started_at);

CREATE INDEX payment_attempt_to_decide ON gateways_paymentattempt USING btree (review_since) WHERE ((decided_at IS NULL) AND (ended_at IS NULL) AND (review_since IS NOT NULL));

CREATE INDEX payment_method_added ON gateways_paymentmethod USING btree (added_at);

CREATE INDEX payment_method_checked ON gateways_paymentmethod USING btree (account_id) WHERE (NOT ((proof)::text = ''::text));

CREATE INDEX payment_method_ends ON gateways_paymentmethod USING btree (ends_on) WHERE (removed_at IS NULL);

CREATE INDEX payment_received_ever ON billing_payment USING btree (received_at);

CREATE INDEX payment_received_left ON billing_payment USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN received_at
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX payment_reference ON billing_payment USING btree (reference);

CREATE INDEX payment_waits_to_be_sent ON billing_payment USING btree (received_at) WHERE ((amount < 0) AND (sent_at IS NULL));

CREATE INDEX payout_part_key ON gateways_payoutpart USING btree (key);

CREATE INDEX person_customer ON accounts_person USING btree (id) WHERE (NOT is_staff);

CREATE INDEX person_seen ON accounts_person USING btree (last_seen_at);

CREATE INDEX person_unreachable ON accounts_person USING btree (unreachable_at) WHERE (unreachable_at IS NOT NULL);

CREATE INDEX posting_account_ledger ON billing_posting USING btree (account_id, ledger);

CREATE INDEX posting_invoice ON billing_posting USING btree (invoice_id) INCLUDE (amount, ledger) WHERE (invoice_id IS NOT NULL);

CREATE INDEX posting_payment ON billing_posting USING btree (payment_id) WHERE (payment_id IS NOT NULL);

CREATE INDEX privacy_acknowledgement_person_id_64bbfb0f ON gates_acknowledgement USING btree (person_id);

CREATE INDEX privacy_consentevent_person_id_f222da31 ON gates_consentevent USING btree (person_id);

CREATE INDEX privacy_copy_digest_ef80e72d_like ON copies_copy USING btree (digest varchar_pattern_ops);

CREATE INDEX privacy_copy_person_id_e8cd6517 ON copies_copy USING btree (person_id);

CREATE INDEX privacy_identityproof_request_id_cea5045c ON requests_identityproof USING btree (request_id);

CREATE INDEX privacy_readlimit_person_id_6c027a29 ON gates_readlimit USING btree (person_id);

CREATE INDEX privacy_rightsrequest_handler_id_2304e726 ON requests_rightsrequest USING btree (handler_id);

CREATE INDEX privacy_rightsrequest_mail_id_ab9f2989_like ON requests_rightsrequest USING btree (mail_id varchar_pattern_ops);

CREATE INDEX privacy_rightsrequest_person_id_cae3f0bf ON requests_rightsrequest USING btree (person_id);

CREATE INDEX privacy_siteconsent_person_id_8ccf3501 ON gates_siteconsent USING btree (person_id);

CREATE INDEX privacy_staffread_staff_id_de747346 ON gates_staffread USING btree (staff_id);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX quote_account_made ON orders_quote USING btree (account_id, made_at);

CREATE INDEX quote_made ON orders_quote USING btree (made_at);

CREATE INDEX request_asked ON requests_rightsrequest USING btree (asked_at);

CREATE INDEX request_closed ON requests_rightsrequest USING btree (closed_at) WHERE (closed_at IS NOT NULL);

CREATE INDEX request_kept_since ON requests_rightsrequest USING btree (kept_since) WHERE (kept_since IS NOT NULL);

CREATE INDEX request_open ON requests_rightsrequest USING btree (due_on) WHERE (closed_at IS NULL);

CREATE INDEX request_reply_to ON requests_rightsrequest USING btree (lower((reply_to)::text)) WHERE ((person_id IS NULL) AND (subject_id IS NULL));

CREATE INDEX request_sender ON requests_rightsrequest USING btree (lower((sender)::text)) WHERE ((person_id IS NULL) AND (subject_id IS NULL));

CREATE INDEX request_signs_in_as ON requests_rightsrequest USING btree (lower((signs_in_as)::text)) WHERE ((person_id IS NULL) AND (subject_id IS NULL));

CREATE INDEX requests_identityproof_subject_id_edab1d34 ON requests_identityproof USING btree (subject_id);

CREATE INDEX requests_requestmail_request_id_119e83dd ON requests_requestmail USING btree (request_id);

CREATE INDEX requests_requestmail_subject_id_48f3aed6 ON requests_requestmail USING btree (subject_id);

CREATE INDEX requests_rightsrequest_subject_id_cd48473a ON requests_rightsrequest USING btree (subject_id);

CREATE INDEX requests_rightsrequest_verifier_id_8ec8efe5 ON requests_rightsrequest USING btree (verifier_id);

CREATE INDEX requests_takenin_fingerprint_1f49481f ON requests_takenin USING btree (fingerprint);

CREATE INDEX requests_takenin_fingerprint_1f49481f_like ON requests_takenin USING btree (fingerprint varchar_pattern_ops);

CREATE INDEX sepa_collection_account_id_f17713f9 ON sepa_collection USING btree (account_id);

CREATE INDEX sepa_collection_file_id_d197512c ON sepa_collection USING btree (file_id);

CREATE INDEX sepa_collection_invoice_id_218b8e1a ON sepa_collection USING btree (invoice_id);

CREATE INDEX sepa_collection_key_51683bc8_like ON sepa_collection USING btree (key varchar_pattern_ops);

CREATE INDEX sepa_collection_mandate_id_1f0122dd ON sepa_collection USING btree (mandate_id);

CREATE INDEX sepa_collectionfile_bank_account_id_0bc1fca3 ON sepa_collectionfile USING btree (bank_account_id);

CREATE INDEX sepa_collectionfile_name_7452ab99_like ON sepa_collectionfile USING btree (name varchar_pattern_ops);

CREATE INDEX sepa_mandate_account_id_db508067 ON sepa_mandate USING btree (account_id);

CREATE INDEX sepa_mandate_by_id_d945a0d7 ON sepa_mandate USING btree (by_id);

CREATE INDEX sepa_mandate_reference_7398f5f7_like ON sepa_mandate USING btree (reference varchar_pattern_ops);

CREATE INDEX service_account_ended ON services_service USING btree (account_id, ended_at);

CREATE INDEX service_account_started ON services_service USING btree (account_id, started_at);

CREATE INDEX service_charged_through ON services_service USING btree (charged_through) WHERE ((charged_through IS NOT NULL) AND (ended_at IS NULL));

CREATE INDEX service_deleted ON services_service USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX service_ended ON services_service USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE INDEX service_kept_since ON services_service USING btree (kept_since) WHERE (kept_since IS NOT NULL);

CREATE INDEX service_started ON services_service USING btree (started_at);

CREATE INDEX services_cancellation_account_id_998792e9 ON services_cancellation USING btree (account_id);

CREATE INDEX services_cancellation_person_id_f4fa237a ON services_cancellation USING btree (person_id);

CREATE INDEX services_cancellation_service_id_ee29fe48 ON services_cancellation USING btree (service_id);

CREATE INDEX services_charge_account_id_bf50433b ON services_charge USING btree (account_id);

CREATE INDEX services_charge_service_id_70af408d ON services_charge USING btree (service_id);

CREATE INDEX services_ownprice_account_id_f46514fe ON services_ownprice USING btree (account_id);

CREATE INDEX services_ownprice_service_id_00ad891d ON services_ownprice USING btree (service_id);

CREATE INDEX services_service_offer_id_77aa3e7c ON services_service USING btree (offer_id);

CREATE INDEX services_suspension_account_id_e66f2c6e ON services_suspension USING btree (account_id);

CREATE INDEX services_suspension_service_id_3bf6d0e0 ON services_suspension USING btree (service_id);

CREATE INDEX services_term_account_id_3d840542 ON services_term USING btree (account_id);

CREATE INDEX services_term_offer_id_462a1c4a ON services_term USING btree (offer_id);

CREATE INDEX services_term_service_id_f5970c52 ON services_term USING btree (service_id);

CREATE INDEX session_created ON accounts_session USING btree (created_at);

CREATE INDEX signin_at ON accounts_signin USING btree (at);

CREATE INDEX signin_deleted ON accounts_signin USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX signin_kept_since ON accounts_signin USING btree (kept_since) WHERE (kept_since IS NOT NULL);

CREATE INDEX signin_person_at ON accounts_signin USING btree (person_id, at);

CREATE INDEX site_consent_at ON gates_siteconsent USING btree (at);

CREATE INDEX site_token_created ON allauth_idp_oidc_token USING btree (created_at);

CREATE INDEX socialaccount_socialaccount_user_id_8146e70c ON socialaccount_socialaccount USING btree (user_id);

CREATE INDEX socialaccount_socialtoken_account_id_951f210e ON socialaccount_socialtoken USING btree (account_id);

CREATE INDEX socialaccount_socialtoken_app_id_636a42d7 ON socialaccount_socialtoken USING btree (app_id);

CREATE INDEX staff_read_at ON gates_staffread USING btree (at);

CREATE INDEX statement_until ON bank_bankstatement USING btree (bank_account_id, until);

CREATE INDEX subject_erasure_asked ON accounts_subject USING btree (erasure_asked_at) WHERE (erasure_asked_at IS NOT NULL);

CREATE INDEX subject_restricted ON accounts_subject USING btree (restricted_at) WHERE (restricted_at IS NOT NULL);

CREATE INDEX support_inquiry_person_id_e5afdfb5 ON support_inquiry USING btree (person_id);

CREATE INDEX support_ticket_opened_by_id_b1dafbe1 ON support_ticket USING btree (opened_by_id);

CREATE INDEX support_ticketmessage_account_id_fd6c701d ON support_ticketmessage USING btree (account_id);

CREATE INDEX support_ticketmessage_author_id_9766f73a ON support_ticketmessage USING btree (author_id);

CREATE INDEX support_ticketmessage_ticket_id_70fe8f82 ON support_ticketmessage USING btree (ticket_id);

CREATE UNIQUE INDEX suspension_once ON services_suspension USING btree (service_id, reason) WHERE (until IS NULL);

CREATE UNIQUE INDEX term_in_force_once ON services_term USING btree (service_id) WHERE (until IS NULL);

CREATE INDEX ticket_account_opened ON support_ticket USING btree (account_id, opened_at);

CREATE INDEX ticket_closed ON support_ticket USING btree (closed_at);

CREATE INDEX ticket_closed_left ON support_ticket USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN closed_at
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX ticket_deleted ON support_ticket USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX ticket_deleted_left ON support_ticket USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN deleted_at
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX ticket_kept_since ON support_ticket USING btree (kept_since) WHERE (kept_since IS NOT NULL);

CREATE INDEX ticket_kept_since_left ON support_ticket USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN kept_since
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX ticket_open ON support_ticket USING btree (account_id, opened_at) WHERE (closed_at IS NULL);

CREATE INDEX ticket_opened ON support_ticket USING btree (opened_at);

CREATE INDEX ticket_opened_left ON support_ticket USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN opened_at
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX transaction_at ON billing_transaction USING btree (at);

CREATE INDEX transaction_left ON billing_transaction USING btree ((
CASE
    WHEN (depersonalised_at IS NULL) THEN at
    ELSE NULL::timestamp with time zone
END));

CREATE INDEX transaction_on ON billing_transaction USING btree ("on");

CREATE UNIQUE INDEX unique_authenticator_type ON mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));

CREATE UNIQUE INDEX unique_primary_email ON account_emailaddress USING btree (user_id, "primary") WHERE "primary";

CREATE UNIQUE INDEX unique_verified_email ON account_emailaddress USING btree (email) WHERE verified;

CREATE INDEX vat_check_latest ON tax_vatcheck USING btree (account_id, asked_at DESC);

CREATE INDEX withdrawal_to_pay_back ON services_cancellation USING btree (refund_by) WHERE ((refund > 0) AND (refunded_at IS NULL));

CREATE TRIGGER billing_brought_forward AFTER UPDATE ON billing_transaction REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION billing_bring_forward();

CREATE TRIGGER billing_invoice_bank_stays BEFORE UPDATE OF seller_contact, bank_holder, bank_iban, bank_bic ON billing_invoice FOR EACH ROW WHEN ((((((old.seller_contact)::text IS DISTINCT FROM (new.seller_contact)::text) OR ((old.bank_holder)::text IS DISTINCT FROM (new.bank_holder)::text)) OR ((old.bank_iban)::text IS DISTINCT FROM (new.bank_iban)::text)) OR ((old.bank_bic)::text IS DISTINCT FROM (new.bank_bic)::text))) EXECUTE FUNCTION billing_issued();

CREATE TRIGGER billing_invoice_remark_stays BEFORE UPDATE OF remark ON billing_invoice FOR EACH ROW WHEN ((((new.remark)::text <> ''::text) AND ((new.remark)::text <> (old.remark)::text))) EXECUTE FUNCTION billing_issued();

CREATE TRIGGER billing_invoice_seller_stays BEFORE UPDATE OF seller_postcode, seller_city ON billing_invoice FOR EACH ROW WHEN ((((old.seller_postcode)::text IS DISTINCT FROM (new.seller_postcode)::text) OR ((old.seller_city)::text IS DISTINCT FROM (new.seller_city)::text))) EXECUTE FUNCTION billing_issued();

CREATE TRIGGER billing_invoice_stays BEFORE UPDATE ON billing_invoice FOR EACH ROW WHEN ((((((((((((((((((((((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR ((old.number)::text IS DISTINCT FROM (new.number)::text)) OR (old.issued_at IS DISTINCT FROM new.issued_at)) OR (old.due_on IS DISTINCT FROM new.due_on)) OR (old.supplied_on IS DISTINCT FROM new.supplied_on)) OR ((old.currency)::text IS DISTINCT FROM (new.currency)::text)) OR (old.net IS DISTINCT FROM new.net)) OR (old.tax IS DISTINCT FROM new.tax)) OR (old.total IS DISTINCT FROM new.total)) OR ((old.home_currency)::text IS DISTINCT FROM (new.home_currency)::text)) OR (old.home_rate IS DISTINCT FROM new.home_rate)) OR (old.tax_at_home IS DISTINCT FROM new.tax_at_home)) OR (old.notes IS DISTINCT FROM new.notes)) OR ((old.payment_reference)::text IS DISTINCT FROM (new.payment_reference)::text)) OR ((old.party_country)::text IS DISTINCT FROM (new.party_country)::text)) OR ((old.seller_name)::text IS DISTINCT FROM (new.seller_name)::text)) OR (old.seller_address IS DISTINCT FROM new.seller_address)) OR ((old.seller_country)::text IS DISTINCT FROM (new.seller_country)::text)) OR ((old.seller_tax_id)::text IS DISTINCT FROM (new.seller_tax_id)::text)) OR (((new.evidence)::text <> ''::text) AND ((new.evidence)::text <> (old.evidence)::text)) OR (((new.party_name)::text <> ''::text) AND ((new.party_name)::text <> (old.party_name)::text)) OR ((new.party_address <> ''::text) AND (new.party_address <> old.party_address)) OR (((new.party_postcode)::text <> ''::text) AND ((new.party_postcode)::text <> (old.party_postcode)::text)) OR (((new.party_city)::text <> ''::text) AND ((new.party_city)::text <> (old.party_city)::text)) OR (((new.party_region)::text <> ''::text) AND ((new.party_region)::text <> (old.party_region)::text)) OR (((new.party_tax_id)::text <> ''::text) AND ((new.party_tax_id)::text <> (old.party_tax_id)::text)) OR (((new.party_reference)::text <> ''::text) AND ((new.party_reference)::text <> (old.party_reference)::text)))) EXECUTE FUNCTION billing_issued();

CREATE TRIGGER billing_line_stays BEFORE UPDATE ON billing_invoiceline FOR EACH ROW WHEN ((((((((((((((old.invoice_id IS DISTINCT FROM new.invoice_id) OR (old."position" IS DISTINCT FROM new."position")) OR ((old.product)::text IS DISTINCT FROM (new.product)::text)) OR (old.quantity IS DISTINCT FROM new.quantity)) OR (old.price IS DISTINCT FROM new.price)) OR (old.discount IS DISTINCT FROM new.discount)) OR (old.amount IS DISTINCT FROM new.amount)) OR ((old.supply)::text IS DISTINCT FROM (new.supply)::text)) OR ((old.category)::text IS DISTINCT FROM (new.category)::text)) OR (old.rate IS DISTINCT FROM new.rate)) OR (old.starts IS DISTINCT FROM new.starts)) OR (old.ends IS DISTINCT FROM new.ends)) OR (((new.description)::text <> ''::text) AND ((new.description)::text <> (old.description)::text)))) EXECUTE FUNCTION billing_issued();

CREATE TRIGGER billing_posted AFTER INSERT ON billing_posting REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION billing_balanced();

CREATE TRIGGER billing_posting_stays BEFORE UPDATE ON billing_posting FOR EACH ROW WHEN ((((((old.transaction_id IS DISTINCT FROM new.transaction_id) OR ((old.ledger)::text IS DISTINCT FROM (new.ledger)::text)) OR ((old.part)::text IS DISTINCT FROM (new.part)::text)) OR ((old.currency)::text IS DISTINCT FROM (new.currency)::text)) OR (old.amount IS DISTINCT FROM new.amount))) EXECUTE FUNCTION billing_issued();

CREATE TRIGGER billing_removed AFTER DELETE ON billing_posting REFERENCING OLD TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION billing_balanced();

CREATE TRIGGER billing_series_rises BEFORE UPDATE ON billing_series FOR EACH ROW WHEN (((((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR (old.year IS DISTINCT FROM new.year)) OR (new.last < old.last))) EXECUTE FUNCTION billing_taken();

CREATE TRIGGER billing_series_stays BEFORE DELETE ON billing_series FOR EACH ROW EXECUTE FUNCTION billing_taken();

CREATE TRIGGER billing_taken_along AFTER DELETE ON accounts_account REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION billing_take_along();

CREATE TRIGGER billing_tax_stays BEFORE UPDATE ON billing_invoicetax FOR EACH ROW WHEN ((((((((old.invoice_id IS DISTINCT FROM new.invoice_id) OR ((old.category)::text IS DISTINCT FROM (new.category)::text)) OR (old.rate IS DISTINCT FROM new.rate)) OR ((old.country)::text IS DISTINCT FROM (new.country)::text)) OR (old.base IS DISTINCT FROM new.base)) OR (old.amount IS DISTINCT FROM new.amount)) OR ((old.reason)::text IS DISTINCT FROM (new.reason)::text))) EXECUTE FUNCTION billing_issued();

CREATE TRIGGER billing_transaction_stays BEFORE UPDATE ON billing_transaction FOR EACH ROW WHEN ((((((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR (old.at IS DISTINCT FROM new.at)) OR (old."on" IS DISTINCT FROM new."on")) OR ((old.key)::text IS DISTINCT FROM (new.key)::text))) EXECUTE FUNCTION billing_issued();

CREATE TRIGGER journal_checkpoint_no_change BEFORE DELETE OR UPDATE ON journal_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_checkpoint_no_truncate BEFORE TRUNCATE ON journal_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry FOR EACH ROW WHEN (((old.seq IS NOT NULL) OR ((((((((old.id IS DISTINCT FROM new.id) OR (old.receipt IS DISTINCT FROM new.receipt)) OR (old.at IS DISTINCT FROM new.at)) OR (old.event IS DISTINCT FROM new.event)) OR (old.rule IS DISTINCT FROM new.rule)) OR (old.policy IS DISTINCT FROM new.policy)) OR (old.subject IS DISTINCT FROM new.subject)) OR (old.counts IS DISTINCT FROM new.counts)))) EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::procrastinate_job_status))) EXECUTE FUNCTION procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status)) EXECUTE FUNCTION procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::procrastinate_job_status))) EXECUTE FUNCTION procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status)) EXECUTE FUNCTION procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION procrastinate_trigger_function_status_events_update_v1();

CREATE TRIGGER requests_mail_deleted AFTER DELETE ON requests_rightsrequest FOR EACH ROW WHEN ((old.mail_id IS NOT NULL)) EXECUTE FUNCTION requests_doom_mail();

CREATE TRIGGER requests_mail_emptied AFTER UPDATE ON requests_rightsrequest FOR EACH ROW WHEN (((old.mail_id IS NOT NULL) AND (new.mail_id IS NULL))) EXECUTE FUNCTION requests_doom_mail();

ALTER TABLE ONLY account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_account
    ADD CONSTRAINT accounts_account_id_subject FOREIGN KEY (id) REFERENCES accounts_subject(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_activity
    ADD CONSTRAINT accounts_activity_account_id_d7522568_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_activity
    ADD CONSTRAINT accounts_activity_person_id_518f687b_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_finding
    ADD CONSTRAINT accounts_finding_person_id_ebbb09de_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_invitation
    ADD CONSTRAINT accounts_invitation_accepted_by_id_ba632539_fk_accounts_ FOREIGN KEY (accepted_by_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_invitation
    ADD CONSTRAINT accounts_invitation_account_id_8e9dd036_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_invitation
    ADD CONSTRAINT accounts_invitation_invited_by_id_94a21efc_fk_accounts_ FOREIGN KEY (invited_by_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_membership
    ADD CONSTRAINT accounts_membership_account_id_4cff857d_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_membership
    ADD CONSTRAINT accounts_membership_person_id_cd00e383_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_person_groups
    ADD CONSTRAINT accounts_person_groups_group_id_2455a92a_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_person_groups
    ADD CONSTRAINT accounts_person_groups_person_id_0267a8e2_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_person
    ADD CONSTRAINT accounts_person_id_subject FOREIGN KEY (id) REFERENCES accounts_subject(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_person_user_permissions
    ADD CONSTRAINT accounts_person_user_permission_id_ef54d0fe_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_person_user_permissions
    ADD CONSTRAINT accounts_person_user_person_id_f01807a9_fk_accounts_ FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_preferences
    ADD CONSTRAINT accounts_preferences_person_id_ed6cbaf3_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_session
    ADD CONSTRAINT accounts_session_person_id_6b01fe29_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY accounts_signin
    ADD CONSTRAINT accounts_signin_person_id_dcd8ccef_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY allauth_idp_oidc_client
    ADD CONSTRAINT allauth_idp_oidc_client_owner_id_1f1eb0f1_fk_accounts_person_id FOREIGN KEY (owner_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY allauth_idp_oidc_token
    ADD CONSTRAINT allauth_idp_oidc_tok_client_id_cad2cd57_fk_allauth_i FOREIGN KEY (client_id) REFERENCES allauth_idp_oidc_client(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY allauth_idp_oidc_token
    ADD CONSTRAINT allauth_idp_oidc_token_user_id_3e9a005f_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY bank_bankline
    ADD CONSTRAINT bank_bankline_account_id_2705f270_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY bank_bankline
    ADD CONSTRAINT bank_bankline_bank_account_id_162808b1_fk_billing_b FOREIGN KEY (bank_account_id) REFERENCES billing_bankaccount(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY bank_bankline
    ADD CONSTRAINT bank_bankline_payment_id_b4773c3d_fk_billing_payment_id FOREIGN KEY (payment_id) REFERENCES billing_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY bank_bankline
    ADD CONSTRAINT bank_bankline_statement_id_6fdbb798_fk_bank_bankstatement_id FOREIGN KEY (statement_id) REFERENCES bank_bankstatement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY bank_bankstatement
    ADD CONSTRAINT bank_bankstatement_bank_account_id_d44df5b8_fk_billing_b FOREIGN KEY (bank_account_id) REFERENCES billing_bankaccount(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY bank_transferfile
    ADD CONSTRAINT bank_transferfile_bank_account_id_ad04a067_fk_billing_b FOREIGN KEY (bank_account_id) REFERENCES billing_bankaccount(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_dunningrest
    ADD CONSTRAINT billing_dunningrest_account_id_14463960_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_dunningrest
    ADD CONSTRAINT billing_dunningrest_invoice_id_696033a3_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_invoice
    ADD CONSTRAINT billing_invoice_account_id_71f06cf2_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_invoice
    ADD CONSTRAINT billing_invoice_original_id_86a9f2ce_fk_billing_invoice_id FOREIGN KEY (original_id) REFERENCES billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_account_id_f6cbc713_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_invoice_id_ff507e12_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_of FOREIGN KEY (invoice_id, account_id) REFERENCES billing_invoice(id, account_id) ON UPDATE CASCADE;

ALTER TABLE ONLY billing_invoiceline
    ADD CONSTRAINT billing_invoiceline_original_id_f0fd7607_fk_billing_i FOREIGN KEY (original_id) REFERENCES billing_invoiceline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_invoicetax
    ADD CONSTRAINT billing_invoicetax_account_id_d4aa4510_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_invoicetax
    ADD CONSTRAINT billing_invoicetax_invoice_id_75d2ac17_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_irregularity
    ADD CONSTRAINT billing_irregularity_account_id_6766c33c_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_irregularity
    ADD CONSTRAINT billing_irregularity_hold_id_d565d323_fk_erasure_hold_id FOREIGN KEY (hold_id) REFERENCES erasure_hold(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_irregularity
    ADD CONSTRAINT billing_irregularity_payment_id_ef517dd0_fk_billing_payment_id FOREIGN KEY (payment_id) REFERENCES billing_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_payment
    ADD CONSTRAINT billing_payment_account_id_411a2f8d_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_payment
    ADD CONSTRAINT billing_payment_refunds_id_bd129f48_fk_billing_payment_id FOREIGN KEY (refunds_id) REFERENCES billing_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_posting
    ADD CONSTRAINT billing_posting_account_id_59544239_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_posting
    ADD CONSTRAINT billing_posting_invoice_id_37290581_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_posting
    ADD CONSTRAINT billing_posting_payment_id_12940ef4_fk_billing_payment_id FOREIGN KEY (payment_id) REFERENCES billing_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_posting
    ADD CONSTRAINT billing_posting_transaction_id_8e0182de_fk_billing_t FOREIGN KEY (transaction_id) REFERENCES billing_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_reminder
    ADD CONSTRAINT billing_reminder_account_id_36961f07_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_reminder
    ADD CONSTRAINT billing_reminder_invoice_id_8506155d_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY billing_transaction
    ADD CONSTRAINT billing_transaction_account_id_2434372f_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_addon
    ADD CONSTRAINT catalog_addon_addon_id_960bbfba_fk_catalog_product_id FOREIGN KEY (addon_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_addon
    ADD CONSTRAINT catalog_addon_product_id_bc71de4f_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_choice
    ADD CONSTRAINT catalog_choice_option_id_2e4a705f_fk_catalog_option_id FOREIGN KEY (option_id) REFERENCES catalog_option(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_choiceprice
    ADD CONSTRAINT catalog_choiceprice_choice_id_c353aff8_fk_catalog_choice_id FOREIGN KEY (choice_id) REFERENCES catalog_choice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_option
    ADD CONSTRAINT catalog_option_product_id_1626bd58_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_price
    ADD CONSTRAINT catalog_price_product_id_ad6c5f41_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_pricechange
    ADD CONSTRAINT catalog_pricechange_choice_id_fc49fe6a_fk_catalog_choice_id FOREIGN KEY (choice_id) REFERENCES catalog_choice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_pricechange
    ADD CONSTRAINT catalog_pricechange_product_id_180a19a1_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_product
    ADD CONSTRAINT catalog_product_group_id_8956042d_fk_catalog_group_id FOREIGN KEY (group_id) REFERENCES catalog_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_promoted
    ADD CONSTRAINT catalog_promoted_product_id_3895e799_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_promoted
    ADD CONSTRAINT catalog_promoted_promotion_id_1a110dd8_fk_catalog_promotion_id FOREIGN KEY (promotion_id) REFERENCES catalog_promotion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_upgrade
    ADD CONSTRAINT catalog_upgrade_product_id_a9513c01_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY catalog_upgrade
    ADD CONSTRAINT catalog_upgrade_to_id_36bc8c5b_fk_catalog_product_id FOREIGN KEY (to_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY erasure_hold
    ADD CONSTRAINT erasure_hold_placed_by_id_2c9729e5_fk_accounts_person_id FOREIGN KEY (placed_by_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY erasure_hold
    ADD CONSTRAINT erasure_hold_subject_id_ddfbfc04_fk_accounts_subject_id FOREIGN KEY (subject_id) REFERENCES accounts_subject(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gates_acceptance
    ADD CONSTRAINT gates_acceptance_person_id_910f2f74_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gates_disclosure
    ADD CONSTRAINT gates_disclosure_subject_id_b907133c_fk_accounts_subject_id FOREIGN KEY (subject_id) REFERENCES accounts_subject(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gates_staffread
    ADD CONSTRAINT gates_staffread_subject_id_1b27d7bb_fk_accounts_subject_id FOREIGN KEY (subject_id) REFERENCES accounts_subject(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_gatewayevent
    ADD CONSTRAINT gateways_gatewayeven_account_id_5e94bfe5_fk_accounts_ FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentatte_account_id_465eff71_fk_accounts_ FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentatte_invoice_id_7ffb5d3d_fk_billing_i FOREIGN KEY (invoice_id) REFERENCES billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentatte_method_id_d3c51417_fk_gateways_ FOREIGN KEY (method_id) REFERENCES gateways_paymentmethod(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentatte_payment_id_e15840b1_fk_billing_p FOREIGN KEY (payment_id) REFERENCES billing_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentatte_refunds_id_2a06d09e_fk_billing_p FOREIGN KEY (refunds_id) REFERENCES billing_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_paymentattempt
    ADD CONSTRAINT gateways_paymentattempt_by_id_84a25e73_fk_accounts_person_id FOREIGN KEY (by_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_paymentmethod
    ADD CONSTRAINT gateways_paymentmeth_account_id_be057f7a_fk_accounts_ FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_paymentmethod
    ADD CONSTRAINT gateways_paymentmethod_by_id_06ded80a_fk_accounts_person_id FOREIGN KEY (by_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gateways_payoutpart
    ADD CONSTRAINT gateways_payoutpart_payout_id_c2949203_fk_gateways_payout_id FOREIGN KEY (payout_id) REFERENCES gateways_payout(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY messaging_message
    ADD CONSTRAINT messaging_message_account_id_21900bb3_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY messaging_message
    ADD CONSTRAINT messaging_message_person_id_846a196a_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_order
    ADD CONSTRAINT orders_order_account_id_cf843c80_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_order
    ADD CONSTRAINT orders_order_handled_by_id_94b2c2b0_fk_accounts_person_id FOREIGN KEY (handled_by_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_order
    ADD CONSTRAINT orders_order_person_id_d83c6a37_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_order
    ADD CONSTRAINT orders_order_terms_id_aae532ef_fk_orders_terms_id FOREIGN KEY (terms_id) REFERENCES orders_terms(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_orderline
    ADD CONSTRAINT orders_orderline_account_id_6868c60e_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_orderline
    ADD CONSTRAINT orders_orderline_offer_id_1c143a44_fk_catalog_product_id FOREIGN KEY (offer_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_orderline
    ADD CONSTRAINT orders_orderline_order_id_17f8f3ef_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES orders_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_orderline
    ADD CONSTRAINT orders_orderline_service_id_adf9dea3_fk_services_service_id FOREIGN KEY (service_id) REFERENCES services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_quote
    ADD CONSTRAINT orders_quote_account_id_4bd156b9_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_quote
    ADD CONSTRAINT orders_quote_order_id_82fb09f8_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES orders_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_quoteline
    ADD CONSTRAINT orders_quoteline_account_id_84191b38_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_quoteline
    ADD CONSTRAINT orders_quoteline_offer_id_3a4d68bb_fk_catalog_product_id FOREIGN KEY (offer_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY orders_quoteline
    ADD CONSTRAINT orders_quoteline_quote_id_64cafd2e_fk_orders_quote_id FOREIGN KEY (quote_id) REFERENCES orders_quote(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gates_acknowledgement
    ADD CONSTRAINT privacy_acknowledgem_person_id_64bbfb0f_fk_accounts_ FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gates_consentevent
    ADD CONSTRAINT privacy_consentevent_person_id_f222da31_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY copies_copy
    ADD CONSTRAINT privacy_copy_person_id_e8cd6517_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY requests_identityproof
    ADD CONSTRAINT privacy_identityproo_request_id_cea5045c_fk_privacy_r FOREIGN KEY (request_id) REFERENCES requests_rightsrequest(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gates_readlimit
    ADD CONSTRAINT privacy_readlimit_person_id_6c027a29_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY requests_rightsrequest
    ADD CONSTRAINT privacy_rightsrequest_handler_id_2304e726_fk_accounts_person_id FOREIGN KEY (handler_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY requests_rightsrequest
    ADD CONSTRAINT privacy_rightsrequest_person_id_cae3f0bf_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gates_siteconsent
    ADD CONSTRAINT privacy_siteconsent_person_id_8ccf3501_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY gates_staffread
    ADD CONSTRAINT privacy_staffread_staff_id_de747346_fk_accounts_person_id FOREIGN KEY (staff_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES procrastinate_jobs(id);

ALTER TABLE ONLY requests_identityproof
    ADD CONSTRAINT requests_identitypro_subject_id_edab1d34_fk_accounts_ FOREIGN KEY (subject_id) REFERENCES accounts_subject(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY requests_identityproof
    ADD CONSTRAINT requests_identityproof_of FOREIGN KEY (request_id, subject_id) REFERENCES requests_rightsrequest(id, subject_id) ON UPDATE CASCADE;

ALTER TABLE ONLY requests_requestmail
    ADD CONSTRAINT requests_requestmail_request_id_119e83dd_fk_requests_ FOREIGN KEY (request_id) REFERENCES requests_rightsrequest(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY requests_requestmail
    ADD CONSTRAINT requests_requestmail_subject_id_48f3aed6_fk_accounts_subject_id FOREIGN KEY (subject_id) REFERENCES accounts_subject(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY requests_rightsrequest
    ADD CONSTRAINT requests_rightsreque_subject_id_cd48473a_fk_accounts_ FOREIGN KEY (subject_id) REFERENCES accounts_subject(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY requests_rightsrequest
    ADD CONSTRAINT requests_rightsreque_verifier_id_8ec8efe5_fk_accounts_ FOREIGN KEY (verifier_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_collection
    ADD CONSTRAINT sepa_collection_account_id_f17713f9_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_collection
    ADD CONSTRAINT sepa_collection_attempt_id_fcede769_fk_gateways_ FOREIGN KEY (attempt_id) REFERENCES gateways_paymentattempt(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_collection
    ADD CONSTRAINT sepa_collection_file_id_d197512c_fk_sepa_collectionfile_id FOREIGN KEY (file_id) REFERENCES sepa_collectionfile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_collection
    ADD CONSTRAINT sepa_collection_invoice_id_218b8e1a_fk_billing_invoice_id FOREIGN KEY (invoice_id) REFERENCES billing_invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_collection
    ADD CONSTRAINT sepa_collection_mandate_id_1f0122dd_fk_sepa_mandate_id FOREIGN KEY (mandate_id) REFERENCES sepa_mandate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_collectionfile
    ADD CONSTRAINT sepa_collectionfile_bank_account_id_0bc1fca3_fk_billing_b FOREIGN KEY (bank_account_id) REFERENCES billing_bankaccount(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_mandate
    ADD CONSTRAINT sepa_mandate_account_id_db508067_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_mandate
    ADD CONSTRAINT sepa_mandate_by_id_d945a0d7_fk_accounts_person_id FOREIGN KEY (by_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY sepa_mandate
    ADD CONSTRAINT sepa_mandate_method_id_12f48538_fk_gateways_paymentmethod_id FOREIGN KEY (method_id) REFERENCES gateways_paymentmethod(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_cancellation
    ADD CONSTRAINT services_cancellatio_account_id_998792e9_fk_accounts_ FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_cancellation
    ADD CONSTRAINT services_cancellatio_service_id_ee29fe48_fk_services_ FOREIGN KEY (service_id) REFERENCES services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_cancellation
    ADD CONSTRAINT services_cancellation_person_id_f4fa237a_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_charge
    ADD CONSTRAINT services_charge_account_id_bf50433b_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_charge
    ADD CONSTRAINT services_charge_line_id_d2344055_fk_billing_invoiceline_id FOREIGN KEY (line_id) REFERENCES billing_invoiceline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_charge
    ADD CONSTRAINT services_charge_service_id_70af408d_fk_services_service_id FOREIGN KEY (service_id) REFERENCES services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_charge
    ADD CONSTRAINT services_charge_takes_back_id_98029143_fk_services_charge_id FOREIGN KEY (takes_back_id) REFERENCES services_charge(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_ownprice
    ADD CONSTRAINT services_ownprice_account_id_f46514fe_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_ownprice
    ADD CONSTRAINT services_ownprice_service_id_00ad891d_fk_services_service_id FOREIGN KEY (service_id) REFERENCES services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_service
    ADD CONSTRAINT services_service_account_id_bfe213c0_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_service
    ADD CONSTRAINT services_service_offer_id_77aa3e7c_fk_catalog_product_id FOREIGN KEY (offer_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_suspension
    ADD CONSTRAINT services_suspension_account_id_e66f2c6e_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_suspension
    ADD CONSTRAINT services_suspension_service_id_3bf6d0e0_fk_services_service_id FOREIGN KEY (service_id) REFERENCES services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_term
    ADD CONSTRAINT services_term_account_id_3d840542_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_term
    ADD CONSTRAINT services_term_offer_id_462a1c4a_fk_catalog_product_id FOREIGN KEY (offer_id) REFERENCES catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY services_term
    ADD CONSTRAINT services_term_service_id_f5970c52_fk_services_service_id FOREIGN KEY (service_id) REFERENCES services_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_account_id_951f210e_fk_socialacc FOREIGN KEY (account_id) REFERENCES socialaccount_socialaccount(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_app_id_636a42d7_fk_socialacc FOREIGN KEY (app_id) REFERENCES socialaccount_socialapp(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_social_user_id_8146e70c_fk_accounts_ FOREIGN KEY (user_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY support_inquiry
    ADD CONSTRAINT support_inquiry_person_id_e5afdfb5_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY support_ticket
    ADD CONSTRAINT support_ticket_account_id_3b20a420_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY support_ticket
    ADD CONSTRAINT support_ticket_opened_by_id_b1dafbe1_fk_accounts_person_id FOREIGN KEY (opened_by_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY support_ticketmessage
    ADD CONSTRAINT support_ticketmessag_account_id_fd6c701d_fk_accounts_ FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY support_ticketmessage
    ADD CONSTRAINT support_ticketmessage_author_id_9766f73a_fk_accounts_person_id FOREIGN KEY (author_id) REFERENCES accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY support_ticketmessage
    ADD CONSTRAINT support_ticketmessage_of FOREIGN KEY (ticket_id, account_id) REFERENCES support_ticket(id, account_id) ON UPDATE CASCADE;

ALTER TABLE ONLY support_ticketmessage
    ADD CONSTRAINT support_ticketmessage_ticket_id_70fe8f82_fk_support_ticket_id FOREIGN KEY (ticket_id) REFERENCES support_ticket(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY tax_certificate
    ADD CONSTRAINT tax_certificate_account_id_913fb390_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY tax_localtax
    ADD CONSTRAINT tax_localtax_account_id_c09ff69f_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY tax_sign
    ADD CONSTRAINT tax_sign_account_id_704152d1_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY tax_vatcheck
    ADD CONSTRAINT tax_vatcheck_account_id_fda2a8e1_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
