-- What the programmes owe by a date, and what became of it. Each occurrence is a case of reporting-duty.
create table duty_occurrence (
  case_number text primary key references case_file,
  government text not null,
  programme text not null,
  duty text not null,
  key text not null,
  title text not null,
  period text not null,
  from_on date not null,
  to_on date not null,
  due_on date not null,
  -- What is waited for now: handing in, review or handing in again; null when nothing is.
  by_on date,
  state text not null check (state in ('OPEN', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'WAIVED')),
  handed_in_on date,
  handed_in_last_on date,
  returned_on date,
  returns integer not null default 0,
  accepted_on date,
  unique (programme, duty, key),
  check (from_on <= to_on),
  check ((by_on is null) = (state in ('ACCEPTED', 'WAIVED')))
);
create index duty_occurrence_due on duty_occurrence (government, due_on);
alter table duty_occurrence enable row level security;
create policy duty_occurrence_scope on duty_occurrence using (current_setting('madoguchi.scope', true) in ('*', government));
create policy duty_occurrence_programme on duty_occurrence as restrictive using (within_programmes(programme));

-- The version that was accepted. Nothing changes it any more.
create table duty_report (
  case_number text primary key references duty_occurrence,
  government text not null,
  programme text not null,
  form text not null,
  form_hash text not null,
  answers text not null,
  sha256 text not null,
  accepted_at timestamptz not null,
  accepted_by text not null,
  accepted_by_name text not null
);
alter table duty_report enable row level security;
create policy duty_report_scope on duty_report using (current_setting('madoguchi.scope', true) in ('*', government));
create policy duty_report_programme on duty_report as restrictive using (within_programmes(programme));
create function duty_report_stays() returns trigger language plpgsql as $$
begin
  raise exception 'an accepted report stays as it is';
end $$;
create trigger duty_report_stays before update or delete on duty_report for each row execute function duty_report_stays();

-- From when on a programme's duties are looked after: what was due before is not asked for.
create table duty_start (
  programme text primary key,
  government text not null,
  since date not null
);
alter table duty_start enable row level security;
create policy duty_start_scope on duty_start using (current_setting('madoguchi.scope', true) in ('*', government));
create policy duty_start_programme on duty_start as restrictive using (within_programmes(programme));
