-- When the backends were last looked at, epoch milliseconds of market time: a deadline counts only time in which somebody
-- looked, and an hour is metered only when somebody has looked since its end.
create table fleet_look (
    only_row boolean primary key default true check (only_row),
    at       bigint not null
);

-- What a driver said of the isolation of a deployed node; without partitions where it had nothing to say.
create table fleet_isolation (
    node       text not null,
    -- Of the claim that it was deployed under.
    generation bigint not null,
    read_at    bigint not null,
    kinds      text[] not null,
    ids        text[] not null,
    primary key (node, generation)
);

-- What a tenant entrusts to its nodes, its key and its data for the first start, ends with its lease.
alter table fleet_delivery alter column ssh_public_key drop not null;
alter table fleet_delivery alter column user_data drop not null;
update fleet_delivery set ssh_public_key = null, user_data = null where ended;
alter table fleet_delivery
    add check (ended = (ssh_public_key is null)),
    add check (ended = (user_data is null));
