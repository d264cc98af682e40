-- +goose Up

-- An act is not changed, but for one thing: when what it wrote is disposed of, so is
-- the digest over it, by which the words could be guessed back.
drop trigger act_no_update;
-- +goose StatementBegin
create trigger act_no_update before update on act
	when not (new.digest = x'' and new.num = old.num and new.id = old.id and new.actor = old.actor and new.on_behalf = old.on_behalf
		and new.at = old.at and new.day = old.day and new.cause_act = old.cause_act and new.cause_place = old.cause_place)
begin
	select raise(abort, 'the record is not changed: act');
end;
-- +goose StatementEnd
create index draft_about on draft (subject_id);
