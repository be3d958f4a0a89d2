-- What an applicant has typed into a task so far, so that an error or a session that ended loses nothing.
create table task_answers (
  task_id text primary key,
  government text not null,
  party text not null,
  answers text not null,
  saved_at timestamptz not null
);
alter table task_answers enable row level security;
create policy task_answers_scope on task_answers using (current_setting('madoguchi.scope', true) in ('*', government, party));
