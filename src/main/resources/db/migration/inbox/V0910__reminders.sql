-- When somebody was reminded of an open task, and when a manager heard that it is overdue; each once.
alter table inbox_item add column reminded_at timestamptz, add column escalated_at timestamptz;
create index inbox_item_remind on inbox_item (remind_at) where reminded_at is null;
create index inbox_item_escalate on inbox_item (due_at) where escalated_at is null;
