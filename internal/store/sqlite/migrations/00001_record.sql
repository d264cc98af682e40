-- +goose Up

-- An act (handling) as a whole: who, when, on whose behalf, and what brought it about.
create table act (
	num         integer primary key,
	id          blob not null unique, -- given with the form
	digest      blob not null, -- over the commands and the streams they were given to
	actor       blob not null, -- empty: the program itself
	on_behalf   blob not null,
	at          text not null,
	day         text not null, -- the same in Stockholm
	cause_act   blob not null, -- id of the act whose event this follows from; empty: none
	cause_place integer not null
);

create table stream (
	num     integer primary key,
	kind    text not null,
	id      blob not null,
	version integer not null,
	unique (kind, id)
);

-- The envelopes; what they share with their act stands there.
create table journal (
	num     integer primary key,
	stream  integer not null,
	version integer not null,
	act     integer not null,
	place   integer not null, -- within the act
	name    text not null,
	digest  blob not null, -- over salt and body
	unique (stream, version)
);
create index journal_act on journal (act);
create index journal_name on journal (name, num);

-- What disposal (gallring) and erasure take away.
create table journal_body (
	event integer primary key,
	salt  blob not null,
	body  text not null
);

create table journal_seal (
	position integer primary key,
	event    integer not null unique,
	leaf     blob not null
);

-- A subject of rules, with all that streams say of it.
create table subject (
	num     integer primary key,
	kind    text not null,
	id      blob not null,
	under   integer not null, -- subject.num; 0: nothing
	file    integer not null, -- subject.num of its case; 0: it is one, or stands above
	version integer not null,
	wakes   text not null, -- day its answer changes without a new fact
	facts   text not null,
	unique (kind, id)
);
create index subject_under on subject (under) where under <> 0;
create index subject_wakes on subject (wakes) where wakes <> '';

-- Obligations (skyldigheter) as last computed. Whether one is late is never
-- stored: the columns find it and duty.Obligation.State answers.
create table obligation (
	subject    integer not null, -- subject.num
	rule       text not null,
	about      text not null,
	nth        integer not null, -- among those of one rule about one thing
	file       integer not null, -- subject.num of the case; 0: none
	owes       text not null,
	ground_day text not null,
	due        text not null, -- last day in time; empty: the rule has no day
	alarm      text not null, -- the day to act on: the earliest of its days
	due_at     text not null, -- for rules that count hours
	met        text not null, -- the day that counts as the one it was met on, or for a rule that forbids, broken
	met_at     text not null, -- the same instant, where it is known
	until      text not null, -- last day on which what meets it still does; empty: for good
	kept       text not null, -- the day before which it must not happen; empty: there is none
	prior      integer not null, -- 1: was to be there on ground_day
	waived     text not null, -- the day it fell away
	missing    text not null, -- the fact without which it cannot be judged
	never      integer not null, -- 1: the rule forbids
	body       text not null, -- the whole obligation
	primary key (subject, rule, about, nth)
);
create index obligation_file on obligation (file, alarm) where met = '' and waived = '';
create index obligation_open on obligation (file) where never = 0 and waived = '' and (met = '' or until <> '');
create index obligation_rule on obligation (rule, due);
create index obligation_met on obligation (met, file) where met <> '';

-- Acts whose reactions have not run.
create table outbox (
	act integer primary key
);

-- What a reaction or a waking could not do itself and leaves to a person.
create table task (
	num         integer primary key,
	name        text not null, -- the reaction or timed act
	cause_act   blob not null,
	cause_place integer not null,
	stream_kind text not null, -- what the refused command spoke to
	stream_id   blob not null,
	at          text not null,
	fault       text not null, -- key of the sentence that says why
	rule        text not null,
	done        text not null, -- instant; empty while it waits
	done_by     blob not null,
	unique (name, cause_act, cause_place)
);
create index task_open on task (num) where done = '';

-- Clock-driven work, done by one process at a time.
create table job (
	name   text primary key,
	holder text not null,
	until  text not null -- the instant its lease runs out
);

-- Drafts (utkast): not yet acts, and never sealed.
create table draft (
	person blob not null,
	form   text not null,
	body   blob not null,
	saved  text not null,
	primary key (person, form)
);

-- A log-in. The browser holds a random token, the table its digest.
create table session (
	token   blob primary key,
	person  blob not null,
	began   text not null,
	expires text not null
);
create index session_expires on session (expires);

create table attachment (
	num    integer primary key,
	id     blob not null unique,
	salt   blob not null,
	digest blob not null, -- over salt and bytes
	size   integer not null, -- bytes
	added  text not null,
	added_by blob not null,
	act    blob not null -- id of the act that names it; empty: none yet, and swept after a day
);
create index attachment_loose on attachment (added) where act = x'';
create table attachment_chunk (
	attachment integer not null,
	place      integer not null,
	bytes      blob not null,
	primary key (attachment, place)
);

-- Every opening of a part of a file, written before the first byte is shown.
create table read_log (
	num          integer primary key,
	at           text not null,
	actor        blob not null,
	on_behalf    blob not null,
	person       blob not null, -- whose file
	subject_kind text not null,
	subject_id   blob not null,
	part         text not null,
	ground       text not null -- why the reader may
);
create index read_log_person on read_log (person, num);
create index read_log_actor on read_log (actor, num);

-- What the desk's pages show, as it was last counted (mätning): the whole record is
-- counted by a job and not by each reader. Sums by whose rows they are of and how
-- they are split; a measurement is read once it is whole.
create table measurement (
	num   integer primary key,
	taken text not null, -- instant
	day   text not null, -- the same in Stockholm
	book  text not null, -- edition of the rules counted
	took  integer not null, -- milliseconds
	whole integer not null -- 1: every part is there
);
create table measurement_part (
	measurement integer not null,
	view        text not null,
	split       text not null,
	body        text not null,
	primary key (measurement, view, split)
);

-- Projections as they were last built.
create table projection (
	name   text primary key,
	digest blob not null -- over its statements and the events it reads
);

-- +goose StatementBegin
create trigger journal_no_update before update on journal begin
	select raise(abort, 'the record is not changed: journal');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_no_delete before delete on journal begin
	select raise(abort, 'the record is not changed: journal');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_seal_no_update before update on journal_seal begin
	select raise(abort, 'the record is not changed: journal_seal');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger journal_seal_no_delete before delete on journal_seal begin
	select raise(abort, 'the record is not changed: journal_seal');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger act_no_update before update on act begin
	select raise(abort, 'the record is not changed: act');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger act_no_delete before delete on act begin
	select raise(abort, 'the record is not changed: act');
end;
-- +goose StatementEnd
