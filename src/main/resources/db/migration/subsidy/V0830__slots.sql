-- Whoever competes for a programme's limited subsidies (S3-59), written in the filing transaction. xid is that
-- transaction's: whose filing was acknowledged before another's began has the lower one, which a sequence does not promise.
create table subsidy_intake (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  government text not null,
  party text,
  programme text not null,
  case_number text not null unique references case_file,
  merchant text not null,
  ordinal integer not null check (ordinal between 1 and 2),
  state text not null default 'WAITING' check (state in ('WAITING', 'HOLDING', 'LEFT')),
  rank bigint check (rank > 0),
  -- What the receipt says; fixed when the arrival is put in order.
  receipt_slot integer,
  receipt_place bigint,
  told boolean not null default false,
  unique (programme, rank),
  check (receipt_slot is null or receipt_place is null),
  check (state <> 'HOLDING' or rank is not null)
);
create index subsidy_intake_arrived on subsidy_intake (programme, xid, id) where rank is null;
create index subsidy_intake_waiting on subsidy_intake (programme, rank) where state = 'WAITING';
create index subsidy_intake_untold on subsidy_intake (programme, rank) where state = 'HOLDING' and not told;
-- One device a shop, a second one as an exception (S3-56).
create unique index subsidy_intake_shop on subsidy_intake (programme, merchant, ordinal) where state <> 'LEFT';
alter table subsidy_intake enable row level security;
create policy subsidy_intake_scope on subsidy_intake using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy subsidy_intake_programme on subsidy_intake as restrictive using (within_programmes(programme));

-- The slots there are: one row each, so that there is never one more. Only the ranker gives and takes them.
create table subsidy_slot (
  programme text not null,
  number integer not null check (number > 0),
  government text not null,
  case_number text unique references subsidy_intake (case_number),
  primary key (programme, number)
);
alter table subsidy_slot enable row level security;
create policy subsidy_slot_scope on subsidy_slot using (current_setting('madoguchi.scope', true) in ('*', government));
create policy subsidy_slot_programme on subsidy_slot as restrictive using (within_programmes(programme));
