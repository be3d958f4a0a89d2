-- What the prefecture approved of a programme's products (S2-26): the new one from a day, the old one until the day before. The
-- products of the first stocking are in the ledger; one of them has a row only from the day on which another took its place.
create table stock_product (
  id bigint generated always as identity primary key,
  government text not null,
  programme text not null,
  item text not null,
  kind text,
  maker text not null,
  product text not null,
  -- However it is spaced and spelt in width, as a lot's.
  identity text not null generated always as (lower(regexp_replace(normalize(maker || '|' || product, NFKC), '\s', '', 'g'))) stored,
  -- Null: since the first stocking.
  from_on date,
  until_on date,
  case_number text not null references case_file,
  foreign key (programme, item) references stock_item
);
create index stock_product_identity on stock_product (programme, item, identity);
alter table stock_product enable row level security;
create policy stock_product_scope on stock_product using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_product_programme on stock_product as restrictive using (within_programmes(programme));
create index stock_lot_by_product on stock_lot (programme, item, (lower(regexp_replace(normalize(maker || '|' || product, NFKC), '\s', '', 'g'))));

-- Whether goods of a product may come on a day. What is still being chosen for the first stocking is bound by annex 2 alone.
create function stock_product_is_approved(p_programme text, p_item text, p_kind text, p_maker text, p_product text, p_day date) returns boolean
language sql stable as $$
  with wanted as (select lower(regexp_replace(normalize(p_maker || '|' || p_product, NFKC), '\s', '', 'g')) as identity),
  decided as (select p.* from stock_product p, wanted w where p.programme = p_programme and p.item = p_item and p.identity = w.identity
              and p.kind is not distinct from p_kind),
  complete as (select min(y.completed_by) as by from stock_plan y where y.programme = p_programme and y.item = p_item)
  select case
    when exists (select from decided d where coalesce(d.from_on, '-infinity') <= p_day and p_day <= coalesce(d.until_on, 'infinity')) then true
    when exists (select from decided d where d.until_on < p_day) then false
    when (select c.by from complete c) is null then true
    else exists (select from wanted w join stock_lot l on l.programme = p_programme and l.item = p_item
                   and lower(regexp_replace(normalize(l.maker || '|' || l.product, NFKC), '\s', '', 'g')) = w.identity and l.kind is not distinct from p_kind
                 join stock_movement m on m.lot = l.id and m.kind in ('RECEIPT', 'REPLENISHMENT') and m.reverses is null
                 where m.id <= (select c.by from complete c) and not exists (select from stock_movement r where r.reverses = m.id))
  end
$$;

-- 再委託 that was consented to (S2-51).
create table stock_subcontract (
  case_number text primary key references case_file,
  government text not null,
  programme text not null,
  subcontractor text not null,
  address text not null,
  parts text not null,
  from_on date not null,
  to_on date not null,
  amount bigint not null check (amount >= 0),
  consented_on date not null,
  check (from_on <= to_on)
);
create index stock_subcontract_programme on stock_subcontract (programme, from_on);
alter table stock_subcontract enable row level security;
create policy stock_subcontract_scope on stock_subcontract using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_subcontract_programme on stock_subcontract as restrictive using (within_programmes(programme));
