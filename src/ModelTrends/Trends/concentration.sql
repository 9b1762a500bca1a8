-- The first models by the measure on one day, and labs with their sums. A split merge counts once among models and in parts among labs.
with part as materialized (
  select p.model_id, {lab} as lab_id, {country} as country, {value} as value
  from (
    {part}
  ) p
  where {where} and {value} > 0
)
(
  select 'model' as kind, null::text as country, model_id::text as key, sum(value)::bigint as value
  from part
  group by model_id
  order by value desc, model_id
  limit @most
)
union all
select 'lab', country, lab_id, sum(value)::bigint from part group by country, lab_id
order by 1, 4 desc, 3
