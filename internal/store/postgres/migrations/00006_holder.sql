-- +goose Up

-- Who has the case lies beside what is owed in it, so that a person's day is
-- found by one index; empty: nobody, or there is no case.
alter table obligation add column holder bytea not null default '';
update obligation set holder = decode(replace(said->>'value', '-', ''), 'hex')
from subject c, jsonb_array_elements(c.facts::jsonb) said
where c.num = obligation.file and said->>'name' = 'case.officer';
create index obligation_held on obligation (holder, owes) where never = 0 and waived = '' and (met = '' or until <> '');
drop index obligation_met;
create index obligation_met on obligation (holder, met) where met <> '';
