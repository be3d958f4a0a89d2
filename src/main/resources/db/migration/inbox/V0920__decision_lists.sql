-- 一括決裁: cases that wait for the same decision, brought before the decider as one list (S5-114).
create sequence decision_list_seq;
create table decision_list (
  id text primary key,
  government text not null,
  party text,
  programme text not null,
  title text not null,
  note text not null,
  state text not null check (state in ('OPEN', 'DECIDED', 'DISCARDED')),
  prepared_by text not null,
  prepared_by_name text not null,
  prepared_at timestamptz not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  comment text,
  check ((state = 'DECIDED') = (decided_at is not null)),
  check (decided_by is null or decided_by <> prepared_by)
);
create index decision_list_programme on decision_list (government, programme, prepared_at desc);
alter table decision_list enable row level security;
create policy decision_list_scope on decision_list using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy decision_list_programme on decision_list as restrictive using (within_programmes(programme));

create table decision_list_row (
  list text not null references decision_list,
  position integer not null check (position between 1 and 200),
  case_number text not null references case_file,
  government text not null,
  party text,
  state text not null check (state in ('PENDING', 'GRANTED', 'EXCLUDED', 'GONE', 'RELEASED')),
  reason text not null,
  primary key (list, position),
  unique (list, case_number)
);
-- A case stands on one undecided list at most.
create unique index decision_list_row_pending on decision_list_row (case_number) where state = 'PENDING';
alter table decision_list_row enable row level security;
create policy decision_list_row_scope on decision_list_row using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy decision_list_row_programme on decision_list_row as restrictive using (of_visible_case(case_number));
