-- Days whose totals rest on attributions or traits that changed since: another lab for an old namespace, a base declared late.
with changed as (
  select model_id, max(at) as at
  from (
    select model_id, recorded_at as at from attribution where recorded_at >= @since
    union all
    select model_id, superseded_at from attribution where superseded_at >= @since
  ) change
  group by model_id
)
select distinct d.source_id, d.day
from trend_day d
cross join lateral (
  select from changed c join observation o on o.day = d.day and o.set_id = d.set_id and o.model_id = c.model_id where d.derived_at <= c.at limit 1
) seen
union
-- Days between two sets hold the model's flows alone.
select distinct d.source_id, d.day
from changed c
join flow f on f.model_id = c.model_id
join trend_day d on d.source_id = f.source_id and d.day = f.day and d.set_id is null
where d.derived_at <= c.at
union
select source_id, day from trend_day where derived_at is null
