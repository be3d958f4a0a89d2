-- Two nodes that start together must not change the same grants at once: PostgreSQL fails the second.
do $$ begin perform pg_advisory_xact_lock(hashtextextended('madoguchi.after-migrate', 0)); end $$;
grant select, insert, update, delete on all tables in schema public to madoguchi_app;
grant usage on all sequences in schema public to madoguchi_app;
