-- What the demo's story has told so far; a step and its deed commit together, so that a killed start goes on where it was.
-- Without rows outside a demo. No row level security: every person of the story writes here.
create table demo_step (
  id text primary key,
  case_number text,
  at timestamptz not null
);
