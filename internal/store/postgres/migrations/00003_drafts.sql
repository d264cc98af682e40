-- +goose Up

-- A draft names what it is about, so that it follows the access to that; empty: nothing yet.
alter table draft add column subject_kind text not null default '';
alter table draft add column subject_id bytea not null default '';
create index draft_saved on draft (saved);
