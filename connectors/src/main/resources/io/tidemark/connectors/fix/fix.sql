-- The sessions of the FIX doors of all members. Run at every start: what exists is left as it is.
CREATE SCHEMA IF NOT EXISTS fix;

-- A session and the door that has it. Who writes names the epoch of his duty; with a higher one seen, he is refused.
CREATE TABLE IF NOT EXISTS fix.session (
    comp_id     text PRIMARY KEY,
    epoch       bigint      NOT NULL DEFAULT 0,
    address     text        NOT NULL DEFAULT '',
    connected   boolean     NOT NULL DEFAULT false,
    cancels     boolean     NOT NULL DEFAULT true,
    next_sender integer     NOT NULL DEFAULT 1,
    next_target integer     NOT NULL DEFAULT 1,
    created     timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE IF NOT EXISTS fix.message (
    comp_id text    NOT NULL REFERENCES fix.session,
    number  integer NOT NULL,
    message text    NOT NULL,
    PRIMARY KEY (comp_id, number)
);

-- The last execution report of each pool that a session was told. It outlives a reset.
CREATE TABLE IF NOT EXISTS fix.sent (
    comp_id text NOT NULL REFERENCES fix.session,
    pool    text NOT NULL,
    exec_id text NOT NULL,
    PRIMARY KEY (comp_id, pool)
);

CREATE TABLE IF NOT EXISTS fix.start (
    log_offset bigint PRIMARY KEY,
    document   text NOT NULL
);

-- Takes a session for a door that has its duty. Says whether the last door that had it left without saying so.
CREATE OR REPLACE FUNCTION fix.take(session text, my_epoch bigint, my_address text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    last_epoch bigint;
    deserted   boolean;
BEGIN
    INSERT INTO fix.session (comp_id) VALUES (session) ON CONFLICT DO NOTHING;
    SELECT s.epoch, s.connected INTO last_epoch, deserted FROM fix.session s WHERE s.comp_id = session FOR UPDATE;
    IF last_epoch > my_epoch THEN
        RAISE EXCEPTION 'session % was taken with epoch %, and the duty has only %: schema duty was lost or is another one',
                        session, last_epoch, my_epoch;
    END IF;
    UPDATE fix.session s SET epoch = my_epoch, address = my_address, connected = true WHERE s.comp_id = session;
    RETURN deserted;
END $$;

-- Stores a message and counts it. False if another door has the session. A number that has a message already is an error:
-- a firm may have that message, and would never hear of the other.
CREATE OR REPLACE FUNCTION fix.keep(session text, my_epoch bigint, my_number integer, my_message text, my_pool text,
                                    my_exec_id text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fix.session s SET next_sender = greatest(s.next_sender, my_number + 1)
     WHERE s.comp_id = session AND s.epoch = my_epoch;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO fix.message (comp_id, number, message) VALUES (session, my_number, my_message);
    IF my_pool <> '' THEN
        INSERT INTO fix.sent AS t (comp_id, pool, exec_id) VALUES (session, my_pool, my_exec_id)
            ON CONFLICT (comp_id, pool) DO UPDATE SET exec_id = excluded.exec_id;
    END IF;
    RETURN true;
END $$;

-- Sets the number of the next message.
CREATE OR REPLACE FUNCTION fix.sent(session text, my_epoch bigint, next integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fix.session s SET next_sender = next WHERE s.comp_id = session AND s.epoch = my_epoch;
    RETURN FOUND;
END $$;

-- Counts what came in. When the server loses its power the last may be forgotten: they are then asked for again.
CREATE OR REPLACE FUNCTION fix.received(session text, my_epoch bigint, next integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    UPDATE fix.session s SET next_target = next WHERE s.comp_id = session AND s.epoch = my_epoch;
    RETURN FOUND;
END $$;

-- Forgets the messages of a session, and not how far it was told.
CREATE OR REPLACE FUNCTION fix.reset(session text, my_epoch bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE fix.session s SET next_sender = 1, next_target = 1, created = clock_timestamp()
     WHERE s.comp_id = session AND s.epoch = my_epoch;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM fix.message m WHERE m.comp_id = session;
    RETURN true;
END $$;
