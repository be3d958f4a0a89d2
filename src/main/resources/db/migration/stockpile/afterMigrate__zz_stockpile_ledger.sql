-- Movements are only added to, and what follows from them is written by the triggers alone.
do $$ begin perform pg_advisory_xact_lock(hashtextextended('madoguchi.after-migrate', 0)); end $$;
revoke update, delete, truncate on stock_movement, stock_closing from madoguchi_app;
revoke insert, update, delete, truncate on stock_balance, stock_item from madoguchi_app;
grant insert (programme, item, government, expires), update (expires) on stock_item to madoguchi_app;
