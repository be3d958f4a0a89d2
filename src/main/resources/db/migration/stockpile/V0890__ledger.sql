-- 流通在庫備蓄 (S2): what a programme holds is the sum of its movements. Figures of an item, a lot and a place are kept by
-- the triggers below and can be written by nobody else. Refusals have states MG…; their message is a code and its values.

-- One row a programme, from its file: how long lots must keep, in years, and the last day of the last closed month.
create table stock_ledger (
  programme text primary key,
  government text not null,
  shelf_life_years integer not null,
  at_receipt_years integer not null,
  always_years integer not null,
  closed_through date
);
alter table stock_ledger enable row level security;
create policy stock_ledger_scope on stock_ledger using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_ledger_programme on stock_ledger as restrictive using (within_programmes(programme));

create table stock_item (
  programme text not null references stock_ledger,
  item text not null,
  government text not null,
  expires boolean not null,
  quantity bigint not null default 0 check (quantity >= 0),
  primary key (programme, item)
);
alter table stock_item enable row level security;
create policy stock_item_scope on stock_item using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_item_programme on stock_item as restrictive using (within_programmes(programme));

-- Table 3 (S2-57 to S2-61). A year's quantity binds from the movement on with which it was first reached.
create table stock_plan (
  programme text not null,
  item text not null,
  fiscal_year integer not null,
  government text not null,
  procured bigint not null check (procured >= 0),
  managed bigint not null check (managed >= 0),
  completed_by bigint,
  completed_on date,
  primary key (programme, item, fiscal_year),
  foreign key (programme, item) references stock_item,
  check ((completed_by is null) = (completed_on is null))
);
alter table stock_plan enable row level security;
create policy stock_plan_scope on stock_plan using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_plan_programme on stock_plan as restrictive using (within_programmes(programme));

-- Supply instructions (S2-35): by how much an item's total may fall under its quantity, and when.
create table stock_release (
  id bigint generated always as identity primary key,
  programme text not null,
  item text not null,
  government text not null,
  quantity bigint not null check (quantity > 0),
  from_on date not null,
  to_on date not null,
  case_number text references case_file,
  recorded_at timestamptz not null,
  actor text not null,
  actor_name text not null,
  foreign key (programme, item) references stock_item,
  check (from_on <= to_on)
);
create index stock_release_item on stock_release (programme, item, to_on);
alter table stock_release enable row level security;
create policy stock_release_scope on stock_release using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_release_programme on stock_release as restrictive using (within_programmes(programme));

create table stock_lot (
  id bigint generated always as identity primary key,
  government text not null,
  programme text not null,
  item text not null,
  kind text,
  size text,
  maker text not null,
  product text not null,
  lot_number text not null,
  made date not null,
  use_by date,
  owner text not null check (owner in ('PREFECTURE', 'CONTRACTOR')),
  -- However it is spaced and spelt in width.
  identity text not null generated always as (lower(regexp_replace(normalize(maker || '|' || product || '|' || lot_number, NFKC), '\s', '', 'g'))) stored,
  foreign key (programme, item) references stock_item,
  constraint stock_lot_dates check (use_by > made)
);
create unique index stock_lot_once on stock_lot (programme, identity, (coalesce(size, '')));
create index stock_lot_by_number on stock_lot (programme, (lower(regexp_replace(normalize(lot_number, NFKC), '\s', '', 'g'))));
alter table stock_lot enable row level security;
create policy stock_lot_scope on stock_lot using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_lot_programme on stock_lot as restrictive using (within_programmes(programme));

