-- What an invoice says of a transfer besides its postings, which tell the money but not what it was for. Null where it does
-- not apply, and in all that was booked before: such lines have their amounts and no more.
ALTER TABLE transfer
    -- The delivery hour, or the first of those that were bought, as an epoch hour.
    ADD COLUMN hour       bigint,
    ADD COLUMN hours      integer,
    -- In each hour.
    ADD COLUMN lots       bigint,
    -- Cents per GPU-hour.
    ADD COLUMN ticks      bigint,
    -- What was delivered: lots times milliseconds.
    ADD COLUMN lot_millis bigint,
    -- The trade; of spot, the lease.
    ADD COLUMN trade      bigint,
    -- Who paid the price.
    ADD COLUMN buyer      bigint,
    -- The price of what was delivered, before any fee, micro-dollars: it tells price and fee apart.
    ADD COLUMN paid       bigint;

-- Transfers come nearly in the order of their time, so that this finds a period and costs next to nothing to write.
CREATE INDEX transfer_at ON transfer USING brin (at) WITH (autosummarize = on);

-- Market time of the last command of each pool that is in the books: what happened before it can no longer be added.
ALTER TABLE pool_position ADD COLUMN time bigint NOT NULL DEFAULT 0;
