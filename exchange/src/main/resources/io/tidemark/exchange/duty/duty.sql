-- Who is there and who does what. Run at every start: what exists is left as it is.
CREATE SCHEMA IF NOT EXISTS duty;

CREATE TABLE IF NOT EXISTS duty.member (
    member  bigint PRIMARY KEY,
    address text        NOT NULL,
    renewed timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS duty.assignment (
    duty   text   PRIMARY KEY,
    holder bigint NOT NULL DEFAULT 0,
    epoch  bigint NOT NULL DEFAULT 0
);

-- Present is who has said so lately and whose session stands: a killed process loses the lock of its session at once, a
-- stopped one or a machine without power is found out by its silence.
--
-- One call, one message each way: no lock outlives a member that is stopped between two messages.
CREATE OR REPLACE FUNCTION duty.claim(wanted text, me bigint, silence interval, in_any_case boolean,
                                      OUT holder bigint, OUT epoch bigint) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO duty.assignment AS a (duty) VALUES (wanted) ON CONFLICT DO NOTHING;
    SELECT a.holder, a.epoch INTO holder, epoch FROM duty.assignment a WHERE a.duty = wanted FOR UPDATE;
    IF holder = me THEN
        RETURN;
    END IF;
    IF holder <> 0 AND NOT in_any_case
       AND EXISTS (SELECT FROM duty.member m WHERE m.member = holder AND m.renewed > clock_timestamp() - silence)
       AND NOT pg_try_advisory_xact_lock_shared(holder) THEN
        RETURN;
    END IF;
    holder := me;
    epoch := epoch + 1;
    UPDATE duty.assignment a SET holder = claim.holder, epoch = claim.epoch WHERE a.duty = wanted;
END $$;
