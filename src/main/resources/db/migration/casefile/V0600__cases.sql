create sequence case_number_seq;

create table case_file (
  number text primary key,
  government text not null references government,
  section text not null,
  programme text not null,
  programme_hash text not null,
  call text not null,
  procedure text not null,
  party text references account,
  channel text not null check (channel in ('WEB', 'POSTAL', 'OFFICE')),
  title text not null,
  status text not null,
  phase text not null,
  late boolean not null,
  arrived_at timestamptz not null,
  form text not null,
  form_hash text not null,
  round integer not null,
  decision text check (decision in ('granted', 'refused')),
  decided_at timestamptz,
  closed_at timestamptz,
  expected_on date,
  search text not null,
  version bigint not null
);
create index case_file_party on case_file (party, arrived_at desc);
create index case_file_government on case_file (government, programme, arrived_at desc);
alter table case_file enable row level security;
create policy case_file_scope on case_file using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- One round of answers, never changed once written.
create table submission (
  id bigint generated always as identity primary key,
  case_number text not null references case_file,
  government text not null,
  party text,
  round integer not null,
  form text not null,
  form_hash text not null,
  answers text not null,
  content_hash text not null,
  submitted_by text not null,
  submitted_by_name text not null,
  submitted_at timestamptz not null,
  unique (case_number, round)
);
alter table submission enable row level security;
create policy submission_scope on submission using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- The same request again finds its first answer here.
create table filing_key (
  account text not null,
  key text not null,
  content_hash text not null,
  case_number text not null references case_file,
  primary key (account, key)
);

create table document_content (
  sha256 text primary key,
  bytes bytea not null
);
create table document (
  id text primary key,
  sha256 text not null references document_content,
  government text,
  party text,
  uploader text not null,
  case_number text references case_file,
  name text not null,
  type text not null,
  size bigint not null,
  uploaded_at timestamptz not null
);
create index document_case on document (case_number);
create index document_uploader on document (uploader, uploaded_at) where case_number is null;
alter table document enable row level security;
create policy document_scope on document using (current_setting('madoguchi.scope', true) in ('*', government, party));

create table draft (
  id text primary key,
  owner text not null,
  government text,
  party text,
  programme text not null,
  call text not null,
  form_hash text not null,
  answers text not null,
  step integer not null,
  saved_at timestamptz not null,
  version bigint not null
);
create index draft_owner on draft (owner, saved_at desc);
alter table draft enable row level security;
create policy draft_scope on draft using (current_setting('madoguchi.scope', true) in ('*', government, party));

create table correction (
  id bigint generated always as identity primary key,
  case_number text not null references case_file,
  government text not null,
  party text,
  round integer not null,
  comment text not null,
  requested_by text not null,
  requested_by_name text not null,
  requested_at timestamptz not null,
  due_on date not null,
  state text not null check (state in ('OPEN', 'ANSWERED', 'EXPIRED', 'WITHDRAWN')),
  closed_at timestamptz
);
create unique index correction_open on correction (case_number) where state = 'OPEN';
create index correction_case on correction (case_number, id);
alter table correction enable row level security;
create policy correction_scope on correction using (current_setting('madoguchi.scope', true) in ('*', government, party));
create table correction_item (
  correction bigint not null references correction,
  field text not null,
  comment text not null,
  primary key (correction, field)
);

-- 標準処理期間 of a case: when it ran and when it stood still.
create table clock_entry (
  id bigint generated always as identity primary key,
  case_number text not null references case_file,
  government text not null,
  party text,
  kind text not null check (kind in ('STARTED', 'STOPPED', 'RESUMED', 'ENDED')),
  day date not null,
  reason text not null
);
create index clock_entry_case on clock_entry (case_number, id);
alter table clock_entry enable row level security;
create policy clock_entry_scope on clock_entry using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- Every concluded human task: who, for whom, with which outcome, reason and answers.
create table task_record (
  task_id text primary key,
  case_number text not null references case_file,
  government text not null,
  party text,
  task_key text not null,
  task_name text not null,
  actor text not null,
  actor_name text not null,
  title text not null,
  on_behalf_of text,
  on_behalf_of_name text,
  outcome text not null,
  outcome_label text not null,
  comment text not null,
  form text,
  form_hash text,
  answers text,
  opinion boolean not null,
  decides boolean not null,
  concluded_at timestamptz not null
);
create index task_record_case on task_record (case_number, concluded_at);
create index task_record_actor on task_record (actor, concluded_at desc);
alter table task_record enable row level security;
create policy task_record_scope on task_record using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- What the applicant's page tells, in plain words.
create table timeline (
  id bigint generated always as identity primary key,
  case_number text not null,
  government text not null,
  party text,
  at timestamptz not null,
  kind text not null,
  facts text not null,
  actor_name text not null,
  actor_kind text not null
);
create index timeline_case on timeline (case_number, id);
alter table timeline enable row level security;
create policy timeline_scope on timeline using (current_setting('madoguchi.scope', true) in ('*', government, party));

create table note (
  id bigint generated always as identity primary key,
  case_number text not null references case_file,
  government text not null,
  author text not null,
  author_name text not null,
  at timestamptz not null,
  text text not null
);
create index note_case on note (case_number, id);
alter table note enable row level security;
create policy note_scope on note using (current_setting('madoguchi.scope', true) in ('*', government));

-- Calls published by a decision after the programme file was written; public, so without row level security.
create table call_activation (
  id bigint generated always as identity primary key,
  programme text not null,
  call text not null,
  opens timestamp not null,
  closes timestamp not null,
  reason text not null,
  case_number text not null,
  check (opens < closes)
);
create index call_activation_call on call_activation (programme, call, id desc);
