-- +goose Up

-- A draft whose form a rule has stopped says why, and where it lies, until it is written on.
alter table draft add column stopped text not null default '';
alter table draft add column path text not null default '';
