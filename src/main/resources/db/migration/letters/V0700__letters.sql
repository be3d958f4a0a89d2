-- 文書番号 by symbol and fiscal year. The row is locked by the transaction that issues, so numbers have no gaps.
create table letter_counter (
  government text not null references government,
  symbol text not null,
  fiscal_year integer not null,
  last integer not null,
  primary key (government, symbol, fiscal_year)
);
alter table letter_counter enable row level security;
create policy letter_counter_scope on letter_counter using (current_setting('madoguchi.scope', true) in ('*', government));

create table letter (
  id text primary key,
  version bigint not null,
  case_number text not null references case_file,
  government text not null,
  party text,
  programme text not null,
  kind text not null,
  round integer not null,
  symbol text not null,
  fiscal_year integer not null,
  sequence integer not null,
  number text not null,
  subject text not null,
  addressee text not null,
  issued_on date not null,
  issued_at timestamptz not null,
  sha256 text not null,
  size bigint not null,
  unprintable text not null,
  postal boolean not null,
  posted_at timestamptz,
  posted_by_name text,
  unique (case_number, kind, round),
  unique (government, symbol, fiscal_year, sequence)
);
alter table letter enable row level security;
create policy letter_scope on letter using (current_setting('madoguchi.scope', true) in ('*', government, party));

create table letter_content (
  letter text primary key references letter,
  government text not null,
  party text,
  pdf bytea not null,
  mail_subject text not null,
  mail_body text not null
);
alter table letter_content enable row level security;
create policy letter_content_scope on letter_content using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- Mail to send, kept after it was sent. The address of an account is looked up when the mail goes out.
create table mail_outbox (
  id text primary key,
  government text,
  party text,
  case_number text,
  letter text references letter,
  kind text not null,
  account text,
  recipient text,
  subject text not null,
  body text not null,
  state text not null check (state in ('QUEUED', 'SENT', 'FAILED')),
  attempts integer not null,
  queued_at timestamptz not null,
  next_at timestamptz not null,
  sent_at timestamptz,
  last_error text,
  check (account is not null or recipient is not null)
);
create index mail_outbox_due on mail_outbox (next_at, id) where state = 'QUEUED';
create index mail_outbox_failed on mail_outbox (queued_at, id) where state = 'FAILED';
create index mail_outbox_letter on mail_outbox (letter, queued_at) where letter is not null;
alter table mail_outbox enable row level security;
create policy mail_outbox_scope on mail_outbox using (current_setting('madoguchi.scope', true) in ('*', government, party));

-- Where mail goes instead of SMTP in the demo; everybody there may look into it.
create table mail_box (
  id text primary key,
  recipient text not null,
  subject text not null,
  body text not null,
  sent_at timestamptz not null,
  case_number text
);
create index mail_box_newest on mail_box (sent_at desc, id);
