create policy vendor_programme on vendor as restrictive using (within_programmes(programme));
create policy vendor_price_programme on vendor_price as restrictive
    using (coalesce(current_setting('madoguchi.programmes', true), '') = '' or exists (select from vendor v where v.number = vendor_price.vendor));
create policy vendor_eligibility_programme on vendor_eligibility as restrictive using (of_visible_case(case_number));
