-- Downloads ever of models on the days they reached an age, for those whose release lies within what the source observed.
-- A day without observation takes the next one within three days, so that a gap does not hide an age.
select m.id, m.name, t.size_class, t.released, age.days, o.downloads_all_time, coalesce(a.lab_id, 'unknown'), coalesce(a.country, 'unknown')
from model_trait t
join model m on m.id = t.model_id
cross join unnest(@ages::integer[]) age (days)
join lateral (
  select d.day, d.set_id from trend_day d
  where d.source_id = @source_id and d.has_downloads_all_time and d.set_id is not null and d.day between t.released + age.days and t.released + age.days + 3
  order by d.day limit 1
) at on true
join observation o on o.day = at.day and o.set_id = at.set_id and o.model_id = t.model_id
left join attribution a on a.model_id = m.id and a.lens = @lens and a.part_from = 0 and a.superseded_at is null and a.valid_to is null
where t.valid_to is null and t.released between @first::date - 365 and @last::date and at.day < @before and o.downloads_all_time > 0 and {where}
order by m.id, age.days
