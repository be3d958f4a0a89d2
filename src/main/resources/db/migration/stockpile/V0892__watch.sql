-- S2-07: lots whose recommended use comes near, one row a lot from the first announced months on.
create table stock_watch (
  lot bigint primary key references stock_lot,
  government text not null,
  programme text not null,
  -- The fewest of the programme's months that it was found under.
  months integer not null,
  reached_on date not null,
  case_number text references case_file,
  -- Whether that case still goes on, and how many the lot has had.
  open boolean not null,
  openings integer not null,
  -- Disposed of, and to be replaced.
  owing boolean not null default false,
  check (open or not owing)
);
create index stock_watch_open on stock_watch (programme) where open;
create index stock_watch_of_case on stock_watch (case_number);
alter table stock_watch enable row level security;
create policy stock_watch_scope on stock_watch using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_watch_programme on stock_watch as restrictive using (within_programmes(programme));

-- S2-52, S2-53: what was disposed of is replaced like what was issued, at the contractor's cost and for no institution.
alter table stock_obligation add column cost_bearer text check (cost_bearer = 'CONTRACTOR');
alter table stock_obligation alter column institution drop not null;
alter table stock_obligation alter column institution_type drop not null;
alter table stock_obligation add check ((institution is null) = (cost_bearer is not null) and (institution is null) = (institution_type is null));
