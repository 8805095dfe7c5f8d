-- Migrate: the one-time code secret of each user becomes its first device; it stays sealed as it is.
insert into mfa_device (id, user_name, kind, name, added_at, last_used_at, sealed_secret, last_step, sign_count,
        passwordless, transports)
    select cast(gen_random_uuid() as varchar(36)), user_name, 'totp', 'authenticator app', current_timestamp, null, sealed_totp_secret,
        last_totp_step, 0, false, ''
    from credential;

insert into login_failure (user_name, failures, last_at, locked_until)
    select user_name, failures, current_timestamp, locked_until
    from credential
    where failures > 0 or locked_until is not null;
