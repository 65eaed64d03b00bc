-- How far a consumer of the journal has come: the record to read next, and how much of it is taken in already.
CREATE TABLE consumer_offset (
    name          text   PRIMARY KEY,
    record_offset bigint NOT NULL,
    sequence      bigint NOT NULL
);

-- The last command of each pool that is in the books; a reconciliation compares at exactly this point.
CREATE TABLE pool_position (
    pool     text   PRIMARY KEY,
    sequence bigint NOT NULL
);

CREATE TABLE settlement_task (
    id         bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pool       text    NOT NULL,
    kind       text    NOT NULL,
    -- The delivery hour, or the lease.
    subject    bigint  NOT NULL,
    account    bigint  NOT NULL,
    -- The place in the pool's log: a later word has the larger number.
    generation bigint  NOT NULL,
    -- Tasks of a lane are done in the order of their generations.
    lane       text    NOT NULL,
    lots       bigint  NOT NULL,
    -- Parcels of a delivery: id, lots, 1 if all or none; three numbers each.
    parcels    bigint[] NOT NULL,
    -- When lots of a lease must be back, epoch milliseconds; 0 where that is not said.
    ends_at    bigint  NOT NULL,
    reason     text    NOT NULL,
    step       text    NOT NULL,
    state      text    NOT NULL CHECK (state IN ('DUE', 'PARKED', 'DONE')),
    attempts   integer NOT NULL DEFAULT 0,
    not_before bigint  NOT NULL DEFAULT 0,
    problem    text    NOT NULL DEFAULT '',
    UNIQUE (pool, kind, subject, account, generation)
);

CREATE INDEX settlement_task_open ON settlement_task (step, not_before) WHERE state = 'DUE';
CREATE INDEX settlement_task_lane ON settlement_task (pool, lane, generation) WHERE state = 'DUE';
CREATE INDEX settlement_task_parked ON settlement_task (id) WHERE state = 'PARKED';
