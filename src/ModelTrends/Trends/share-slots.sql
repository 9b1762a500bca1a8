-- Places among the first @top of the trending list, per period (its last capture) and key. A merge with several roots shares its place.
with capture as (
  select distinct on (period) day, set_id, period
  from (
    select d.day, d.set_id, case @interval::text when 'week' then date_trunc('week', d.day)::date when 'month' then date_trunc('month', d.day)::date else d.day end as period
    from trend_day d where d.source_id = @source_id and d.day between @from and @to and d.has_trending
  ) d
  order by period, day desc
), place as (
  select c.period, c.day, seen.model_id
  from capture c
  cross join lateral (
    select o.model_id
    from observation o
    join model_trait t on t.model_id = o.model_id and t.valid_from <= o.day and (t.valid_to is null or t.valid_to > o.day)
    where o.day = c.day and o.set_id = c.set_id and o.trending_rank is not null
      and (@task_groups::smallint[] is null or t.task_group = any(@task_groups))
      and ((@flags_on & 4) = 0 or ((t.flags & 2) <> 0 and greatest(o.downloads_all_time, o.downloads_30d) >= 1000 and exists (
        select 1 from attribution x join attribution y on y.model_id = x.model_id and y.lens = 1 and {known y}
        where x.model_id = o.model_id and x.lens = 0 and {known x} and (x.depth = 0 or (x.lab_id = y.lab_id and x.lab_id <> 'unknown')))))
      and ((@flags_on & 8) = 0 or o.day - t.released between 0 and 365)
      and (t.flags & @flags_off) = 0
      and (@sizes::smallint[] is null or t.size_class = any(@sizes)) and (@relations::smallint[] is null or t.relation = any(@relations))
    order by o.trending_rank, o.model_id
    limit @top
  ) seen
)
select p.period, {key} as key, sum(part_of(1000000, cube.part_from, cube.part_to, cube.parts))::bigint as value, 0::bigint as spread
from place p
left join lateral (
  select coalesce(a.country, 'unknown') as country, coalesce(a.lab_id, 'unknown') as lab_id, a.family_id, a.generation, a.part_from, a.part_to, a.parts
  from (select 1) always
  left join attribution a on a.model_id = p.model_id and a.lens = @lens and {ledger a p.day}
) cube on true
group by 1, 2
order by 1, 2
