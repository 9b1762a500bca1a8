-- Each model of the file once, as its last row tells it; what that row leaves out, the last that tells it does.
create temporary table subject on commit drop as
select l.key, l.hub_id, l.name, l.namespace, l.day as last_day, e.first_day, e.created_at, e.pipeline_tag, e.library_name, e.parameters,
  b.base_relation, coalesce(b.base_names, '{}') as base_names
from (select distinct on (key) key, hub_id, name, namespace, day from told order by key, day desc, number) l
join (
  select key, min(day) as first_day,
    (array_agg(created_at order by day desc, number) filter (where created_at is not null))[1] as created_at,
    (array_agg(pipeline_tag order by day desc, number) filter (where pipeline_tag is not null))[1] as pipeline_tag,
    (array_agg(library_name order by day desc, number) filter (where library_name is not null))[1] as library_name,
    (array_agg(parameters order by day desc, number) filter (where parameters is not null))[1] as parameters
  from told
  group by key
) e on e.key = l.key
left join (
  select distinct on (key) key, base_relation, base_names from told where cardinality(base_names) > 0 order by key, day desc, number
) b on b.key = l.key;
analyze subject;
