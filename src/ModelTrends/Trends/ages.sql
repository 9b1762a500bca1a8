-- Downloads ever of models on the days they reached an age, for those whose release lies within what the source observed.
-- A day without observation, or whose counters stood still or had fallen, takes the next one within three days, so that it does not hide an age.
with day as materialized (
  select d.day, d.set_id from trend_day d where d.source_id = @source_id and d.has_downloads_all_time and d.set_id is not null and d.flags & 114 = 0
), born as (
  select distinct t.released from model_trait t where t.valid_to is null and t.released between @first::date - 365 and @last::date
), reached as materialized (
  -- Models of one day of release reach an age on one day: looked up for the days, not for every model.
  select born.released, age.days, at.day, at.set_id
  from born
  cross join unnest(@ages::integer[]) age (days)
  cross join lateral (select d.day, d.set_id from day d where d.day between born.released + age.days and born.released + age.days + 3 order by d.day limit 1) at
  where at.day < @before
)
select m.id, m.name, t.size_class, t.released, reached.days, o.downloads_all_time, coalesce(a.lab_id, 'unknown'), coalesce(a.country, 'unknown')
from reached
join model_trait t on t.released = reached.released and t.valid_to is null
join observation o on o.day = reached.day and o.set_id = reached.set_id and o.model_id = t.model_id
join model m on m.id = t.model_id
left join attribution a on a.model_id = m.id and a.lens = @lens and a.part_from = 0 and {known a} and a.valid_to is null
where o.downloads_all_time > 0 and {where}
  and ((@flags_on::integer & 4) = 0 or exists (
      select 1 from attribution x join attribution y on y.model_id = x.model_id and y.lens = 1 and {known y} and y.valid_to is null
      where x.model_id = t.model_id and x.lens = 0 and {known x} and x.valid_to is null and (x.depth = 0 or (x.lab_id = y.lab_id and x.lab_id <> 'unknown'))))
order by m.id, reached.days
