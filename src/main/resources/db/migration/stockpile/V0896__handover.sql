-- S2-62: at the contract's end what is there goes to the party that takes it over, all of it at once.
alter table stock_movement drop constraint stock_movement_kind_check;
alter table stock_movement add constraint stock_movement_kind_check
  check (kind in ('RECEIPT', 'ISSUE', 'REPLENISHMENT', 'TRANSFER', 'DISPOSAL', 'COUNT_DIFFERENCE', 'HANDOVER'));
alter table stock_movement drop constraint stock_movement_sign;
alter table stock_movement add constraint stock_movement_sign
  check (case when kind in ('RECEIPT', 'REPLENISHMENT') then (quantity > 0) = (reverses is null)
              when kind in ('ISSUE', 'DISPOSAL', 'HANDOVER') then (quantity < 0) = (reverses is null) else true end);
