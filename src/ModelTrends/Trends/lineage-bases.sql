-- Bases that stand between the chosen models and the root, by name.
select m.name, m.base_names, m.base_relation, o.downloads_30d, coalesce(p.lab_id, 'unknown'), coalesce(p.country, 'unknown')
from model m
left join trend_day d on d.source_id = @source_id and d.day = @day
left join observation o on o.day = d.day and o.set_id = d.set_id and o.model_id = m.id
left join attribution p on p.model_id = m.id and p.lens = 1 and {known p} and p.part_from = 0
where m.namespace = any(@namespaces) and lower(m.name) = any(@names)
order by m.id
