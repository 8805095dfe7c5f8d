-- A search goes by time: each filter's index leads to its rows in the order of the answer, so a page is read from it and
-- nothing is sorted. Built before the old ones go.
create index audit_event_user_time on audit_event (user_name, event_time, seq);
create index audit_event_event_time on audit_event (event, event_time, seq);
create index audit_event_resource_time on audit_event (resource_name, event_time, seq);
create index audit_event_session_time on audit_event (session_id, event_time, seq);
drop index audit_event_user;
drop index audit_event_event;
drop index audit_event_resource;
drop index audit_event_session;

-- The words of an event, for the search for text: org.sallyport.core.audit.AuditText has the same rule in Java. ASCII
-- letters in lower case, digits, and whatever is not ASCII make words; the rest parts them. Not the parser of a text search
-- configuration: it takes the digits out of "12e4ab0f", and its letters are those of the database's locale. In the JSON of
-- the fields every escape stands for a character that parts words. Bounded, because a tsvector and its words are: an
-- event must never fail to be written for it. Only a text of 512 characters can have a word that is too long.
create function audit_words(names text, message text, fields text) returns tsvector
    language sql immutable parallel safe cost 5000
    as $$
select case when length(text) < 512
    then array_to_tsvector(array_remove(words, ''))
    else array_to_tsvector(array(select distinct left(word, 64) from unnest(words) word where word <> ''))
    end
from (select text, regexp_split_to_array(text, '[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+') as words
    from (select lower((left(names, 2048) || ' ' || left(message, 8192) || ' '
        || case when strpos(fields, '\') = 0 then left(fields, 16384)
            else regexp_replace(left(fields, 16384), '\\(u[0-9A-Fa-f]{4}|.)', ' ', 'g') end) collate "C") as text) as folded
    ) as parted
$$;

create index audit_event_words on audit_event using gin (audit_words(
    user_name || ' ' || event || ' ' || resource_name || ' ' || address || ' ' || session_id, message, fields));
