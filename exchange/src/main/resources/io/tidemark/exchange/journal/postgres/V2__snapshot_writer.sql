-- One row. The members write snapshots in turns; whoever comes with a lower epoch than this is late.
CREATE TABLE journal.snapshot_writer (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch    bigint  NOT NULL
) WITH (fillfactor = 50);
INSERT INTO journal.snapshot_writer (epoch) VALUES (0);

-- The offset too: a pool in which nothing happens is written again at the same sequence, further on, and the one before must
-- stay, or there would be one snapshot only of what the journal has let go of.
ALTER TABLE journal.snapshot DROP CONSTRAINT snapshot_pkey, ADD PRIMARY KEY (pool, sequence, "offset");
