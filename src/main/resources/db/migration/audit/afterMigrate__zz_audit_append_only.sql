-- Runs after the callback that grants all tables: Flyway orders callbacks of one event by description.
revoke update, delete, truncate on trail, trail_leaf, trail_node, tree_head from madoguchi_app;
