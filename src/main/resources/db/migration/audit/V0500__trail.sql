-- One row per event, inserted without a lock in the transaction of the deed. seq and xid are the row's arrival: sequences
-- alone are not commit-ordered, so the sealer orders by (xid, seq) below the snapshot's xmin. body is what is hashed and
-- believed; the other columns are copies to search by.
create table trail (
    seq               bigint generated always as identity primary key,
    xid               xid8        not null default pg_current_xact_id(),
    at                timestamptz not null,
    kind              text        not null,
    case_number       text,
    government        text,
    programme         text,
    party             text,
    actor_id          text        not null,
    actor_name        text        not null,
    actor_kind        text        not null,
    on_behalf_of_id   text,
    on_behalf_of_name text,
    facts             jsonb       not null,
    changes           jsonb       not null,
    body              text        not null,
    leaf              bytea       not null check (octet_length(leaf) = 32)
);
create index trail_arrival on trail (xid, seq);
create index trail_case on trail (case_number, seq) where case_number is not null;
create index trail_government_newest on trail (government, at, seq);
create index trail_newest on trail (at, seq);

-- The place of each event in the tree. Government and case are kept a second time so that a deleted row is missed.
create table trail_leaf (
    idx         bigint primary key,
    seq         bigint not null unique,
    xid         xid8   not null,
    government  text,
    case_number text
);
create index trail_leaf_case on trail_leaf (case_number) where case_number is not null;

-- Hashes of complete subtrees; level 0 holds the leaf hashes. A row never changes once written.
create table trail_node (
    level smallint not null,
    idx   bigint   not null,
    hash  bytea    not null check (octet_length(hash) = 32),
    primary key (level, idx)
);

create table tree_head (
    size      bigint primary key,
    root      bytea       not null check (octet_length(root) = 32),
    at        timestamptz not null,
    signature text        not null,
    key_id    text        not null
);

-- Anyone's deed is recorded; only the government's own people and the system read it back, applicants never.
alter table trail enable row level security;
create policy trail_written_by_all on trail for insert with check (true);
create policy trail_read_in_scope on trail for select
    using (current_setting('madoguchi.scope', true) in ('*', government));

alter table trail_leaf enable row level security;
create policy trail_leaf_sealed on trail_leaf for insert with check (current_setting('madoguchi.scope', true) = '*');
create policy trail_leaf_read_in_scope on trail_leaf for select
    using (current_setting('madoguchi.scope', true) in ('*', government));

-- Hashes tell nothing (every body holds a random nonce) and proofs need those of other governments' events.
alter table trail_node enable row level security;
create policy trail_node_sealed on trail_node for insert with check (current_setting('madoguchi.scope', true) = '*');
create policy trail_node_read on trail_node for select using (true);

alter table tree_head enable row level security;
create policy tree_head_sealed on tree_head for insert with check (current_setting('madoguchi.scope', true) = '*');
create policy tree_head_read on tree_head for select using (true);
