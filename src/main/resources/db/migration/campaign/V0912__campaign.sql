-- What the currency's platform reports of charges (S3-92, S3-94). An account is a smartphone's or a card; its holder is the
-- platform's number of the person, null while it is linked to nobody (G11). A holder never changes.
create table charge_account (
  programme text not null,
  account text not null,
  government text not null,
  medium text not null check (medium in ('smartphone', 'card')),
  holder text,
  primary key (programme, account)
);
alter table charge_account enable row level security;
create policy charge_account_scope on charge_account using (current_setting('madoguchi.scope', true) in ('*', government));
create policy charge_account_programme on charge_account as restrictive using (within_programmes(programme));

create table charge_import (
  id bigint generated always as identity primary key,
  government text not null,
  programme text not null,
  at timestamptz not null,
  actor text not null,
  actor_name text not null,
  file_name text not null,
  sha256 text not null,
  taken bigint not null check (taken >= 0),
  known bigint not null check (known >= 0),
  yen bigint not null check (yen >= 0),
  outside bigint not null check (outside >= 0),
  late bigint not null check (late >= 0)
);
create index charge_import_programme on charge_import (programme, id);
alter table charge_import enable row level security;
create policy charge_import_scope on charge_import using (current_setting('madoguchi.scope', true) in ('*', government));
create policy charge_import_programme on charge_import as restrictive using (within_programmes(programme));

-- id is the platform's; n is the order in which charges came.
create table charge (
  programme text not null,
  id text not null,
  n bigint generated always as identity,
  government text not null,
  account text not null,
  payment text not null,
  yen bigint not null check (yen > 0),
  at timestamptz not null,
  import bigint not null references charge_import,
  primary key (programme, id),
  foreign key (programme, account) references charge_account
);
create index charge_by_time on charge (programme, at) include (account, yen, n);
alter table charge enable row level security;
create policy charge_scope on charge using (current_setting('madoguchi.scope', true) in ('*', government));
create policy charge_programme on charge as restrictive using (within_programmes(programme));

-- The charges of one draw: [opens, closes). It closes earlier when the budget is reached (G13).
create table campaign_window (
  programme text not null,
  campaign text not null,
  period integer not null,
  government text not null,
  opens timestamptz not null,
  closes timestamptz not null check (closes > opens),
  planned_close timestamptz not null check (planned_close >= closes),
  ended_by_name text,
  reached_at timestamptz,
  asked_on date,
  case_number text unique references case_file,
  -- Since when its lots stand; null before.
  numbered_at timestamptz,
  -- Since when nothing more is to be granted on it.
  settled_at timestamptz,
  primary key (programme, campaign, period)
);
alter table campaign_window enable row level security;
create policy campaign_window_scope on campaign_window using (current_setting('madoguchi.scope', true) in ('*', government));
create policy campaign_window_programme on campaign_window as restrictive using (within_programmes(programme));

-- Published pools name persons by a serial number that says nothing about them. identity: h: and a holder, or a: and an account.
create table campaign_person (
  programme text not null,
  identity text not null,
  government text not null,
  code text not null,
  primary key (programme, identity),
  unique (programme, code)
);
alter table campaign_person enable row level security;
create policy campaign_person_scope on campaign_person using (current_setting('madoguchi.scope', true) in ('*', government));
create policy campaign_person_programme on campaign_person as restrictive using (within_programmes(programme));

-- A lot's number is given once; lots are only added.
create table campaign_lot (
  programme text not null,
  campaign text not null,
  lot text collate "C" not null,
  period integer not null,
  government text not null,
  account text not null,
  ordinal bigint not null check (ordinal > 0),
  person text not null,
  primary key (programme, campaign, lot),
  -- The account comes early: an index that began as the key does would be taken for it while the table is new, and read whole.
  unique (programme, account, campaign, period, ordinal),
  foreign key (programme, campaign, period) references campaign_window,
  foreign key (programme, account) references charge_account
);
alter table campaign_lot enable row level security;
create policy campaign_lot_scope on campaign_lot using (current_setting('madoguchi.scope', true) in ('*', government));
create policy campaign_lot_programme on campaign_lot as restrictive using (within_programmes(programme));

-- Prizes as they are granted on the platform, one a winning lot. The numbers count the person's prizes and the medium's, so
-- that there is never one more than the cap (S3-91) or the budget (S3-86) allows.
create table campaign_grant (
  programme text not null,
  id text collate "C" not null,
  campaign text not null,
  period integer not null,
  government text not null,
  draw_id text not null,
  ticket text not null,
  lot text collate "C" not null,
  person text not null,
  account text not null,
  medium text not null,
  yen bigint not null check (yen > 0),
  of_person integer not null,
  cap integer not null check (of_person between 1 and cap),
  of_pot bigint not null,
  pot text not null,
  pot_prizes bigint not null check (of_pot between 1 and pot_prizes),
  state text not null default 'PLANNED' check (state in ('PLANNED', 'SENT', 'DONE', 'FAILED', 'RETURNED', 'UNCLAIMED')),
  file integer,
  attempts integer not null default 0,
  answered_at timestamptz,
  reason text,
  primary key (programme, id),
  unique (draw_id, ticket),
  unique (programme, campaign, lot),
  unique (programme, campaign, person, of_person),
  unique (programme, campaign, period, pot, of_pot),
  foreign key (programme, campaign, lot) references campaign_lot,
  check ((state = 'PLANNED') or file is not null or state = 'UNCLAIMED'),
  check (state not in ('FAILED', 'RETURNED', 'UNCLAIMED') or reason is not null)
);
create index campaign_grant_state on campaign_grant (programme, campaign, period, state);
alter table campaign_grant enable row level security;
create policy campaign_grant_scope on campaign_grant using (current_setting('madoguchi.scope', true) in ('*', government));
create policy campaign_grant_programme on campaign_grant as restrictive using (within_programmes(programme));

-- What was handed to the platform, byte for byte.
create table campaign_grant_file (
  programme text not null,
  number integer not null,
  campaign text not null,
  period integer not null,
  government text not null,
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null,
  grants integer not null check (grants > 0),
  yen bigint not null check (yen > 0),
  sha256 text not null,
  content bytea not null,
  primary key (programme, number)
);
alter table campaign_grant_file enable row level security;
create policy campaign_grant_file_scope on campaign_grant_file using (current_setting('madoguchi.scope', true) in ('*', government));
create policy campaign_grant_file_programme on campaign_grant_file as restrictive using (within_programmes(programme));

-- Each sending of a grant with the platform's answer, so that an old answer is known again after the grant was sent anew.
create table campaign_grant_attempt (
  programme text not null,
  id text collate "C" not null,
  file integer not null,
  government text not null,
  result text not null default 'SENT' check (result in ('SENT', 'DONE', 'FAILED', 'RETURNED')),
  reason text,
  primary key (programme, id, file),
  foreign key (programme, id) references campaign_grant,
  foreign key (programme, file) references campaign_grant_file
);
alter table campaign_grant_attempt enable row level security;
create policy campaign_grant_attempt_scope on campaign_grant_attempt using (current_setting('madoguchi.scope', true) in ('*', government));
create policy campaign_grant_attempt_programme on campaign_grant_attempt as restrictive using (within_programmes(programme));
