create table government (
  code text primary key,
  name text not null,
  name_en text not null,
  head_title text not null
);
create table section (
  government text not null references government,
  code text not null,
  name text not null,
  full_name text not null,
  parent text,
  rank text not null check (rank in ('CHIEF', 'BU', 'KA', 'KAKARI')),
  primary key (government, code),
  foreign key (government, parent) references section (government, code)
);
create table contractor (
  code text primary key,
  name text not null
);
create table contractor_programme (
  contractor text not null references contractor,
  programme text not null,
  primary key (contractor, programme)
);
create table account (
  id text primary key,
  login text not null unique,
  kind text not null check (kind in ('APPLICANT', 'CONTRACTOR', 'STAFF', 'SERVICE')),
  name text not null,
  email text,
  password text,
  government text references government,
  contractor text references contractor,
  confirmed_at timestamptz,
  confirmation_code text unique,
  failures integer not null default 0,
  locked_until timestamptz,
  retired boolean not null default false,
  version bigint not null
);
alter table account enable row level security;
create policy account_scope on account using (current_setting('madoguchi.scope', true) in ('*', government, id));

-- 兼務: one person, several posts.
create table post (
  id bigint generated always as identity primary key,
  account text not null references account,
  government text not null,
  section text not null,
  role text not null check (role in ('REVIEWER', 'DECIDER', 'MANAGER', 'AUDITOR', 'ADMINISTRATOR')),
  title text not null,
  from_day date not null,
  to_day date,
  foreign key (government, section) references section (government, code),
  unique (account, section, role, from_day)
);
create index post_desk on post (government, section, role);
alter table post enable row level security;
create policy post_scope on post using (current_setting('madoguchi.scope', true) in ('*', government));

create table absence (
  id bigint generated always as identity primary key,
  government text not null,
  account text not null references account,
  deputy text not null references account,
  from_day date not null,
  to_day date not null,
  reason text not null,
  check (account <> deputy),
  check (from_day <= to_day)
);
create index absence_deputy on absence (deputy, to_day);
create index absence_account on absence (account, to_day);
alter table absence enable row level security;
create policy absence_scope on absence using (current_setting('madoguchi.scope', true) in ('*', government));
