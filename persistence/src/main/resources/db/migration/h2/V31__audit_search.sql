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