-- Quantities in 枚: positive what came, negative what went. A counter-movement has the kind of what it reverses, so that
-- sums by kind are right without knowing of it.
create table stock_movement (
  id bigint generated always as identity primary key,
  government text not null,
  programme text not null,
  -- The booking finds it, and no lot is ever taken away: a foreign key would only write to it each time.
  lot bigint not null,
  warehouse text not null,
  kind text not null check (kind in ('RECEIPT', 'ISSUE', 'REPLENISHMENT', 'TRANSFER', 'DISPOSAL', 'COUNT_DIFFERENCE')),
  quantity bigint not null check (quantity <> 0),
  day date not null,
  recorded_at timestamptz not null,
  actor text not null,
  actor_name text not null,
  case_number text references case_file,
  reason text not null,
  delivery_note text,
  -- Joins the two rows of one transfer.
  transfer uuid,
  reverses bigint references stock_movement,
  constraint stock_movement_not_ahead check (day <= (recorded_at at time zone 'Asia/Tokyo')::date),
  constraint stock_movement_sign check (case when kind in ('RECEIPT', 'REPLENISHMENT') then (quantity > 0) = (reverses is null)
                                             when kind in ('ISSUE', 'DISPOSAL') then (quantity < 0) = (reverses is null) else true end),
  check ((kind = 'TRANSFER') = (transfer is not null))
);
create unique index stock_movement_reversed_once on stock_movement (reverses) where reverses is not null;
create index stock_movement_by_day on stock_movement (programme, day);
create index stock_movement_of_lot on stock_movement (lot, warehouse, day);
create index stock_movement_of_case on stock_movement (case_number) where case_number is not null;
-- A delivery is received once, however often its note is read in.
create unique index stock_movement_delivery on stock_movement (lot, warehouse, kind, delivery_note) where delivery_note is not null and reverses is null;
alter table stock_movement enable row level security;
create policy stock_movement_scope on stock_movement using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_movement_programme on stock_movement as restrictive using (within_programmes(programme));

-- What is there now. use_by is infinity where a lot has none (G6), so that one order holds for all.
create table stock_balance (
  lot bigint not null references stock_lot,
  warehouse text not null,
  government text not null,
  programme text not null,
  item text not null,
  kind text,
  size text,
  use_by date not null,
  received_on date not null,
  last_on date not null,
  quantity bigint not null constraint stock_balance_not_negative check (quantity >= 0),
  primary key (lot, warehouse)
);
-- Exhausted lots are in neither: they cost a pick nothing.
create index stock_balance_first on stock_balance (programme, item, warehouse, use_by, received_on, lot) where quantity > 0;
create index stock_balance_first_of_size on stock_balance (programme, item, size, warehouse, use_by, received_on, lot) where quantity > 0 and size is not null;
alter table stock_balance enable row level security;
create policy stock_balance_scope on stock_balance using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_balance_programme on stock_balance as restrictive using (within_programmes(programme));

-- What was there at the end of a closed month, where that was anything.
create table stock_closing (
  programme text not null,
  through date not null,
  lot bigint not null references stock_lot,
  warehouse text not null,
  government text not null,
  quantity bigint not null,
  primary key (programme, through, lot, warehouse)
);
alter table stock_closing enable row level security;
create policy stock_closing_scope on stock_closing using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_closing_programme on stock_closing as restrictive using (within_programmes(programme));

create function stock_stays() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'MG001', message = 'stock.stays';
end $$;
create trigger stock_movement_stays before update or delete on stock_movement for each row execute function stock_stays();
create trigger stock_movement_stays_whole before truncate on stock_movement for each statement execute function stock_stays();
create trigger stock_lot_is_kept before delete on stock_lot for each row execute function stock_stays();
create trigger stock_closing_stays before update or delete on stock_closing for each row execute function stock_stays();

create function stock_ledger_only_closes() returns trigger language plpgsql as $$
begin
  if old.closed_through is not null and (new.closed_through is null or new.closed_through < old.closed_through) then
    raise exception using errcode = 'MG001', message = 'stock.stays';
  end if;
  return new;
end $$;
create trigger stock_ledger_only_closes before update on stock_ledger for each row execute function stock_ledger_only_closes();

-- S2-68, G6; and the same lot number with other dates is no lot.
create function stock_lot_is_sound() returns trigger language plpgsql security definer set search_path from current as $$
declare
  bad record;
