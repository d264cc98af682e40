-- +goose Up

-- What the log of readings (läslogg) says beside whom, what and when: as what the
-- reader came, from where, and whom a list showed.
alter table read_log add column unit blob not null default x'';
alter table read_log add column provider blob not null default x'';
alter table read_log add column roles text not null default '';
alter table read_log add column action text not null default '';
alter table read_log add column source text not null default ''; -- the network address of the reader's machine
alter table read_log add column shown blob not null default x''; -- persons on a list, 16 bytes each; person is then empty

-- The log's own tree: the same four as the journal's.
create table read_log_head (
	one  integer primary key check (one = 1),
	size integer not null
);
insert into read_log_head (one, size) values (1, 0);
create table read_log_seal (
	position integer primary key,
	reading  integer not null unique, -- read_log.num
	leaf     blob not null
);
create table read_log_tile (
	level  integer not null,
	place  integer not null,
	hashes blob not null,
	primary key (level, place)
);
create table read_log_checkpoint (
	day  text primary key,
	note blob not null
);

-- Who has been shown on which list, once a day for each reader: drawn from the
-- sealed log, so that one person's lists are found without going through it.
create table read_log_shown (
	person    blob not null,
	day       text not null, -- in Stockholm
	actor     blob not null,
	on_behalf blob not null,
	part      text not null,
	primary key (person, day, actor, on_behalf, part)
) without rowid;

-- +goose StatementBegin
create trigger read_log_no_update before update on read_log begin
	select raise(abort, 'the log of readings is not changed');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger read_log_no_delete before delete on read_log begin
	select raise(abort, 'the log of readings is not changed');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger read_log_seal_no_update before update on read_log_seal begin
	select raise(abort, 'the log of readings is not changed');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger read_log_seal_no_delete before delete on read_log_seal begin
	select raise(abort, 'the log of readings is not changed');
end;
-- +goose StatementEnd
