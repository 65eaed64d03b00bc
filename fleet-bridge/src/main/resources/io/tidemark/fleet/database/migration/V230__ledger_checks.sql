-- A foreign key looks up, and locks, a row of the other table for each posting: with a few hundred postings a transaction,
-- many of them of the same accounts, that was more than half of the time of writing them. Neither transfers nor accounts
-- are ever changed or deleted, so it is enough to look when postings are added, for all of a statement at once.
CREATE OR REPLACE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql
    -- Its plans are kept, and the first are made while the tables are empty: a scan of them must not be among the choices.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT transfer_id INTO wrong FROM added GROUP BY transfer_id HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the postings of transfer % do not add up to zero', wrong USING ERRCODE = 'check_violation';
    END IF;
    SELECT each.id INTO wrong FROM (SELECT DISTINCT transfer_id AS id FROM added) AS each
        WHERE NOT EXISTS (SELECT FROM transfer WHERE transfer.id = each.id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'there is no transfer %', wrong USING ERRCODE = 'foreign_key_violation';
    END IF;
    SELECT each.id INTO wrong FROM (SELECT DISTINCT account_id AS id FROM added) AS each
        WHERE NOT EXISTS (SELECT FROM account WHERE account.id = each.id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'there is no account %', wrong USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

ALTER TABLE posting DROP CONSTRAINT posting_transfer_id_fkey;
ALTER TABLE posting DROP CONSTRAINT posting_account_id_fkey;

-- Few transfers resolve another: the others need no place in the index.
ALTER TABLE transfer DROP CONSTRAINT transfer_pending_id_key;
CREATE UNIQUE INDEX transfer_resolves_once ON transfer (pending_id) WHERE pending_id IS NOT NULL;

-- Balances change all the time: room in each page, so that the new version of a row stays beside the old one.
ALTER TABLE balance SET (fillfactor = 50);
