-- The transparency log (docs/adr/0034). Leaves without an index yet, written with the rows that they are of. A table of
-- its own, because what is taken out of it is exactly what was committed: no leaf is passed over for a gap.
create table log_pending (
    entry_id varchar(36) not null primary key,
    kind smallint not null check (kind in (1, 2)),
    seq bigint not null,
    entry_micros bigint not null,
    row_hash varchar(64) not null
);

-- entry_id: an event's uid or a certificate's serial. Times are microseconds since 1970.
create table log_leaf (
    leaf_index bigint not null primary key,
    entry_id varchar(36) not null unique,
    kind smallint not null check (kind in (1, 2)),
    seq bigint not null,
    entry_micros bigint not null,
    row_hash varchar(64) not null
);

-- Full subtrees of 64 leaves and more.
create table log_node (
    node_level smallint not null,
    node_index bigint not null,
    hash varchar(64) not null,
    primary key (node_level, node_index)
);

-- The tree's frontier and the last head that was signed. The row's lock belongs to the one who extends the tree.
create table log_head (
    id smallint not null primary key check (id = 1),
    tree_size bigint not null,
    frontier varchar not null,
    signed_size bigint,
    signed_root varchar(64),
    signed_at timestamp(6) with time zone,
    signed_by varchar(64),
    signature bytea
);
insert into log_head (id, tree_size, frontier) values (1, 0, '');

create table log_key (
    key_id varchar(64) not null primary key,
    public_key varchar not null,
    sealed_key bytea not null,
    created_at timestamp(6) with time zone not null
);

-- Rows from before there was a log: the sequencer makes their leaves, after those that wait.
create table log_backfill (
    kind smallint not null,
    row_key bigint not null,
    primary key (kind, row_key)
);
insert into log_backfill (kind, row_key) select 1, seq from audit_event;
insert into log_backfill (kind, row_key) select 2, serial from issued_certificate;
