-- Downloads ever of models on the days they reached an age, for those whose release lies within what the source observed.
-- A day without observation, or whose counters stood still or had fallen, takes the next one within three days, so that it does not hide an age.
with day as materialized (
  select d.day, d.set_id from trend_day d where d.source_id = @source_id and d.has_downloads_all_time and d.set_id is not null and d.flags & 114 = 0
), chosen as materialized (
  select t.model_id, t.size_class, t.released, m.name, coalesce(a.lab_id, 'unknown') as lab_id, coalesce(a.country, 'unknown') as country
  from model_trait t
  join model m on m.id = t.model_id
  left join attribution a on a.model_id = t.model_id and a.lens = @lens and a.part_from = 0 and {known a} and a.valid_to is null
  where t.valid_to is null and t.released between @first::date - 365 and @last::date and {where}
    and ((@flags_on::integer & 4) = 0 or exists (
        select 1 from attribution x join attribution y on y.model_id = x.model_id and y.lens = 1 and {known y} and y.valid_to is null
        where x.model_id = t.model_id and x.lens = 0 and {known x} and x.valid_to is null and (x.depth = 0 or (x.lab_id = y.lab_id and x.lab_id <> 'unknown'))))
), reached as materialized (
  -- Models of one day of release reach an age on one day: looked up for the days, not for every model.
  select born.released, age.days, at.day, at.set_id
  from (select distinct released from chosen) born
  cross join unnest(@ages::integer[]) age (days)
  cross join lateral (select d.day, d.set_id from day d where d.day between born.released + age.days and born.released + age.days + 3 order by d.day limit 1) at
  where at.day < @before
), wanted as materialized (
  -- Written down before the counters are read: from the days alone the planner would join every model's counter with every model born that day.
  select c.*, r.days, r.day, r.set_id from reached r join chosen c on c.released = r.released
)
select w.model_id, w.name, w.size_class, w.released, w.days, o.downloads_all_time, w.lab_id, w.country
from wanted w
join observation o on o.day = w.day and o.set_id = w.set_id and o.model_id = w.model_id
where o.downloads_all_time > 0
order by w.model_id, w.days
