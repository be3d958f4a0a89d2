-- The work list: one row per open human task, written in the engine's transaction. Keys are collated "C": they are compared,
-- never read aloud, and the cursor must order them the same everywhere.
create table inbox_item (
  task_id text collate "C" primary key,
  government text not null,
  party text,
  desk text collate "C" not null,
  programme text collate "C" not null,
  task_key text collate "C" not null,
  task_name text not null,
  case_number text collate "C" not null,
  procedure text not null,
  title text not null,
  search text not null,
  assignee text,
  assignee_name text,
  created_at timestamptz not null,
  due_at timestamptz not null,
  remind_at timestamptz,
  decides boolean not null,
  opinion boolean not null
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
-- A lane is a desk, a programme and a step: whichever of them a person filters by, each sort reads only what it shows.
create index inbox_item_due on inbox_item (desk, programme, task_key, due_at, task_id);
create index inbox_item_created on inbox_item (desk, programme, task_key, created_at, task_id);
create index inbox_item_number on inbox_item (desk, programme, task_key, case_number, task_id);
create index inbox_item_assignee on inbox_item (assignee, due_at, task_id) where assignee is not null;
create index inbox_item_case on inbox_item (case_number);
alter table inbox_item enable row level security;
create policy inbox_item_scope on inbox_item using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- The lanes that were ever used, a few dozen per desk. No row level security: it names steps, not cases.
create table inbox_lane (
  desk text collate "C" not null,
  programme text collate "C" not null,
  task_key text collate "C" not null,
  task_name text not null,
  primary key (desk, programme, task_key)
);

-- Who worked on the case of an open task: for them it is something that waits on others.
create table inbox_follower (
  account text collate "C" not null,
  task_id text collate "C" not null references inbox_item on delete cascade,
  government text not null,
  party text,
  primary key (account, task_id)
);
create index inbox_follower_task on inbox_follower (task_id);
alter table inbox_follower enable row level security;
create policy inbox_follower_scope on inbox_follower using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- The key that signs cursors, made by the first node that starts. Its worst use would be a page that begins elsewhere.
create table inbox_secret (
  one boolean primary key default true check (one),
  key bytea not null
);
