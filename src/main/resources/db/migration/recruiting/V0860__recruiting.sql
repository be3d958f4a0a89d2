-- Shops that are asked to apply (S3-36). A shop is one by its name and address.
create table candidate (
  id bigint generated always as identity primary key,
  government text not null,
  party text,
  programme text not null,
  name text not null,
  kana text not null,
  postal_code text not null,
  address text not null,
  phone text not null,
  contact text not null,
  category text not null,
  name_key text not null,
  address_key text not null,
  imported_at timestamptz not null,
  unique (programme, name_key, address_key)
);
alter table candidate enable row level security;
create policy candidate_scope on candidate using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy candidate_programme on candidate as restrictive using (within_programmes(programme));

-- What was done to win a candidate; never changed (S3-36 dispatch, S3-37 calls).
create table approach (
  id bigint generated always as identity primary key,
  candidate bigint not null references candidate,
  government text not null,
  party text,
  programme text not null,
  kind text not null check (kind in ('DISPATCH', 'CALL', 'VISIT')),
  outcome text not null check (outcome in ('SENT', 'WILL_APPLY', 'CONSIDERING', 'ABSENT', 'DECLINED', 'UNREACHABLE')),
  note text not null,
  at timestamptz not null,
  actor text not null,
  actor_name text not null,
  check ((kind = 'DISPATCH') = (outcome = 'SENT'))
);
create index approach_candidate on approach (candidate, id desc);
alter table approach enable row level security;
create policy approach_scope on approach using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy approach_programme on approach as restrictive using (within_programmes(programme));
