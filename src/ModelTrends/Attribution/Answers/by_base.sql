-- Every model a declared base could mean: by the Hub's id, by present name, by former name.
select id, hub_id, name, (created_at at time zone 'UTC')::date, state = 'Listed', base_names, base_hub_ids, first_seen
from model
where id in (
  select id from model where hub_id = any(@hub_ids)
  union
  select id from model where namespace = any(@namespaces) and lower(name) = any(@names)
  union
  select model_id from model_name where name = any(@exact)
)
order by id
limit 500
