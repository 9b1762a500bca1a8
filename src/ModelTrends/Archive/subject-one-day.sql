-- Each model of the file once: its only row.
create temporary view subject as
select key, hub_id, name, namespace, day as last_day, day as first_day, created_at, pipeline_tag, library_name, parameters,
  case when cardinality(base_names) > 0 then base_relation end as base_relation, base_names
from told;
