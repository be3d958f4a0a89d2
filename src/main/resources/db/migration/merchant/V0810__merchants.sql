-- What an application is compared by, the pledge it carries, and what the guideline's table answered.
create table merchant_application (
  case_number text primary key references case_file,
  government text not null,
  party text,
  programme text not null,
  shop_key text not null,
  corporate_number text,
  account_key text,
  pledge_version text,
  pledged_at timestamptz,
  reasons text not null default '[]',
  judged_at timestamptz,
  check ((pledge_version is null) = (pledged_at is null))
);
create index merchant_application_shop on merchant_application (programme, shop_key);
create index merchant_application_account on merchant_application (programme, account_key) where account_key is not null;
create index merchant_application_corporation on merchant_application (programme, corporate_number) where corporate_number is not null;
alter table merchant_application enable row level security;
create policy merchant_application_scope on merchant_application using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy merchant_application_programme on merchant_application as restrictive using (within_programmes(programme));

create sequence merchant_number_seq;
create table merchant (
  number text primary key,
  government text not null,
  party text,
  programme text not null,
  case_number text not null unique references case_file,
  shop_name text not null,
  shop_kana text not null,
  shop_key text not null,
  owner_name text not null,
  corporate_number text,
  postal_code text not null,
  address text not null,
  phone text not null,
  email text,
  category text not null,
  qr_capable boolean not null,
  sells_cards boolean not null,
  bank text,
  branch text,
  account_type text check (account_type in ('ORDINARY', 'CURRENT', 'SAVINGS')),
  account_number text,
  account_holder text,
  account_key text,
  pledge_version text,
  pledged_at timestamptz,
  state text not null check (state in ('REGISTERED', 'WITHDRAWN', 'CANCELLED')),
  registered_on date not null,
  left_on date,
  version bigint not null,
  check ((state = 'REGISTERED') = (left_on is null))
);
create index merchant_programme on merchant (programme, state, number);
create index merchant_party on merchant (party, programme);
create index merchant_shop on merchant (programme, shop_key);
create index merchant_account on merchant (programme, account_key) where account_key is not null;
create index merchant_corporation on merchant (programme, corporate_number) where corporate_number is not null;
alter table merchant enable row level security;
create policy merchant_scope on merchant using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy merchant_programme on merchant as restrictive using (within_programmes(programme));

-- S3-44: every state of an entry stays; changes is a JSON object of field to [before, after].
create table merchant_history (
  id bigint generated always as identity primary key,
  merchant text not null references merchant,
  government text not null,
  party text,
  programme text not null,
  case_number text not null references case_file,
  kind text not null check (kind in ('REGISTERED', 'CHANGED', 'WITHDRAWN', 'GUIDED', 'CANCELLED', 'RETAINED')),
  changes text not null,
  at timestamptz not null
);
create index merchant_history_merchant on merchant_history (merchant, id);
alter table merchant_history enable row level security;
create policy merchant_history_scope on merchant_history using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy merchant_history_programme on merchant_history as restrictive using (within_programmes(programme));

-- S3-45, S3-46: one sending of the merchant kit.
create table merchant_kit (
  id bigint generated always as identity primary key,
  merchant text not null references merchant,
  government text not null,
  party text,
  programme text not null,
  case_number text not null references case_file,
  sent_on date not null,
  sets int not null check (sets between 1 and 20),
  carrier text,
  tracking_number text,
  recorded_at timestamptz not null
);
create index merchant_kit_merchant on merchant_kit (merchant, id);
alter table merchant_kit enable row level security;
create policy merchant_kit_scope on merchant_kit using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy merchant_kit_programme on merchant_kit as restrictive using (within_programmes(programme));

-- The last day for the explanation, fixed when the opportunity is given, so that letter and timer say the same.
create table merchant_hearing (
  case_number text primary key references case_file,
  government text not null,
  party text,
  due_on date not null
);
alter table merchant_hearing enable row level security;
create policy merchant_hearing_scope on merchant_hearing using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy merchant_hearing_programme on merchant_hearing as restrictive using (of_visible_case(case_number));
