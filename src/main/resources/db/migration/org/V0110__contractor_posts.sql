-- A contractor's office holds a desk at the section that owns the programme.
alter table post drop constraint post_role_check;
alter table post add constraint post_role_check
  check (role in ('CONTRACTOR', 'REVIEWER', 'DECIDER', 'MANAGER', 'AUDITOR', 'ADMINISTRATOR'));
