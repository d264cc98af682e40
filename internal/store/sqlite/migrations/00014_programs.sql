-- +goose Up

-- A key that a person has given a program: a log-in that ends on its day and that no browser can use.
alter table session add column program text not null default ''; -- what the program is called; empty: a browser
