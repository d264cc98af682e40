-- +goose Up

-- A person's day is read from the index alone: what a row of it shows beyond that
-- is read of the few that are shown.
alter table obligation add column version integer not null default 0; -- of the rule
update obligation set version = coalesce(json_extract(body, '$.version'), 0);
drop index obligation_held;
create index obligation_held on obligation (holder, owes, file, subject, rule, about, nth, version, ground_day, due, due_at, met, met_at, until, kept, prior, missing, never, waived)
	where never = 0 and waived = '' and (met = '' or until <> '');
