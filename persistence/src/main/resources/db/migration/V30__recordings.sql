-- What recordings are sealed to; the one of the highest generation is in use (docs/protocol/recording.md).
create table recording_key (
    id varchar(16) not null primary key,
    generation integer not null unique,
    public_key varchar(256) not null,
    sealed_private varchar(1024) not null,
    created_at timestamp(6) with time zone not null
);

-- Recordings of sessions; their bytes are objects in the recording storage.
create table recording (
    session_id varchar(36) not null primary key,
    host_id varchar(128) not null,
    node varchar(256) not null,
    user_name varchar(256) not null,
    login varchar(256) not null,
    address varchar(128) not null,
    kind varchar(16) not null,
    command varchar(65536) not null,
    mode varchar(16) not null,
    term_cols integer not null,
    term_rows integer not null,
    started_at timestamp(6) with time zone not null,
    last_upload_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    state varchar(16) not null,
    last_number integer,
    segments integer not null,
    bytes bigint not null,
    digest varchar(64) not null
);
create index recording_by_time on recording (started_at desc, session_id desc);
create index recording_by_user on recording (user_name, started_at desc, session_id desc);
create index recording_by_node on recording (node, started_at desc, session_id desc);
create index recording_by_host on recording (host_id, started_at desc, session_id desc);
create index recording_quiet on recording (state, last_upload_at);

create table recording_segment (
    session_id varchar(36) not null references recording (session_id) on delete cascade,
    number integer not null,
    size_bytes integer not null,
    sha256 varchar(64) not null,
    header varchar(152) not null,
    damage varchar(1024) not null,
    object_key varchar(256) not null,
    primary key (session_id, number)
);
