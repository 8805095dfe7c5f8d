-- Contract: nothing reads these any more.
alter table credential drop column sealed_totp_secret;
alter table credential drop column last_totp_step;
alter table credential drop column failures;
alter table credential drop column locked_until;
