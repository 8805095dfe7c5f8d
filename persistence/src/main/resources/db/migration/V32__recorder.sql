-- Who sends a recording: empty for the node's own agent, proxy:<name> for the proxy where the session's SSH ends.
alter table recording add column recorder varchar(128) default '' not null;
