create policy figure_case_programme on figure_case as restrictive using (within_programmes(programme));
create policy figure_step_programme on figure_step as restrictive using (within_programmes(programme));
