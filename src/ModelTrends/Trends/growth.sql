-- The week that ends on @day, day by day, and the three weeks before, of every model that gained at least @fewest in both.
with gained as (
  select f.model_id, sum(f.downloads) filter (where f.day <= @day - 7) as before,
    array_agg(f.day - (@day::date - 6) order by f.day) filter (where f.day > @day::date - 7) as days,
    array_agg(f.downloads order by f.day) filter (where f.day > @day::date - 7) as downloads
  from flow f
  where f.source_id = @source_id and f.day between @day::date - 27 and @day
  group by f.model_id
  having sum(f.downloads) filter (where f.day <= @day::date - 7) >= @fewest and sum(f.downloads) filter (where f.day > @day::date - 7) >= @fewest
)
select g.model_id, m.name, coalesce(a.lab_id, 'unknown'), coalesce(a.country, 'unknown'), a.family_id, g.before::bigint, g.days, g.downloads
from gained g
join model m on m.id = g.model_id
join (
  select t.*, t.flags & 1 | case when t.flags & 2 <> 0 then 4 else 0 end | case when @day::date - t.released between 0 and 365 then 8 else 0 end as day_flags from model_trait t where t.valid_to is null
) t on t.model_id = g.model_id
left join attribution a on a.model_id = g.model_id and a.lens = @lens and a.part_from = 0 and {ledger a @day}
where (@task_groups::smallint[] is null or t.task_group = any(@task_groups)) and case when (t.day_flags & @flags_on) = @flags_on and (t.day_flags & @flags_off) = 0 then true end
  and (@sizes::smallint[] is null or t.size_class = any(@sizes)) and (@relations::smallint[] is null or t.relation = any(@relations))
  and ((@flags_on::integer & 4) = 0 or exists (
      select 1 from attribution x join attribution y on y.model_id = x.model_id and y.lens = 1 and {known y} and y.valid_to is null
      where x.model_id = t.model_id and x.lens = 0 and {known x} and x.valid_to is null and (x.depth = 0 or (x.lab_id = y.lab_id and x.lab_id <> 'unknown'))))
