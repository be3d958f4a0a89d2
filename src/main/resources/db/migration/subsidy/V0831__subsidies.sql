-- 購入許可: with the last day of purchase and report (S3-63).
create table subsidy_permission (
  case_number text primary key references case_file,
  government text not null,
  party text,
  programme text not null,
  permitted_on date not null,
  purchase_by date not null check (purchase_by >= permitted_on),
  lapsed_on date
);
alter table subsidy_permission enable row level security;
create policy subsidy_permission_scope on subsidy_permission using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy subsidy_permission_programme on subsidy_permission as restrictive using (within_programmes(programme));

-- The device as its buyer reported it (S3-64). A receipt counts once, by its bytes and by its dealer's number; keys are search keys.
create table subsidy_purchase (
  case_number text primary key references case_file,
  government text not null,
  party text,
  programme text not null,
  dealer text not null,
  dealer_key text not null,
  purchased_on date not null,
  device text not null,
  price bigint not null check (price between 1 and 1000000),
  receipt_number text not null,
  receipt_key text not null,
  receipt text not null references document,
  receipt_sha256 text not null,
  amount bigint check (amount between 1 and price),
  fixed_on date,
  check ((amount is null) = (fixed_on is null))
);
create unique index subsidy_purchase_file on subsidy_purchase (government, receipt_sha256);
create unique index subsidy_purchase_receipt on subsidy_purchase (government, dealer_key, receipt_key);
alter table subsidy_purchase enable row level security;
create policy subsidy_purchase_scope on subsidy_purchase using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy subsidy_purchase_programme on subsidy_purchase as restrictive using (within_programmes(programme));

-- An account that replaces the register's after a transfer came back; the newest one counts.
create table subsidy_account (
  id bigint generated always as identity primary key,
  case_number text not null references case_file,
  government text not null,
  party text,
  bank text not null,
  branch text not null,
  type text not null,
  number text not null,
  holder text not null,
  recorded_at timestamptz not null
);
create index subsidy_account_case on subsidy_account (case_number, id);
alter table subsidy_account enable row level security;
create policy subsidy_account_scope on subsidy_account using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy subsidy_account_programme on subsidy_account as restrictive using (of_visible_case(case_number));

-- A list of fixed amounts for the bank, released by somebody other than its maker (S3-65, requirements §2.7.1).
create table subsidy_batch (
  programme text not null,
  number integer not null,
  government text not null,
  state text not null check (state in ('MADE', 'RELEASED', 'DISCARDED', 'SETTLED')),
  transfer_on date not null,
  count integer not null check (count > 0),
  total bigint not null check (total > 0),
  made_by text not null,
  made_by_name text not null,
  made_at timestamptz not null,
  released_by text,
  released_by_name text,
  released_at timestamptz,
  file_name text,
  file bytea,
  sha256 text,
  primary key (programme, number),
  check (released_by <> made_by),
  check ((state in ('RELEASED', 'SETTLED')) = (released_by is not null and file is not null and sha256 is not null))
);
alter table subsidy_batch enable row level security;
create policy subsidy_batch_scope on subsidy_batch using (current_setting('madoguchi.scope', true) in ('*', government));
create policy subsidy_batch_programme on subsidy_batch as restrictive using (within_programmes(programme));

create table subsidy_payment (
  programme text not null,
  batch integer not null,
  case_number text not null references subsidy_purchase,
  government text not null,
  merchant text not null,
  shop text not null,
  amount bigint not null check (amount > 0),
  bank text not null,
  branch text not null,
  type text not null,
  account text not null,
  holder text not null,
  state text not null check (state in ('LISTED', 'DISCARDED', 'PAID', 'RETURNED')),
  paid_on date,
  reason text,
  settled_at timestamptz,
  told boolean not null default false,
  primary key (programme, batch, case_number),
  foreign key (programme, batch) references subsidy_batch,
  check ((state = 'PAID') = (paid_on is not null)),
  check (state <> 'RETURNED' or reason is not null)
);
-- Nobody is paid twice.
create unique index subsidy_payment_once on subsidy_payment (case_number) where state in ('LISTED', 'PAID');
alter table subsidy_payment enable row level security;
create policy subsidy_payment_scope on subsidy_payment using (current_setting('madoguchi.scope', true) in ('*', government));
create policy subsidy_payment_programme on subsidy_payment as restrictive using (within_programmes(programme));
