-- プレミアム付電子地域通貨の抽選販売 (S5-03 to S5-18, S5-103 to S5-107).

-- 住民の名簿 (S5-11, G21): no names, only whether somebody of this kana and birth date lives at this address.
create table premium_resident (
  programme text not null,
  identity text not null,
  address_key text not null,
  government text not null,
  primary key (programme, identity, address_key)
);
alter table premium_resident enable row level security;
create policy premium_resident_scope on premium_resident using (current_setting('madoguchi.scope', true) in ('*', government));
create policy premium_resident_programme on premium_resident as restrictive using (within_programmes(programme));

create sequence premium_lot_seq;

-- 申込み: written in the filing transaction; looked at afterwards, in the order of the lots, by one node at a time. Keys are salted hashes.
create table premium_application (
  case_number text primary key references case_file,
  government text not null,
  party text,
  programme text not null,
  round text not null,
  lot text not null,
  person text not null,
  sets integer not null check (sets > 0),
  state text not null default 'ARRIVED' check (state in ('ARRIVED', 'HELD', 'ACCEPTED', 'REJECTED', 'LEFT')),
  eligibility text check (eligibility in ('LISTED', 'MOVED', 'UNLISTED', 'UNCHECKED', 'DECLARED')),
  identity text,
  address_key text,
  phone_key text,
  age integer not null,
  district text not null,
  unique (programme, lot),
  check (state in ('ARRIVED', 'LEFT') or eligibility is not null and identity is not null and address_key is not null and phone_key is not null)
);
-- One application of an account in a round.
create unique index premium_application_account on premium_application (programme, round, party) where party is not null and state not in ('LEFT', 'REJECTED');
create index premium_application_identity on premium_application (programme, identity);
create index premium_application_arrived on premium_application (programme, lot) where state = 'ARRIVED';
create index premium_application_held on premium_application (programme, lot) where state = 'HELD';
create index premium_application_state on premium_application (programme, round, state);
alter table premium_application enable row level security;
create policy premium_application_scope on premium_application using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy premium_application_programme on premium_application as restrictive using (within_programmes(programme));

-- 名寄せ (S5-104): which earlier application one looks like, as found when it was looked at. Nobody's but the office's.
create table premium_likeness (
  case_number text not null references premium_application,
  other text not null references premium_application,
  government text not null,
  same_address boolean not null,
  same_phone boolean not null,
  primary key (case_number, other),
  check (same_address or same_phone)
);
alter table premium_likeness enable row level security;
create policy premium_likeness_scope on premium_likeness using (current_setting('madoguchi.scope', true) in ('*', government));
create policy premium_likeness_programme on premium_likeness as restrictive using (of_visible_case(case_number));

-- 販売回: a round's case; one of each that was not withdrawn.
create table premium_round (
  case_number text primary key references case_file,
  government text not null,
  programme text not null,
  code text not null,
  state text not null default 'RUNNING' check (state in ('RUNNING', 'DRAWN', 'CLOSED', 'LEFT')),
  -- Sets that were drawn for.
  offered integer check (offered >= 0),
  draw text,
  check ((state in ('DRAWN', 'CLOSED')) = (draw is not null))
);
create unique index premium_round_once on premium_round (programme, code) where state <> 'LEFT';
alter table premium_round enable row level security;
create policy premium_round_scope on premium_round using (current_setting('madoguchi.scope', true) in ('*', government));
create policy premium_round_programme on premium_round as restrictive using (within_programmes(programme));

-- 発行総数と発行総額 (S5-04, S5-05): whoever sells raises this row; it cannot go over.
create table premium_stock (
  programme text primary key,
  government text not null,
  sets integer not null check (sets > 0),
  value_yen bigint not null check (value_yen > 0),
  issue_yen bigint not null check (issue_yen > 0),
  -- Makes hashes of what persons are known by tell nothing outside this programme.
  salt bytea not null,
  sold integer not null default 0 check (sold between 0 and sets),
  check (sold * value_yen <= issue_yen)
);
alter table premium_stock enable row level security;
create policy premium_stock_scope on premium_stock using (current_setting('madoguchi.scope', true) in ('*', government));
create policy premium_stock_programme on premium_stock as restrictive using (within_programmes(programme));

-- What a person bought over all rounds (S5-08, S5-107).
create table premium_buyer (
  programme text not null,
  person text not null,
  government text not null,
  sets integer not null check (sets > 0),
  cap integer not null,
  primary key (programme, person),
  check (sets <= cap)
);
alter table premium_buyer enable row level security;
create policy premium_buyer_scope on premium_buyer using (current_setting('madoguchi.scope', true) in ('*', government));
create policy premium_buyer_programme on premium_buyer as restrictive using (within_programmes(programme));

-- 購入権 and 補欠: a drawn ticket each (S5-105, S5-106).
create table premium_right (
  draw text not null,
  ticket text not null,
  case_number text not null references premium_application,
  government text not null,
  party text,
  programme text not null,
  round text not null,
  person text not null,
  place integer not null check (place > 0),
  sets integer not null check (sets > 0),
  bought integer not null default 0,
  state text not null check (state in ('RESERVE', 'HELD', 'BOUGHT', 'LAPSED', 'GIVEN_BACK', 'ENDED')),
  promoted boolean not null default false,
  -- Promotion has heard that it is free.
  released boolean not null default false,
  -- Its last day.
  until date,
  primary key (draw, ticket),
  unique (draw, place),
  check (bought between 0 and sets),
  check ((state = 'BOUGHT') = (bought = sets)),
  check (bought = 0 or state in ('HELD', 'BOUGHT', 'LAPSED')),
  check (state not in ('HELD', 'BOUGHT', 'LAPSED') or until is not null)
);
create index premium_right_case on premium_right (case_number);
create index premium_right_reserve on premium_right (draw, place) where state = 'RESERVE';
create index premium_right_free on premium_right (draw, place) where state in ('LAPSED', 'GIVEN_BACK') and bought = 0 and not released;
create index premium_right_held on premium_right (programme, round) where state = 'HELD';
alter table premium_right enable row level security;
create policy premium_right_scope on premium_right using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy premium_right_programme on premium_right as restrictive using (within_programmes(programme));

-- What the platform sold. Its own number counts once.
create table premium_purchase (
  programme text not null,
  transaction text not null,
  government text not null,
  party text,
  case_number text not null references premium_application,
  sets integer not null check (sets > 0),
  yen bigint not null check (yen > 0),
  -- As the platform's clock shows it, JST.
  bought_at timestamp not null,
  recorded_at timestamptz not null,
  primary key (programme, transaction)
);
create index premium_purchase_case on premium_purchase (case_number);
alter table premium_purchase enable row level security;
create policy premium_purchase_scope on premium_purchase using (current_setting('madoguchi.scope', true) in ('*', government, party));
create policy premium_purchase_programme on premium_purchase as restrictive using (within_programmes(programme));

-- What cases and applicants have still to be told of, in the order in which it happened.
create table premium_news (
  id bigint generated always as identity primary key,
  government text not null,
  programme text not null,
  case_number text not null references premium_application,
  kind text not null check (kind in ('WON', 'RESERVE', 'PROMOTED', 'BOUGHT', 'LAPSED', 'ENDED')),
  told boolean not null default false
);
create index premium_news_untold on premium_news (programme, id) where not told;
create index premium_news_case on premium_news (case_number, id) where not told;
alter table premium_news enable row level security;
create policy premium_news_scope on premium_news using (current_setting('madoguchi.scope', true) in ('*', government));
create policy premium_news_programme on premium_news as restrictive using (within_programmes(programme));
