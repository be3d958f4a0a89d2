-- One row a case. Everything here can be computed again from casefile's tables.
create table figure_case (
  case_number text primary key,
  government text not null,
  party text,
  programme text not null,
  call text not null,
  procedure text not null,
  arrived_on date not null,
  -- the standard period, null where the call sets none; whether its days are the office's
  standard_days integer,
  business_days boolean not null,
  -- days used up to counting_from; the days after it count, none while it is null (correction, or ended)
  counted integer,
  counting_from date,
  -- last day of the standard period as things stand; null while the applicant corrects
  due_on date,
  outcome text check (outcome in ('GRANTED', 'REFUSED', 'WITHDRAWN', 'CLOSED')),
  -- the day of the outcome, and the days used by then when it was a decision
  ended_on date,
  used_days integer,
  closed_on date,
  check ((outcome is null) = (ended_on is null))
);
create index figure_case_arrived on figure_case (programme, arrived_on);
create index figure_case_ended on figure_case (programme, ended_on);
create index figure_case_open on figure_case (programme, arrived_on, case_number) where outcome is null;
create index figure_case_due on figure_case (programme, due_on) where outcome is null;
alter table figure_case enable row level security;
create policy figure_case_scope on figure_case using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- One row an open human task.
create table figure_step (
  task_id text primary key,
  case_number text not null,
  government text not null,
  party text,
  programme text not null,
  -- the procedure whose model it stands in: the case's own or a shared one
  model text not null,
  step text not null,
  name text not null,
  role text not null,
  since date not null,
  due_on date not null
);
create index figure_step_programme on figure_step (programme);
create index figure_step_case on figure_step (case_number);
alter table figure_step enable row level security;
create policy figure_step_scope on figure_step using (current_setting('madoguchi.scope', true) in ('*', government, party));
