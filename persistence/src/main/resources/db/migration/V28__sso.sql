-- Who is here by single sign-on has no document: the session holds what the connector vouched for (docs/adr/0028).
alter table login_session add column connector varchar(128);
alter table login_session add column roles varchar;
alter table login_session add column traits varchar;
-- The device that the login was opened with, for locks on it.
alter table login_session add column mfa_device varchar(128);

-- Second factors of people who sign on are kept under connector/name.
alter table mfa_device alter column user_name set data type varchar(260);
alter table recovery_code alter column user_name set data type varchar(260);
alter table mfa_challenge alter column user_name set data type varchar(260);
alter table login_failure alter column user_name set data type varchar(260);

-- Programs that wait for their user's browser (docs/adr/0029).
create table login_request (
    id varchar(128) not null primary key,
    secret_hash varchar(128) not null unique,
    user_code_hash varchar(128) unique,
    challenge varchar(64) not null,
    redirect_uri varchar(256) not null,
    client_state varchar(128) not null,
    client varchar(128) not null,
    address varchar(128) not null,
    ssh_public_key varchar not null,
    tls_public_key varchar not null,
    ttl varchar(32) not null,
    status varchar(16) not null,
    approver varchar(128),
    asked_at timestamp(6) with time zone,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null
);
create index login_request_expires on login_request (expires_at);

-- Tests of connectors that wait for a browser.
create table sso_test (
    id_hash varchar(128) not null primary key,
    connector varchar(128) not null,
    started_by varchar(128) not null,
    expires_at timestamp(6) with time zone not null,
    outcome varchar
);
create index sso_test_expires on sso_test (expires_at);

-- SAML assertions that have let somebody in: each is good once.
create table sso_assertion (
    id_hash varchar(128) not null primary key,
    expires_at timestamp(6) with time zone not null
);
create index sso_assertion_expires on sso_assertion (expires_at);
