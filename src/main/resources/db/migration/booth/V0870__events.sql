-- Compares a venue's name and a span of time in one constraint; part of PostgreSQL's own distribution.
create extension if not exists btree_gist;

-- Events of contractors, one row a case of booth-event. Nothing in it identifies a person.
create table booth_event (
  case_number text primary key references case_file,
  government text not null,
  programme text not null,
  kind text not null,
  venue text not null,
  municipality text not null,
  capacity integer not null check (capacity > 0),
  held_on date not null,
  starts_at time not null,
  ends_at time not null,
  expected integer not null check (expected >= 0),
  state text not null check (state in ('PROPOSED', 'APPROVED', 'HELD', 'MOVED', 'CANCELLED', 'REFUSED', 'ABANDONED')),
  visitors integer check (visitors >= 0),
  reason text,
  check (starts_at < ends_at),
  check ((state = 'HELD') or visitors is null),
  -- A venue is taken once at a time, whoever asks, however its name is spaced and spelt in width.
  constraint booth_event_venue_once exclude using gist (
    municipality with =, regexp_replace(lower(normalize(venue, NFKC)), '\s', '', 'g') with =,
    tsrange(held_on + starts_at, held_on + ends_at) with &&) where (state in ('PROPOSED', 'APPROVED', 'HELD'))
);
create index booth_event_by_day on booth_event (programme, held_on);
alter table booth_event enable row level security;
create policy booth_event_scope on booth_event using (current_setting('madoguchi.scope', true) in ('*', government));
create policy booth_event_programme on booth_event as restrictive using (within_programmes(programme));
