-- +goose Up

-- The oldest lines of the log of readings go when their time is out; their leaves
-- stay, and so does the tree. A line goes only below the position that is noted here.
alter table read_log_head add column gone bigint not null default 0;
drop trigger read_log_fixed on read_log;
create trigger read_log_fixed before update or truncate on read_log execute function refuse_change();
-- +goose StatementBegin
create function refuse_reading_kept() returns trigger language plpgsql as $$
begin
	if exists (select 1 from read_log_seal p join read_log_head h on p.position < h.gone where p.reading = old.num) then
		return old;
	end if;
	raise exception 'the record is not changed: %', tg_table_name;
end $$;
-- +goose StatementEnd
create trigger read_log_kept before delete on read_log for each row execute function refuse_reading_kept();
create index read_log_shown_day on read_log_shown (day);
