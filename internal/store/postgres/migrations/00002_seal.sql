-- +goose Up

-- How far the record is sealed. One row, which the one who seals holds.
create table journal_head (
	one  bigint primary key check (one = 1),
	size bigint not null -- events that have their position
);
insert into journal_head (one, size) values (1, 0);

-- Hashes of the tree over the sealed events, 256 in a row at most.
create table journal_tile (
	level  bigint not null,
	place  bigint not null,
	hashes bytea not null,
	primary key (level, place)
);

-- Signed roots, the last of each day. A copy lies outside the database.
create table journal_checkpoint (
	day  text primary key,
	note bytea not null
);
