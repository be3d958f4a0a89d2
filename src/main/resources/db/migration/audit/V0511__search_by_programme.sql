-- A programme of few events is found without reading those of all others of its government.
create index trail_programme_newest on trail (government, programme, at, seq) where programme is not null;
