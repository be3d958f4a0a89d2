-- How far the product's clock is ahead of the system's, for all nodes. No row: not at all.
create table clock_offset (
    one_row boolean primary key default true check (one_row),
    seconds bigint  not null
);

-- What the holiday rule does not know: the Cabinet Office's announcements (government null) and each government's own
-- days. No row level security: it is no personal data, and every page that names a deadline reads it.
create table holiday (
    government text check (government ~ '^[0-9]{6}$'),
    day        date not null,
    name       text not null check (name <> ''),
    kind       text not null check (kind in ('OPEN', 'CLOSED')),
    source     text not null,
    unique nulls not distinct (government, day)
);
