-- Names are listed in code point order whatever the database's locale is.
alter table resource alter column name type varchar(128) collate "C";

-- Few certificates are revoked and every one is inserted: only the revoked ones cost an index entry.
create index issued_certificate_revoked on issued_certificate (not_after) where revoked_at is not null;
