-- Runs after the callback that grants all tables: Flyway orders callbacks of one event by description.
do $$ begin perform pg_advisory_xact_lock(hashtextextended('madoguchi.after-migrate', 0)); end $$;
revoke update, delete, truncate on trail, trail_leaf, trail_node, tree_head from madoguchi_app;
