-- When the whole trail was examined, and what was found. It concerns the installation, no government: no row level security.
create table trail_check (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  by_name text not null,
  intact boolean not null,
  events bigint not null,
  findings text not null
);
