-- A draw that anybody can repeat (requirements §2.15). What was frozen, announced, drawn and published is never changed again:
-- another draw needs another row, which everybody sees.
create table draw (
  id text primary key,
  case_number text not null references case_file,
  attempt integer not null check (attempt > 0),
  government text not null,
  programme text not null,
  title text not null,
  state text not null check (state in ('FROZEN', 'DISCARDED', 'ANNOUNCED', 'DRAWN', 'PUBLISHED', 'ANNULLED')),
  pool_hash text not null,
  commitment_hash text not null,
  lots bigint not null,
  persons bigint not null,
  frozen_at timestamptz not null,
  announced_at timestamptz,
  drawn_at timestamptz,
  seed text,
  winners bigint,
  reserves bigint,
  result_hash text,
  outcome_hash text,
  ended_at timestamptz,
  unique (case_number, attempt),
  check ((state in ('FROZEN', 'DISCARDED')) = (announced_at is null)),
  check ((state in ('DRAWN', 'PUBLISHED', 'ANNULLED')) = (drawn_at is not null)),
  check ((state in ('DISCARDED', 'PUBLISHED', 'ANNULLED')) = (ended_at is not null)),
  check ((drawn_at is null) = (seed is null) and (seed is null) = (winners is null) and (seed is null) = (reserves is null)
         and (seed is null) = (result_hash is null) and (seed is null) = (outcome_hash is null))
);
-- One at a time: a second one can only follow a discarded or an annulled one.
create unique index draw_standing on draw (case_number) where state not in ('DISCARDED', 'ANNULLED');
create index draw_published on draw (frozen_at desc) where announced_at is not null;
alter table draw enable row level security;
create policy draw_scope on draw using (current_setting('madoguchi.scope', true) in ('*', government));
create policy draw_programme on draw as restrictive using (within_programmes(programme));

create function draw_moves_on() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception using errcode = 'MG030', message = 'draw.kept', detail = old.id;
  end if;
  if (old.state, new.state) not in (('FROZEN', 'DISCARDED'), ('FROZEN', 'ANNOUNCED'), ('ANNOUNCED', 'DRAWN'), ('DRAWN', 'PUBLISHED'), ('DRAWN', 'ANNULLED'))
     or (old.id, old.case_number, old.attempt, old.government, old.programme, old.title, old.pool_hash, old.commitment_hash, old.lots, old.persons, old.frozen_at)
        is distinct from
        (new.id, new.case_number, new.attempt, new.government, new.programme, new.title, new.pool_hash, new.commitment_hash, new.lots, new.persons, new.frozen_at)
     or old.announced_at is not null and old.announced_at is distinct from new.announced_at
     or old.drawn_at is not null and (old.drawn_at, old.seed, old.winners, old.reserves, old.result_hash, old.outcome_hash)
        is distinct from (new.drawn_at, new.seed, new.winners, new.reserves, new.result_hash, new.outcome_hash) then
    raise exception using errcode = 'MG030', message = 'draw.fixed', detail = old.id || ': ' || old.state || ' → ' || new.state;
  end if;
  return new;
end $$;
create trigger draw_moves_on before update or delete on draw for each row execute function draw_moves_on();

-- The published files, byte by byte. CSV is cut behind line ends; a sorted file's part is found by its first field.
create table draw_file (
  draw text not null references draw,
  name text not null,
  government text not null,
  programme text not null,
  size bigint not null check (size >= 0),
  sha256 text not null,
  primary key (draw, name)
);
alter table draw_file enable row level security;
create policy draw_file_scope on draw_file using (current_setting('madoguchi.scope', true) in ('*', government));
create policy draw_file_programme on draw_file as restrictive using (within_programmes(programme));

create table draw_file_part (
  draw text not null,
  name text not null,
  part integer not null check (part >= 0),
  first text collate "C" not null,
  bytes bytea not null,
  primary key (draw, name, part),
  foreign key (draw, name) references draw_file on delete cascade
);
create index draw_file_part_first on draw_file_part (draw, name, first);
alter table draw_file_part enable row level security;
create policy draw_file_part_scope on draw_file_part using (exists (select from draw_file f where f.draw = draw_file_part.draw and f.name = draw_file_part.name));

-- What the sources gave may be corrected until it is drawn with.
create function draw_file_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' or old.name <> 'sources.json' or not exists (select from draw where id = old.draw and state = 'ANNOUNCED') then
    raise exception using errcode = 'MG030', message = 'draw.fixed', detail = old.draw || ': ' || old.name;
  end if;
  return old;
end $$;
create trigger draw_file_stays before update or delete on draw_file for each row execute function draw_file_stays();
create trigger draw_file_part_stays before update or delete on draw_file_part for each row execute function draw_file_stays();

-- Every place of the order, so that a lot is found and rooms can join. reason is null for winners.
create table draw_ticket (
  draw text not null references draw,
  place integer not null check (place > 0),
  ticket text not null,
  lot text not null,
  person text not null,
  channel text not null,
  units integer not null check (units > 0),
  reason text check (reason in ('cap', 'quota', 'budget')),
  primary key (draw, place)
);
create index draw_ticket_lot on draw_ticket (draw, lot);
create index draw_ticket_winners on draw_ticket (draw, place) where reason is null;
alter table draw_ticket enable row level security;
create policy draw_ticket_scope on draw_ticket using (exists (select from draw d where d.id = draw));
create function draw_ticket_stays() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'MG030', message = 'draw.fixed', detail = old.draw || ': ' || old.ticket;
end $$;
create trigger draw_ticket_stays before update or delete on draw_ticket for each row execute function draw_ticket_stays();

-- Whose right ended and who moved up, round by round (promotions-<round>.csv).
create table draw_promotion (
  draw text not null references draw,
  round integer not null check (round > 0),
  place integer not null,
  moved text not null check (moved in ('released', 'promoted')),
  at timestamptz not null,
  primary key (draw, place, moved),
  foreign key (draw, place) references draw_ticket
);
alter table draw_promotion enable row level security;
create policy draw_promotion_scope on draw_promotion using (exists (select from draw d where d.id = draw));

-- How far a running draw is; written beside its transaction.
create table draw_progress (
  draw text primary key,
  government text not null,
  step text not null,
  done bigint not null,
  total bigint not null,
  at timestamptz not null
);
alter table draw_progress enable row level security;
create policy draw_progress_scope on draw_progress using (current_setting('madoguchi.scope', true) in ('*', government));
