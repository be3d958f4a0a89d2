-- From the release of the transfer until the bank says what became of it: the case's own party sees it too.
alter table subsidy_intake add column paying boolean not null default false;
update subsidy_intake i set paying = true where exists (
  select from subsidy_payment p join subsidy_batch b on b.programme = p.programme and b.number = p.batch
  where p.case_number = i.case_number and p.state = 'LISTED' and b.state = 'RELEASED');
