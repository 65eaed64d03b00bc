-- How well the market keeps its word, as facts: written with the books, in the transaction that takes the journal in.
-- Instants are epoch milliseconds of market time, causes those of the journal.

-- How far the journal is in these tables. They know nothing of before since.
CREATE TABLE reliability_pool (
    pool     text   PRIMARY KEY,
    since    bigint NOT NULL,
    sequence bigint NOT NULL
);

-- Lots of a spot bid that began and ended together.
CREATE TABLE reliability_part (
    pool     text   NOT NULL,
    bid      bigint NOT NULL,
    lots     bigint NOT NULL CHECK (lots > 0),
    began_at bigint NOT NULL,
    -- Until when they run once they are reclaimed.
    until    bigint,
    ended_at bigint,
    cause    text,
    CHECK ((ended_at IS NULL) = (cause IS NULL))
);
CREATE INDEX reliability_part_open ON reliability_part (pool, bid) WHERE ended_at IS NULL;
CREATE INDEX reliability_part_begun ON reliability_part (pool, began_at);

-- A promise that lots of a bid run until an instant.
CREATE TABLE reliability_notice (
    pool       text   NOT NULL,
    bid        bigint NOT NULL,
    cause      text   NOT NULL,
    lots       bigint NOT NULL CHECK (lots > 0),
    given_at   bigint NOT NULL,
    until      bigint NOT NULL,
    -- Those of which nothing is known yet; what is neither open nor kept nor broken, the holder gave back before.
    open_lots  bigint NOT NULL CHECK (open_lots >= 0),
    kept_lots  bigint NOT NULL CHECK (kept_lots >= 0),
    short_lots bigint NOT NULL CHECK (short_lots >= 0),
    CHECK (open_lots + kept_lots + short_lots <= lots)
);
CREATE INDEX reliability_notice_open ON reliability_notice (pool, bid) WHERE open_lots > 0;
CREATE INDEX reliability_notice_given ON reliability_notice (pool, given_at);

-- The firm lots of a delivery hour.
CREATE TABLE reliability_hour (
    pool             text   NOT NULL,
    hour             bigint NOT NULL,
    whole_lots       bigint NOT NULL DEFAULT 0,
    short_lots       bigint NOT NULL DEFAULT 0,
    failed_lots      bigint NOT NULL DEFAULT 0,
    -- Taken from their holders before the hour, and the least number of seconds before it.
    curtailed_lots   bigint NOT NULL DEFAULT 0,
    curtailed_before bigint,
    PRIMARY KEY (pool, hour)
);
