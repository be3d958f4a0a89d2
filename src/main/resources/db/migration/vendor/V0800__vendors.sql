create sequence vendor_number_seq;
create table vendor (
  number text primary key,
  government text not null,
  party text,
  programme text not null,
  case_number text not null unique references case_file,
  name text not null,
  kana text not null,
  corporate_number text,
  address text not null,
  representative text not null,
  contact text not null,
  phone text not null,
  email text not null,
  state text not null check (state in ('PREPARING', 'ON_SALE', 'CANCELLED')),
  registered_on date not null,
  sale_from date,
  cancelled_from date,
  listing text,
  version bigint not null
);
create index vendor_programme on vendor (programme, state, number);
alter table vendor enable row level security;
create policy vendor_scope on vendor using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- S1-31: each price with the day from which it holds; never overwritten.
create table vendor_price (
  id bigint generated always as identity primary key,
  vendor text not null references vendor,
  government text not null,
  party text,
  product text not null,
  price bigint not null check (price > 0),
  effective_from date not null,
  recorded_at timestamptz not null
);
create index vendor_price_vendor on vendor_price (vendor, id);
alter table vendor_price enable row level security;
create policy vendor_price_scope on vendor_price using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- What the eligibility table answered for a case, in the table's own words.
create table vendor_eligibility (
  case_number text primary key references case_file,
  government text not null,
  party text,
  reasons text not null,
  judged_at timestamptz not null
);
alter table vendor_eligibility enable row level security;
create policy vendor_eligibility_scope on vendor_eligibility using (current_setting('madoguchi.scope', true) in ('*', government, party));
