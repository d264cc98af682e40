-- +goose Up

-- A log-in through the municipality's own service: the roles it gave, and what it calls the user and its own session,
-- so that a log-out there ends the sessions here.
alter table session add column roles text not null default ''; -- words with spaces between; empty: what the organisation says
alter table session add column subject text not null default '';
alter table session add column sid text not null default '';
alter table session add column hint text not null default '';
create index session_subject on session (subject, sid);
create index session_person on session (person);

-- A log-in that has begun and not come back. It is taken once.
create table login_attempt (
	token   bytea primary key, -- digest of what the browser holds
	asked   text not null,     -- what must be known of the question when the answer comes
	expires text not null
);
create index login_attempt_expires on login_attempt (expires);
