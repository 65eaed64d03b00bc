-- The fleet: what we want of every node, what we know of it, and the proof that it was erased.
-- Instants are epoch milliseconds of market time; hours and bids appear inside lease keys (kind:pool:account:id).

create sequence fleet_generation;

-- How many lots the operator's surplus leaves for the exchange.
create table fleet_pool (
    pool         text primary key,
    offered_lots integer not null check (offered_lots >= 0)
);

-- A lot is one NVLink domain. It has one tenancy at a time: the lease under which its nodes were claimed.
create table fleet_lot (
    domain       text primary key,
    pool         text not null,
    offered      boolean not null,
    tenancy      text,
    last_account bigint not null
);

create table fleet_report (
    node      text not null,
    epoch     bigint not null,
    complete  boolean not null,
    simulated boolean not null,
    read_at   bigint not null,
    primary key (node, epoch),
    unique (node, epoch, complete)
);

create table fleet_evidence (
    node             text not null,
    epoch            bigint not null,
    position         integer not null,
    step             text not null,
    method           text not null,
    tool             text not null,
    devices_found    integer not null,
    devices_expected integer not null,
    result           text not null,
    started_at       bigint not null,
    ended_at         bigint not null,
    evidence_hash    text not null,
    primary key (node, epoch, position),
    foreign key (node, epoch) references fleet_report
);

-- The intent (lease, generation, wanted, deadline) lives in the node's row: a node never has two.
create table fleet_node (
    node            text primary key,
    pool            text not null,
    domain          text not null references fleet_lot,
    state           text not null,
    since           bigint not null,
    wanted          text not null,
    lease           text,
    generation      bigint not null,
    deadline        bigint,
    attempts        integer not null,
    not_before      bigint not null,
    ready_at        bigint,
    -- The sanitizing whose proof covers what is on the node now, and nothing else.
    certified_epoch bigint,
    certified       boolean generated always as (case when certified_epoch is null then null else true end) stored,
    quarantined_why text,
    clean_again     boolean not null,
    simulated       boolean not null,
    address         text not null,
    port            integer not null,
    -- Neither a bug nor a hand at the prompt can offer a node whose erasure is not proved.
    foreign key (node, certified_epoch, certified) references fleet_report (node, epoch, complete),
    check (state not in ('OFFERABLE', 'CLAIMED', 'DEPLOYING', 'READY', 'LEASED', 'NOTICE') or certified_epoch is not null),
    check (state not in ('CLAIMED', 'DEPLOYING', 'READY', 'LEASED', 'NOTICE') or lease is not null)
);
create index fleet_node_pool on fleet_node (pool);

create table fleet_delivery (
    key            text primary key,
    pool           text not null,
    account        bigint not null,
    lots           integer not null check (lots >= 0),
    whole          boolean not null,
    from_ms        bigint not null,
    until_ms       bigint,
    ssh_public_key text not null,
    user_data      text not null,
    version        bigint not null,
    staying_lots   integer,
    notice_ends    bigint,
    ended          boolean not null
);
create index fleet_delivery_open on fleet_delivery (pool) where not ended;
create index fleet_delivery_account on fleet_delivery (account);

-- Which lots a delivery has. A lot that an account keeps from hour to hour has one for each hour, under one tenancy.
create table fleet_assignment (
    key       text not null references fleet_delivery,
    domain    text not null references fleet_lot,
    sequence  bigint not null,
    leaves_at bigint,
    ready_at  bigint,
    primary key (key, domain)
);
create index fleet_assignment_domain on fleet_assignment (domain);

-- What the meter counts: from when until when a lot was healthy in its holder's hands.
create table fleet_hand_over (
    id       bigint generated always as identity primary key,
    key      text not null,
    domain   text not null,
    ready_at bigint not null,
    until_ms bigint
);
create index fleet_hand_over_key on fleet_hand_over (key);

create table fleet_change (
    sequence bigint primary key,
    kind     text not null,
    key      text,
    domain   text,
    node     text,
    at       bigint not null,
    ready_at bigint,
    nodes    text[],
    why      text
);

-- The life of every node, for the auditor and for whoever wonders.
create table fleet_transition (
    id         bigint generated always as identity primary key,
    node       text not null,
    from_state text not null,
    to_state   text not null,
    at         bigint not null,
    generation bigint not null,
    lease      text,
    why        text not null
);
create index fleet_transition_node on fleet_transition (node);

-- The embedded driver's own machines: rows, and nothing behind them.
create table embedded_node (
    node           text primary key,
    ordinal        integer not null unique,
    pool           text not null,
    domain         text not null,
    phase          text not null,
    since          bigint not null,
    -- When the phase ends by itself, and what it ends in.
    ends_at        bigint,
    next_phase     text,
    lease          text,
    claim          bigint not null,
    generation     bigint not null,
    sanitize_epoch bigint not null,
    fault          text not null
);

create table embedded_sanitize (
    node        text not null,
    epoch       bigint not null,
    started_at  bigint not null,
    ended_at    bigint not null,
    failed_step text,
    primary key (node, epoch)
);
