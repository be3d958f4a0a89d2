create policy trail_read_programme on trail as restrictive for select using (within_programmes(programme));
