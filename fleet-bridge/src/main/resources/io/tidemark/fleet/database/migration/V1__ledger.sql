-- Double entry. Money is micro-dollars in bigint. A posting above zero is more for the account.

CREATE TABLE account (
    id           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         text    NOT NULL UNIQUE,
    unit         text    NOT NULL DEFAULT 'microUSD',
    -- What the world outside brought in stands on the debit side; everything else is owed to somebody.
    normal_side  text    NOT NULL CHECK (normal_side IN ('credit', 'debit')),
    may_overdraw boolean NOT NULL
);

CREATE TABLE transfer (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Doing it twice is doing it once.
    idem_key   text   NOT NULL UNIQUE,
    kind       text   NOT NULL,
    phase      text   NOT NULL CHECK (phase IN ('single', 'pending', 'post', 'void')),
    -- A pending transfer resolves once, whoever tries.
    pending_id bigint UNIQUE REFERENCES transfer (id),
    -- Epoch milliseconds: of market time for what a journal said, else of the clock of whoever booked it.
    at         bigint NOT NULL,
    CHECK ((phase IN ('post', 'void')) = (pending_id IS NOT NULL))
);

CREATE TABLE posting (
    transfer_id bigint   NOT NULL REFERENCES transfer (id),
    leg         smallint NOT NULL,
    account_id  bigint   NOT NULL REFERENCES account (id),
    amount      bigint   NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (transfer_id, leg)
);

-- The statement of an account, in order, without touching the table.
CREATE INDEX posting_of_account ON posting (account_id, transfer_id) INCLUDE (amount);

-- A cache of sum(posting), and the row to lock. It can be rebuilt from the postings at any time.
CREATE TABLE balance (
    account_id   bigint  PRIMARY KEY REFERENCES account (id),
    posted       bigint  NOT NULL,
    may_overdraw boolean NOT NULL,
    CONSTRAINT balance_not_overdrawn CHECK (may_overdraw OR posted >= 0)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: correct it with a new transfer', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER transfer_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER posting_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The trigger stops a mistake, the missing right stops a statement before it; an owner could give it back, on purpose.
REVOKE UPDATE, DELETE, TRUNCATE ON transfer, posting FROM PUBLIC, CURRENT_USER;
-- A foreign key takes a row lock, for which PostgreSQL asks the right to update some column: one that is never assigned.
GRANT UPDATE (id) ON transfer TO CURRENT_USER;

-- All postings of a transfer come in one statement, so that what is unbalanced never gets in.
CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT transfer_id INTO wrong FROM added GROUP BY transfer_id HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the postings of transfer % do not add up to zero', wrong USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER posting_adds_up AFTER INSERT ON posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();

-- Transfers between an account's home and its wallet in a pool: the outbox, and what became of them.

-- The engine ignores a number that is not above the account's last, so they are given out here, ascending.
CREATE TABLE wallet_number (
    pool    text   NOT NULL,
    account bigint NOT NULL,
    last    bigint NOT NULL,
    PRIMARY KEY (pool, account)
);

CREATE TABLE wallet_transfer (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    idem_key      text   NOT NULL UNIQUE,
    pool          text   NOT NULL,
    account       bigint NOT NULL,
    direction     text   NOT NULL CHECK (direction IN ('TO_POOL', 'TO_HOME')),
    amount        bigint NOT NULL CHECK (amount > 0),
    number        bigint NOT NULL,
    state         text   NOT NULL CHECK (state IN ('PENDING', 'POSTED', 'REFUSED')),
    -- Times it was handed to the engine, and times the journal showed it: what may still come is the difference.
    sent          bigint NOT NULL DEFAULT 0,
    seen          bigint NOT NULL DEFAULT 0,
    seen_sequence bigint NOT NULL DEFAULT 0,
    not_before    bigint NOT NULL DEFAULT 0,
    problem       text   NOT NULL DEFAULT '',
    UNIQUE (pool, account, number)
);

CREATE INDEX wallet_transfer_pending ON wallet_transfer (pool, account, number) WHERE state = 'PENDING';
