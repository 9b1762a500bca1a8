-- The first @top models of each of some days. A merge stands under its first root; every model stands once. The day's counters are put in
-- order first and what else decides is looked up one model after the other, until the board is full: not for every model of the Hub.
select asked.day, ranked.name, ranked.lab_id, ranked.country, ranked.family_id, ranked.value, ranked.likes, ranked.downloads_30d
from unnest(@days::date[]) asked (day)
cross join lateral (
  with seen as (
    select o.model_id, o.trending_rank, o.trending_score, o.downloads_30d, o.downloads_all_time, o.likes, flows.downloads,
      case @measure::text when 'trending' then -o.trending_rank when 'downloads' then flows.downloads when 'likes' then o.likes else o.downloads_30d end as strength
    from trend_day d
    join observation o on o.day = d.day and o.set_id = d.set_id
    left join (
      select model_id, sum(downloads) as downloads from flow where @measure = 'downloads' and source_id = @source_id and day between asked.day - @flow_days and asked.day group by model_id
    ) flows on flows.model_id = o.model_id
    where d.source_id = @source_id and d.day = asked.day and o.day = asked.day
  ), ordered as (
    select * from seen where strength is not null order by strength desc, model_id offset 0
  ), board as (
    select o.*, t.task_group, t.size_class, t.relation,
      (t.flags & 1)
        | case when t.flags & 2 <> 0 and greatest(o.downloads_all_time, o.downloads_30d) >= 1000 then 4 else 0 end
        | case when asked.day - t.released between 0 and 365 then 8 else 0 end as flags
    from ordered o
    cross join lateral (
      select * from model_trait t where t.model_id = o.model_id and t.valid_from <= asked.day and (t.valid_to is null or t.valid_to > asked.day) limit 1
    ) t
  ), place as (
    select * from board where {where}
  )
  select m.name, coalesce(a.lab_id, 'unknown') as lab_id, coalesce(a.country, 'unknown') as country, a.family_id,
    case @measure::text when 'trending' then p.trending_score::numeric when 'downloads' then p.downloads / 1000000.0 else p.strength end as value,
    p.likes::bigint as likes, p.downloads_30d, p.strength, p.model_id
  from place p
  join model m on m.id = p.model_id
  left join attribution a on a.model_id = p.model_id and a.lens = @lens and a.part_from = 0 and {ledger a asked.day}
  left join lateral (
    select true as is_own from attribution x, attribution y
    where (@flags_on & 4) <> 0 and x.model_id = p.model_id and y.model_id = p.model_id and x.lens = 0 and y.lens = 1 and {known x} and {known y}
      and (x.depth = 0 or (x.lab_id = y.lab_id and x.lab_id <> 'unknown'))
    limit 1
  ) own on true
  where (@flags_on & 4) = 0 or own.is_own
  order by p.strength desc, p.model_id
  limit @top
) ranked
order by asked.day, ranked.strength desc, ranked.model_id
