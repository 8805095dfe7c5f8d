-- H2 knows no partial index.
create index issued_certificate_revoked on issued_certificate (revoked_at, not_after);
