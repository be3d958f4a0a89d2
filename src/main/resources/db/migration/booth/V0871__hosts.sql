-- What host municipalities were asked, one row a case of theirs. The event is another government's: only the system sees both.
create table booth_host (
  case_number text primary key references case_file,
  government text not null,
  programme text not null,
  event text not null references booth_event,
  state text not null check (state in ('ASKED', 'AGREED', 'DECLINED', 'RELEASED'))
);
create unique index booth_host_asked_once on booth_host (event) where state = 'ASKED';
alter table booth_host enable row level security;
create policy booth_host_scope on booth_host using (current_setting('madoguchi.scope', true) in ('*', government));
create policy booth_host_programme on booth_host as restrictive using (within_programmes(programme));