begin
  select l.lot_number, l.use_by, l.made, i.expires, g.shelf_life_years into bad from lots l join stock_item i using (programme, item)
  join stock_ledger g using (programme)
  where (l.use_by is null) = i.expires or l.use_by < l.made + make_interval(years => g.shelf_life_years) limit 1;
  if found then
    if (bad.use_by is null) = bad.expires then
      raise exception using errcode = 'MG002', message = concat_ws('|', 'stock.expires', replace(bad.lot_number, '|', '/'), bad.expires);
    end if;
    raise exception using errcode = 'MG002', message = concat_ws('|', 'stock.shelf-life', replace(bad.lot_number, '|', '/'), bad.made, bad.use_by, bad.shelf_life_years);
  end if;
  select l.lot_number, o.made, o.use_by into bad from lots l join stock_lot o on o.programme = l.programme and o.identity = l.identity and o.id <> l.id
  where o.made <> l.made or o.use_by is distinct from l.use_by limit 1;
  if found then
    raise exception using errcode = 'MG002', message = concat_ws('|', 'stock.other-dates', replace(bad.lot_number, '|', '/'), bad.made, coalesce(bad.use_by::text, ''));
  end if;
  return null;
end $$;
create trigger stock_lot_is_sound after insert on stock_lot referencing new table as lots for each statement execute function stock_lot_is_sound();
create trigger stock_lot_stays_sound after update on stock_lot referencing new table as lots for each statement execute function stock_lot_is_sound();

-- A lot's description can be put right as long as nothing of it counts: every movement was reversed.
create function stock_lot_stays() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if exists (select from stock_movement m where m.lot = old.id and m.reverses is null
             and not exists (select from stock_movement r where r.reverses = m.id)) then
    raise exception using errcode = 'MG001', message = 'stock.stays';
  end if;
  update stock_balance set kind = new.kind, size = new.size, use_by = coalesce(new.use_by, 'infinity') where lot = old.id;
  return new;
end $$;
create trigger stock_lot_stays before update on stock_lot for each row execute function stock_lot_stays();

-- The least that was ever there from a day on.
create function stock_least_from(p_lot bigint, p_warehouse text, p_day date) returns bigint language sql stable as $$
  select least(coalesce((array_agg(t.running order by t.day desc) filter (where t.day <= p_day))[1], 0), min(t.running) filter (where t.day > p_day))::bigint
  from (select m.day, sum(sum(m.quantity)) over (order by m.day) as running from stock_movement m
        where m.lot = p_lot and m.warehouse = p_warehouse group by m.day) t
$$;

-- Keeps balances and totals and refuses what must not be. Everybody who moves an item queues at its row. Few statements,
-- because each movement pays for them.
create function stock_book() returns trigger language plpgsql security definer set search_path from current as $$
declare
  said record;
  found_lots record;
  ledger stock_ledger;
  bad record;
  moved record;
  total bigint;
  plan record;
  released bigint;
