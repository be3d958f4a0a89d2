create policy letter_programme on letter as restrictive using (within_programmes(programme));
create policy letter_content_programme on letter_content as restrictive
    using (coalesce(current_setting('madoguchi.programmes', true), '') = '' or exists (select from letter l where l.id = letter_content.letter));
create policy mail_outbox_programme on mail_outbox as restrictive using (of_visible_case(case_number));
