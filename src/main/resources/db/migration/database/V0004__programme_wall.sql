-- A contractor's people work within a government, but only on the cases of the programmes they are bound to (T28).
-- The transaction says which in madoguchi.programmes; empty for everybody else. Tables add these as restrictive
-- policies, on top of the government's own.
create function within_programmes(programme text) returns boolean language sql stable as $$
  select coalesce(current_setting('madoguchi.programmes', true), '') = ''
      or programme = any (string_to_array(current_setting('madoguchi.programmes', true), ','))
$$;
