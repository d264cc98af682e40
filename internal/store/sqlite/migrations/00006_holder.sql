-- +goose Up

-- Who has the case lies beside what is owed in it, so that a person's day is
-- found by one index; empty: nobody, or there is no case.
alter table obligation add column holder blob not null default x'';
update obligation set holder = coalesce((
	select unhex(replace(json_extract(said.value, '$.value'), '-', '')) from subject c, json_each(c.facts) said
	where c.num = obligation.file and json_extract(said.value, '$.name') = 'case.officer'), x'')
where file <> 0;
create index obligation_held on obligation (holder, owes) where never = 0 and waived = '' and (met = '' or until <> '');
drop index obligation_met;
create index obligation_met on obligation (holder, met) where met <> '';
