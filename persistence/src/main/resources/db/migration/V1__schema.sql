-- Resources: the documents, their change log, and the one counter that orders both (docs/adr/0013).
create table revision_counter (
    id smallint not null primary key check (id = 1),
    current_revision bigint not null
);
insert into revision_counter (id, current_revision) values (1, 0);

create table resource (
    kind varchar(32) not null,
    name varchar(128) not null,
    revision bigint not null,
    expires_at timestamp(6) with time zone,
    document text not null,
    primary key (kind, name)
);
create index resource_expires on resource (expires_at);

create table resource_change (
    revision bigint not null primary key,
    kind varchar(32) not null,
    name varchar(128) not null,
    document text
);

-- Cluster
create table cluster_identity (
    id smallint not null primary key check (id = 1),
    cluster_id varchar(36) not null,
    created_at timestamp(6) with time zone not null
);

create table certificate_authority (
    ca_type varchar(16) not null primary key,
    public_document text not null,
    sealed_keys bytea not null,
    revision bigint not null
);

-- Serials are unsigned 64-bit numbers, kept in two's complement. Unique instead of primary key: H2 2.2 makes a bigint
-- primary key its row number, and loses rows whose number is near the smallest one from secondary indexes.
create table issued_certificate (
    serial bigint not null unique,
    kind varchar(16) not null,
    subject varchar(512) not null,
    principals varchar not null,
    not_before timestamp(6) with time zone not null,
    not_after timestamp(6) with time zone not null,
    encoded varchar not null,
    revoked_at timestamp(6) with time zone,
    revocation_reason varchar
);

-- People
create table credential (
    user_name varchar(128) not null primary key,
    password_hash varchar(512) not null,
    sealed_totp_secret bytea not null,
    last_totp_step bigint not null,
    failures integer not null,
    locked_until timestamp(6) with time zone
);

create table invite (
    user_name varchar(128) not null primary key,
    secret_hash varchar(128) not null unique,
    sealed_totp_secret bytea not null,
    expires_at timestamp(6) with time zone not null
);

create table login_session (
    token_hash varchar(128) not null primary key,
    user_name varchar(128) not null,
    address varchar(128) not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null
);
create index login_session_user on login_session (user_name);
create index login_session_expires on login_session (expires_at);

-- Agents
create table join_token_secret (
    token varchar(128) not null primary key,
    secret_hash varchar(128) not null,
    uses integer not null
);

-- Audit. The second column of each index serves the newest-first order of a filtered search.
create sequence audit_event_seq start with 1 increment by 1;

create table audit_event (
    seq bigint not null primary key,
    uid uuid not null,
    event varchar(64) not null,
    code varchar(16) not null,
    event_time timestamp(6) with time zone not null,
    outcome varchar(16) not null,
    user_name varchar(512) not null,
    resource_kind varchar(64) not null,
    resource_name varchar(512) not null,
    address varchar(128) not null,
    session_id varchar(128) not null,
    message varchar not null,
    fields varchar not null
);
create unique index audit_event_uid on audit_event (uid);
create index audit_event_time on audit_event (event_time, seq);
create index audit_event_user on audit_event (user_name, seq);
create index audit_event_event on audit_event (event, seq);
create index audit_event_resource on audit_event (resource_name, seq);
create index audit_event_session on audit_event (session_id, seq);
