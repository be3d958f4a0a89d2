-- 供給の指示 (S2-35, S2-54). An order of the prefecture has many lines, each of which is to be replenished (S2-09).
alter table stock_obligation add column line integer not null default 1 check (line > 0);
alter table stock_obligation drop constraint stock_obligation_pkey;
alter table stock_obligation add primary key (case_number, line);

-- An instruction that was decided: until when the contractor answers, and when the prefecture's manager hears that it did not.
create table stock_supply (
  case_number text primary key references case_file,
  government text not null,
  programme text not null,
  answer_by timestamptz not null,
  manager_told_at timestamptz not null,
  check (manager_told_at >= answer_by)
);
alter table stock_supply enable row level security;
create policy stock_supply_scope on stock_supply using (current_setting('madoguchi.scope', true) in ('*', government));
create policy stock_supply_programme on stock_supply as restrictive using (within_programmes(programme));

create index stock_release_of_case on stock_release (case_number) where case_number is not null;

-- A release is for what was instructed alone: an ordinary order of the same days may not use it, nor may a case issue more on
-- it than was its own. stock_book has counted all releases of the day and holds the item's row; triggers fire in the order of
-- their names.
create function stock_release_is_its_cases() returns trigger language plpgsql security definer set search_path from current as $$
declare
  moved record;
  own bigint;
  required bigint;
  total bigint;
begin
  for moved in select b.programme, l.item, b.case_number, max(b.day) as day, -sum(b.quantity)::bigint as quantity
               from booked b join stock_lot l on l.id = b.lot where b.kind = 'ISSUE' and b.reverses is null group by b.programme, l.item, b.case_number loop
    continue when not exists (select from stock_release r where r.programme = moved.programme and r.item = moved.item and moved.day between r.from_on and r.to_on);
    select i.quantity into total from stock_item i where i.programme = moved.programme and i.item = moved.item;
    select coalesce(max(y.managed), 0) into required from stock_plan y where y.programme = moved.programme and y.item = moved.item
    and y.completed_by is not null and y.fiscal_year <= extract(year from moved.day - interval '3 months')::integer;
    continue when total >= required;
    select coalesce(sum(r.quantity), 0) into own from stock_release r where r.programme = moved.programme and r.item = moved.item
    and moved.day between r.from_on and r.to_on and r.case_number is not distinct from moved.case_number;
    if own = 0 or moved.case_number is not null and own < (select -sum(m.quantity) from stock_movement m join stock_lot l on l.id = m.lot
                                                           where m.case_number = moved.case_number and m.kind = 'ISSUE' and l.item = moved.item) then
      raise exception using errcode = 'MG010', message = concat_ws('|', 'stock.required', moved.item, required, total + moved.quantity, moved.quantity, own);
    end if;
  end loop;
  return null;
end $$;
create trigger stock_release_is_its_cases after insert on stock_movement referencing new table as booked
  for each statement execute function stock_release_is_its_cases();
