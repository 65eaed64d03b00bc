-- Where a holder wants to be told. The secret is what its messages are signed with, so it cannot be a hash; it goes with the row.
CREATE TABLE webhook (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account    bigint NOT NULL,
    url        text   NOT NULL,
    -- What it wants to hear of, by the names on the wire.
    types      text[] NOT NULL,
    secret     bytea  NOT NULL,
    -- Epoch milliseconds, real time.
    created_at bigint NOT NULL
);
CREATE INDEX webhook_account ON webhook (account);

-- Of a TELL: the body of the message, the same at each attempt.
ALTER TABLE settlement_task ADD COLUMN message text NOT NULL DEFAULT '';

-- The messages of a webhook that are not delivered yet.
CREATE INDEX settlement_task_tell ON settlement_task (subject) WHERE kind = 'TELL' AND state <> 'DONE';

-- The word to holders was a second step of every task, which nobody received; now it is a task of its own.
UPDATE settlement_task SET state = 'DONE' WHERE step = 'HOLDER';
UPDATE settlement_task SET step = 'FLEET' WHERE step = 'HOLDER';
