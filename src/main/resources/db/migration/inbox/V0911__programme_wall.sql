create policy inbox_item_programme on inbox_item as restrictive using (within_programmes(programme));
create policy inbox_follower_programme on inbox_follower as restrictive
    using (coalesce(current_setting('madoguchi.programmes', true), '') = '' or exists (select from inbox_item i where i.task_id = inbox_follower.task_id));
