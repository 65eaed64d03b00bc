-- The journal of several machines. Whoever changes this adds a file: what has run once is never edited.

-- One row. Locked from taking an offset until the commit, so offsets have no gap and are in the order of the commits: who
-- reads up to n will never find a record below n later.
CREATE TABLE journal.counter (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    next_offset bigint  NOT NULL CHECK (next_offset >= 0)
) WITH (fillfactor = 10);
INSERT INTO journal.counter (next_offset) VALUES (0);

CREATE TABLE journal.record (
    "offset"       bigint PRIMARY KEY,
    pool           text   COLLATE "C" NOT NULL,
    epoch          bigint NOT NULL,
    first_sequence bigint NOT NULL CHECK (first_sequence >= 1),
    last_sequence  bigint NOT NULL CHECK (last_sequence >= first_sequence),
    time           bigint NOT NULL,
    link           bytea  NOT NULL CHECK (octet_length(link) = 32),
    payload        bytea  NOT NULL,
    UNIQUE (pool, first_sequence)
);
CREATE INDEX record_of_pool ON journal.record (pool, "offset");
-- Not compressed: the server's one writing process would do it while every member waits for the counter.
ALTER TABLE journal.record ALTER COLUMN payload SET STORAGE EXTERNAL;

-- Where each pool ends, and the epoch of the one who may go on. Half of each page stays free, so that the many updates
-- find room beside the row and touch no index.
CREATE TABLE journal.pool_head (
    pool         text   COLLATE "C" PRIMARY KEY,
    epoch        bigint NOT NULL,
    record_epoch bigint NOT NULL,
    sequence     bigint NOT NULL,
    link         bytea  NOT NULL CHECK (octet_length(link) = 32),
    owner        text   NOT NULL,
    taken_at     timestamptz NOT NULL,
    settled      bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- What was dropped at the front: the first offset that is kept, and for each pool the record that its first kept one follows.
CREATE TABLE journal.front (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    first_offset bigint  NOT NULL CHECK (first_offset >= 0)
);
INSERT INTO journal.front (first_offset) VALUES (0);

CREATE TABLE journal.pool_front (
    pool     text   COLLATE "C" PRIMARY KEY,
    epoch    bigint NOT NULL,
    sequence bigint NOT NULL,
    link     bytea  NOT NULL CHECK (octet_length(link) = 32)
);

CREATE TABLE journal.snapshot (
    pool       text   COLLATE "C" NOT NULL,
    sequence   bigint NOT NULL,
    epoch      bigint NOT NULL,
    chain      text   NOT NULL,
    "offset"   bigint NOT NULL,
    time       bigint NOT NULL,
    state_hash bigint NOT NULL,
    digest     bytea  NOT NULL,
    state      bytea  NOT NULL,
    PRIMARY KEY (pool, sequence)
);

-- One flush of one member, whole or not at all, in one message each way: no lock outlives a member that stops between two
-- messages. The first line of arguments has an element for each pool, in the order of their names so that two members
-- never wait for each other; the second one for each record, in the order of appending. links, tips and payloads are
-- laid end to end.
--
-- A pool whose head is not where the member believes it is left out, with all its records, and the others go on.
CREATE FUNCTION journal.append(
    pools text[], epochs bigint[], sequences bigint[], links_before bytea, last_sequences bigint[], tips bytea,
    pool_of int[], firsts bigint[], lasts bigint[], times bigint[], links bytea, ends int[], payloads bytea,
    OUT base bigint, OUT accepted boolean[]
) LANGUAGE plpgsql AS $$
DECLARE
    added bigint;
BEGIN
    accepted := array_fill(false, ARRAY[cardinality(pools)]);
    FOR i IN 1 .. cardinality(pools) LOOP
        UPDATE journal.pool_head h
           SET sequence = last_sequences[i], link = substring(tips FROM 32 * i - 31 FOR 32), record_epoch = epochs[i]
         WHERE h.pool = pools[i] AND h.epoch = epochs[i] AND h.sequence = sequences[i]
           AND h.link = substring(links_before FROM 32 * i - 31 FOR 32);
        accepted[i] := FOUND;
    END LOOP;
    SELECT count(*) INTO added FROM unnest(pool_of) AS p(i) WHERE accepted[p.i];
    -- As late as can be: from here to the commit the other members wait.
    UPDATE journal.counter c SET next_offset = c.next_offset + added WHERE added > 0 RETURNING c.next_offset - added INTO base;
    INSERT INTO journal.record ("offset", pool, epoch, first_sequence, last_sequence, time, link, payload)
    SELECT base - 1 + row_number() OVER (ORDER BY r.at), pools[r.p], epochs[r.p], r.first, r.last, r.at_time,
           substring(links FROM 32 * r.at::int - 31 FOR 32),
           substring(payloads FROM 1 + r.start FOR r.finish - r.start)
      FROM (SELECT u.*, coalesce(ends[u.at - 1], 0) AS start
              FROM unnest(pool_of, firsts, lasts, times, ends) WITH ORDINALITY AS u(p, first, last, at_time, finish, at)) r
     WHERE accepted[r.p];
END $$;

-- What became of a flush whose answer did not come. It writes, so its own commit waits for whatever the commit before it
-- had to wait for: on a server with a synchronous standby a record may be readable before the standby has it.
CREATE FUNCTION journal.settle(pools text[], firsts bigint[])
RETURNS TABLE (known boolean, owner_epoch bigint, head_epoch bigint, head_sequence bigint, head_link bytea, found_link bytea,
               released boolean)
LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. cardinality(pools) LOOP
        known := false; owner_epoch := 0; head_epoch := 0; head_sequence := 0; head_link := NULL; found_link := NULL;
        UPDATE journal.pool_head h SET settled = h.settled + 1 WHERE h.pool = pools[i]
        RETURNING true, h.epoch, h.record_epoch, h.sequence, h.link
             INTO known, owner_epoch, head_epoch, head_sequence, head_link;
        known := coalesce(known, false);
        SELECT r.link INTO found_link FROM journal.record r WHERE r.pool = pools[i] AND r.first_sequence = firsts[i];
        released := EXISTS (SELECT 1 FROM journal.pool_front f WHERE f.pool = pools[i] AND f.sequence >= firsts[i]);
        RETURN NEXT;
    END LOOP;
END $$;

-- Drops the records below an offset and remembers what the rest follows.
CREATE FUNCTION journal.drop_front(before bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM journal.front FOR UPDATE;
    INSERT INTO journal.pool_front AS f (pool, epoch, sequence, link)
    SELECT DISTINCT ON (r.pool) r.pool, r.epoch, r.last_sequence, r.link
      FROM journal.record r WHERE r."offset" < before ORDER BY r.pool, r."offset" DESC
    ON CONFLICT (pool) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence, link = excluded.link;
    DELETE FROM journal.record r WHERE r."offset" < before;
    UPDATE journal.front SET first_offset = greatest(first_offset, before);
    RETURN before;
END $$;
