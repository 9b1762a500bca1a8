-- Each model of the file once, as its last row tells it; what that row leaves out, an earlier one may tell.
create temporary table subject on commit drop as
select l.key, l.hub_id, l.name, l.namespace, l.day as last_day,
  e.first_day,
  coalesce(l.created_at, e.created_at) as created_at,
  coalesce(l.pipeline_tag, e.pipeline_tag) as pipeline_tag,
  coalesce(l.library_name, e.library_name) as library_name,
  coalesce(l.parameters, e.parameters) as parameters,
  case when cardinality(l.base_names) > 0 then l.base_relation else e.base_relation end as base_relation,
  case when cardinality(l.base_names) > 0 then l.base_names else coalesce(e.base_names, '{}') end as base_names
from (select distinct on (key) * from told order by key, day desc, number) l
join (
  select distinct on (key) key, created_at, pipeline_tag, library_name, parameters, base_relation, base_names, min(day) over (partition by key) as first_day
  from told
  order by key, cardinality(base_names) = 0, pipeline_tag is null, day desc
) e on e.key = l.key;
analyze subject;
