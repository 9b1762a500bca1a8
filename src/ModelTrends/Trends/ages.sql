-- Downloads ever of models on the days they reached an age, for those whose release lies within what the source observed.
-- A day without observation, or whose counters stood still or had fallen, takes the next one within three days, so that it does not hide an age.
select m.id, m.name, t.size_class, t.released, age.days, o.downloads_all_time, coalesce(a.lab_id, 'unknown'), coalesce(a.country, 'unknown')
from model_trait t
join model m on m.id = t.model_id
cross join unnest(@ages::integer[]) age (days)
join lateral (
  select d.day, d.set_id from trend_day d
  where d.source_id = @source_id and d.has_downloads_all_time and d.set_id is not null and d.flags & 114 = 0 and d.day between t.released + age.days and t.released + age.days + 3
  order by d.day limit 1
) at on true
join observation o on o.day = at.day and o.set_id = at.set_id and o.model_id = t.model_id
left join attribution a on a.model_id = m.id and a.lens = @lens and a.part_from = 0 and {known a} and a.valid_to is null
where t.valid_to is null and t.released between @first::date - 365 and @last::date and at.day < @before and o.downloads_all_time > 0 and {where}
  and ((@flags_on::integer & 4) = 0 or exists (
      select 1 from attribution x join attribution y on y.model_id = x.model_id and y.lens = 1 and {known y} and y.valid_to is null
      where x.model_id = t.model_id and x.lens = 0 and {known x} and x.valid_to is null and (x.depth = 0 or (x.lab_id = y.lab_id and x.lab_id <> 'unknown'))))
order by m.id, age.days
