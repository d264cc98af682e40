-- +goose Up

-- How far the log of readings has been looked through for what is odd.
alter table read_log_head add column looked integer not null default 0;
