-- What the config drive of a simulated machine says of the market, in the words of a real one's 'meta'; gone with its lease.
alter table embedded_node
    add column tidemark_url text,
    add column tidemark_token text,
    add check ((tidemark_url is null) = (tidemark_token is null));
