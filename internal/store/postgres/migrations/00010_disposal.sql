-- +goose Up

-- An act is not changed, but for one thing: when what it wrote is disposed of, so is
-- the digest over it, by which the words could be guessed back.
drop trigger act_fixed on act;
create trigger act_fixed before delete or truncate on act execute function refuse_change();
-- +goose StatementBegin
create function refuse_act_change() returns trigger language plpgsql as $$
begin
	if new.digest = ''::bytea and (new.num, new.id, new.actor, new.on_behalf, new.at, new.day, new.cause_act, new.cause_place)
		= (old.num, old.id, old.actor, old.on_behalf, old.at, old.day, old.cause_act, old.cause_place) then
		return new;
	end if;
	raise exception 'the record is not changed: act';
end $$;
-- +goose StatementEnd
create trigger act_kept before update on act for each row execute function refuse_act_change();
create index draft_about on draft (subject_id);
