-- Each arrival is written into every index twice: when it comes and when it is put in order. These say the same with less.
alter table subsidy_slot drop constraint subsidy_slot_case_number_fkey;
alter table subsidy_intake drop constraint subsidy_intake_pkey;
alter table subsidy_intake drop constraint subsidy_intake_case_number_key;
alter table subsidy_intake drop constraint subsidy_intake_programme_rank_key;
alter table subsidy_intake add primary key (case_number);
alter table subsidy_slot add foreign key (case_number) references subsidy_intake;
-- Also finds who waits: those ranked before them hold a slot, of which there are few, or left.
create unique index subsidy_intake_ranked on subsidy_intake (programme, rank) where rank is not null;
drop index subsidy_intake_waiting;
