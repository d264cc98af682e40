-- +goose Up

-- The oldest lines of the log of readings go when their time is out; their leaves
-- stay, and so does the tree. A line goes only below the position that is noted here.
alter table read_log_head add column gone integer not null default 0;
drop trigger read_log_no_delete;
-- +goose StatementBegin
create trigger read_log_no_delete before delete on read_log
	when not exists (select 1 from read_log_seal p join read_log_head h on p.position < h.gone where p.reading = old.num)
begin
	select raise(abort, 'the log of readings is not changed');
end;
-- +goose StatementEnd
create index read_log_shown_day on read_log_shown (day);
