-- What was issued on an order and is to be replenished with the same kind and quantity (S2-09), one row an order.
create table stock_obligation (
  case_number text primary key references case_file,
  government text not null,
  programme text not null,
  institution text not null,
  institution_type text not null,
  item text not null,
  kind text,
  size text,
  quantity bigint not null check (quantity > 0),
  replenished bigint not null default 0,
  opened_on date not null,
  check (replenished between 0 and quantity)
);
create index stock_obligation_open on stock_obligation (programme, item) where replenished < quantity;
alter table stock_obligation enable row level security;
create policy stock_obligation_scope on stock_obligation using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_obligation_programme on stock_obligation as restrictive using (within_programmes(programme));
