create policy case_file_programme on case_file as restrictive using (within_programmes(programme));
create policy draft_programme on draft as restrictive using (within_programmes(programme));

-- Rows that know only their case: who may not see the case may not see them.
create function of_visible_case(case_number text) returns boolean language sql stable as $$
  select coalesce(current_setting('madoguchi.programmes', true), '') = '' or $1 is null
      or exists (select from case_file c where c.number = $1)
$$;
create policy submission_programme on submission as restrictive using (of_visible_case(case_number));
create policy document_programme on document as restrictive using (of_visible_case(case_number));
create policy correction_programme on correction as restrictive using (of_visible_case(case_number));
create policy clock_entry_programme on clock_entry as restrictive using (of_visible_case(case_number));
create policy task_record_programme on task_record as restrictive using (of_visible_case(case_number));
create policy timeline_programme on timeline as restrictive using (of_visible_case(case_number));
create policy note_programme on note as restrictive using (of_visible_case(case_number));
