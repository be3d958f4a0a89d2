-- The application works as this role: row level security binds it, and it cannot rewrite the trail.
-- Where the migrating user may not create roles, an administrator creates it beforehand (README, production).
do $$
begin
  if not exists (select from pg_roles where rolname = 'madoguchi_app') then
    create role madoguchi_app nologin;
  end if;
  execute format('grant madoguchi_app to %I', current_user);
end $$;
grant usage on schema public to madoguchi_app;
