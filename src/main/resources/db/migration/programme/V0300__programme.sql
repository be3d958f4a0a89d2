-- What a running case was started under stays readable after the file has changed. Public data: no row level security.
create table programme_version (
  code text not null,
  hash text not null,
  content bytea not null,
  shift_weeks integer not null,
  loaded_at timestamptz not null,
  primary key (code, hash)
);

-- Decided once, so that a restart does not move the demo's dates under its cases.
create table programme_shift (
  code text primary key,
  weeks integer not null
);
