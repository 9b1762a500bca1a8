-- Bases that stand between the chosen models and the root, by name.
with base as materialized (
  select m.id, m.name, m.base_names, m.base_relation, o.downloads_30d
  from model m
  left join trend_day d on d.source_id = @source_id and d.day = @day
  left join observation o on o.day = d.day and o.set_id = d.set_id and o.model_id = m.id
  where m.namespace = any(@namespaces) and lower(m.name) = any(@names)
), publisher as materialized (
  -- In one reading of the ledger: what was on record in the past has no index.
  select p.model_id, p.lab_id, p.country
  from attribution p
  where p.lens = 1 and {known p} and p.valid_to is null and p.part_from = 0 and p.model_id = any(array(select id from base))
)
select b.name, b.base_names, b.base_relation, b.downloads_30d, coalesce(p.lab_id, 'unknown'), coalesce(p.country, 'unknown')
from base b
left join publisher p on p.model_id = b.id
order by b.id