begin
  select min(b.programme) as programme, max(b.programme) as last, min(b.government) as government, max(b.government) as last_government,
         min(b.day) as earliest, count(*) as lines, count(distinct (b.lot, b.warehouse)) as places, bool_or(b.quantity > 0) as comes,
         bool_or(b.reverses is not null) as reverses, bool_or(b.kind = 'TRANSFER') as transfers into said from booked b;
  if said.lines = 0 then
    return null;
  end if;
  select * into ledger from stock_ledger g where g.programme = said.programme for share;
  select count(*) as lines, min(l.item) as first, max(l.item) as last,
         bool_or(b.kind in ('RECEIPT', 'REPLENISHMENT') and l.use_by < b.day + make_interval(years => ledger.at_receipt_years)
                 or b.kind = 'ISSUE' and l.use_by < b.day + make_interval(years => ledger.always_years)) filter (where b.reverses is null) as old
  into found_lots from booked b join stock_lot l on l.id = b.lot and l.programme = said.programme and l.government = said.government;
  if said.programme <> said.last or said.government <> said.last_government or found_lots.lines <> said.lines or ledger.programme is null then
    raise exception using errcode = 'MG003', message = 'stock.lot';
  end if;
  if said.earliest <= ledger.closed_through then
    raise exception using errcode = 'MG004', message = concat_ws('|', 'stock.closed', ledger.closed_through, said.earliest);
  end if;
  -- S2-69 for what comes, S2-52 for what goes to institutions.
  if found_lots.old then
    select l.lot_number, l.use_by, b.day, b.kind into bad from booked b join stock_lot l on l.id = b.lot where b.reverses is null
    and (b.kind in ('RECEIPT', 'REPLENISHMENT') and l.use_by < b.day + make_interval(years => ledger.at_receipt_years)
         or b.kind = 'ISSUE' and l.use_by < b.day + make_interval(years => ledger.always_years)) limit 1;
    raise exception using errcode = 'MG005', message = concat_ws('|', case bad.kind when 'ISSUE' then 'stock.too-old' else 'stock.remaining' end,
      replace(bad.lot_number, '|', '/'), bad.use_by, bad.day, case bad.kind when 'ISSUE' then ledger.always_years else ledger.at_receipt_years end);
  end if;
  if said.reverses and exists (select from booked b left join stock_movement o on o.id = b.reverses where b.reverses is not null
             and (o.id is null or o.reverses is not null or o.lot <> b.lot or o.warehouse <> b.warehouse or o.kind <> b.kind
                  or o.quantity <> -b.quantity or o.day > b.day)) then
    raise exception using errcode = 'MG006', message = 'stock.reversal';
  end if;
  if said.transfers and exists (select from booked b where b.kind = 'TRANSFER' group by b.transfer
             having sum(b.quantity) <> 0 or count(*) <> 2 or min(b.lot) <> max(b.lot) or min(b.warehouse) = max(b.warehouse)) then
    raise exception using errcode = 'MG007', message = 'stock.transfer';
  end if;
  perform from stock_item i where i.programme = said.programme and i.item between found_lots.first and found_lots.last order by i.item for update;

  if said.comes then
    insert into stock_balance (lot, warehouse, government, programme, item, kind, size, use_by, received_on, last_on, quantity)
    select distinct on (b.lot, b.warehouse) b.lot, b.warehouse, b.government, said.programme, l.item, l.kind, l.size, coalesce(l.use_by, 'infinity'),
           coalesce((select min(o.received_on) from stock_balance o where o.lot = b.lot), b.day), b.day, 0
    from booked b join stock_lot l on l.id = b.lot order by b.lot, b.warehouse, b.day on conflict do nothing;
  end if;
  with changed as (
    update stock_balance k set quantity = k.quantity + s.moved, last_on = greatest(k.last_on, s.last_on), received_on = least(k.received_on, s.received_on)
    from (select b.lot, b.warehouse, sum(b.quantity) as moved, max(b.day) as last_on, min(b.day) filter (where b.quantity < 0) as gone_on,
                 min(b.day) filter (where b.kind in ('RECEIPT', 'REPLENISHMENT') and b.quantity > 0) as received_on
          from booked b group by b.lot, b.warehouse) s
    where k.lot = s.lot and k.warehouse = s.warehouse and k.quantity + s.moved >= 0 returning s.gone_on < k.last_on as late)
  select count(*) as places, bool_or(c.late) as late into moved from changed c;
  if moved.places < said.places then
    select coalesce(k.quantity, 0) as there, s.moved into bad from (select b.lot, b.warehouse, sum(b.quantity) as moved from booked b group by b.lot, b.warehouse) s
    left join stock_balance k using (lot, warehouse) where coalesce(k.quantity, 0) + s.moved < 0 limit 1;
    raise exception using errcode = 'MG008', message = concat_ws('|', 'stock.short', bad.there, -bad.moved, 0);
  end if;
  -- What is entered late must not take what was not there yet on a day since.
  if moved.late then
    select b.day, stock_least_from(b.lot, b.warehouse, b.day) as least into bad from booked b
    where b.quantity < 0 and stock_least_from(b.lot, b.warehouse, b.day) < 0 limit 1;
    if found then
      raise exception using errcode = 'MG009', message = concat_ws('|', 'stock.past', bad.day, -bad.least);
    end if;
  end if;

  if said.reverses then
    update stock_plan set completed_by = null, completed_on = null where programme = said.programme and completed_by in (select b.reverses from booked b);
  end if;
  for moved in select l.item, sum(b.quantity)::bigint as quantity, bool_or(b.kind = 'ISSUE' and b.quantity < 0) as issued, max(b.day) as day, max(b.id) as id,
                      extract(year from max(b.day) - interval '3 months')::integer as fiscal_year
               from booked b join stock_lot l on l.id = b.lot group by l.item having sum(b.quantity) <> 0 loop
    update stock_item i set quantity = i.quantity + moved.quantity where i.programme = said.programme and i.item = moved.item returning i.quantity into total;
    -- An issue is measured by what was reached before it, anything else by what it leaves.
    select coalesce(max(y.managed), 0) as required, bool_or(y.completed_by is null) as reached into plan from stock_plan y
    where y.programme = said.programme and y.item = moved.item and y.fiscal_year <= moved.fiscal_year
    and (y.completed_by is not null or y.managed <= case when moved.issued then total - moved.quantity else total end);
    if plan.reached then
      update stock_plan set completed_by = moved.id, completed_on = moved.day where programme = said.programme and item = moved.item
      and completed_by is null and fiscal_year <= moved.fiscal_year and managed <= case when moved.issued then total - moved.quantity else total end;
    end if;
    if moved.issued and total < plan.required then
      select coalesce(sum(r.quantity), 0) into released from stock_release r
      where r.programme = said.programme and r.item = moved.item and moved.day between r.from_on and r.to_on;
      if total < plan.required - released then
        raise exception using errcode = 'MG010',
          message = concat_ws('|', 'stock.required', moved.item, plan.required, total - moved.quantity, -moved.quantity, released);
      end if;
    end if;
  end loop;
  return null;
