-- Several second factors per user, recovery codes, pending challenges, failures by name (docs/adr/0027).
-- Expand: the new tables beside the old columns.
create table mfa_device (
    id varchar(36) not null primary key,
    user_name varchar(128) not null,
    kind varchar(16) not null,
    name varchar(64) not null,
    added_at timestamp(6) with time zone not null,
    last_used_at timestamp(6) with time zone,
    -- totp
    sealed_secret bytea,
    last_step bigint not null,
    -- webauthn
    credential_id varchar(1400) unique,
    credential_data bytea,
    rp_id varchar(255),
    sign_count bigint not null,
    passwordless boolean not null,
    transports varchar(255) not null,
    unique (user_name, name)
);

create table recovery_code (
    user_name varchar(128) not null,
    code_hash varchar(64) not null,
    primary key (user_name, code_hash)
);

create table mfa_challenge (
    challenge_hash varchar(64) not null primary key,
    purpose varchar(16) not null,
    user_name varchar(128) not null,
    session_hash varchar(64) not null,
    sealed bytea not null,
    expires_at timestamp(6) with time zone not null
);
create index mfa_challenge_user on mfa_challenge (user_name);
create index mfa_challenge_expires on mfa_challenge (expires_at);

create table login_failure (
    user_name varchar(256) not null primary key,
    failures integer not null,
    last_at timestamp(6) with time zone not null,
    locked_until timestamp(6) with time zone
);
