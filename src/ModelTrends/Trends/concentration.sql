-- Models ranked by the measure on one day, and labs with their sums. A split merge counts once among models and in parts among labs.
with part as materialized (
  select p.model_id, {lab} as lab_id, {country} as country, {value} as value
  from (
    {part}
  ) p
  where {where} and {value} > 0
), ranked as (
  select value, row_number() over (order by value desc, model_id) as place from (select model_id, sum(value) as value from part group by model_id) m
)
select 'top' as kind, null::text as country, t.n::text as key, coalesce(sum(r.value) filter (where r.place <= t.n), 0)::bigint as value, count(*) as models
from (values (10), (100), (1000)) t (n) left join ranked r on true
group by t.n
union all
select 'lab', country, lab_id, sum(value)::bigint, count(distinct model_id) from part group by country, lab_id
order by 1, 4 desc, 3
