-- +goose Up

-- A person's day is read from the row without its body: what a row of it shows
-- beyond that is read of the few that are shown.
alter table obligation add column version integer not null default 0; -- of the rule
update obligation set version = coalesce((body::jsonb->>'version')::integer, 0);