end $$;
create trigger stock_book after insert on stock_movement referencing new table as booked for each statement execute function stock_book();

-- Which lots an order is taken from: the earliest recommended use first, then the earliest receipt (S2-11, G5), none with
-- less than the years that must always remain. Who means to issue locks the item first and sees what its predecessor left.
create function stock_pick(p_programme text, p_item text, p_kind text, p_size text, p_warehouse text, p_quantity bigint, p_day date, p_lock boolean)
returns table (lot_id bigint, pieces bigint) language plpgsql as $$
declare
  b record;
  taken bigint := 0;
  there bigint;
  keeps date;
  old bigint;
  found_lots refcursor;
begin
  if p_lock then
    perform from stock_item i where i.programme = p_programme and i.item = p_item for update;
  end if;
  select p_day + make_interval(years => g.always_years) into keeps from stock_ledger g where g.programme = p_programme;
  if p_size is null then
    open found_lots no scroll for select k.lot, k.quantity, k.last_on from stock_balance k
      where k.programme = p_programme and k.item = p_item and k.warehouse = p_warehouse and k.quantity > 0 and k.use_by >= keeps
      and (p_kind is null or k.kind = p_kind) and k.received_on <= p_day order by k.use_by, k.received_on, k.lot;
  else
    open found_lots no scroll for select k.lot, k.quantity, k.last_on from stock_balance k
      where k.programme = p_programme and k.item = p_item and k.size = p_size and k.warehouse = p_warehouse and k.quantity > 0 and k.use_by >= keeps
      and (p_kind is null or k.kind = p_kind) and k.received_on <= p_day order by k.use_by, k.received_on, k.lot;
  end if;
  loop
    fetch found_lots into b;
    exit when not found or taken >= p_quantity;
    there := b.quantity;
    if b.last_on > p_day then
      there := least(there, stock_least_from(b.lot, p_warehouse, p_day));
    end if;
    continue when there <= 0;
    lot_id := b.lot;
    pieces := least(there, p_quantity - taken);
    taken := taken + pieces;
    return next;
  end loop;
  close found_lots;
  if taken < p_quantity then
    select coalesce(sum(k.quantity), 0) into old from stock_balance k where k.programme = p_programme and k.item = p_item and k.warehouse = p_warehouse
    and k.quantity > 0 and k.use_by < keeps and (p_kind is null or k.kind = p_kind) and (p_size is null or k.size = p_size);
    raise exception using errcode = 'MG008', message = concat_ws('|', 'stock.short', taken, p_quantity, old);
  end if;
end $$;
