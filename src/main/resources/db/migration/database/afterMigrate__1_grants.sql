grant select, insert, update, delete on all tables in schema public to madoguchi_app;
grant usage on all sequences in schema public to madoguchi_app;
