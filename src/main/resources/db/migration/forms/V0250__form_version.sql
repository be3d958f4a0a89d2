-- Every version of every form ever loaded: an old submission is shown with the form it was made on.
-- Forms are not personal and belong to no government, so there is no row level security.
create table form_version (
    form_id    text        not null,
    hash       text        not null check (hash ~ '^[0-9a-f]{64}$'),
    content    text        not null,
    first_seen timestamptz not null,
    primary key (form_id, hash)
);
