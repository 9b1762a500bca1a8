-- Models by their names in any letter case, with who made them under a lens. Parameters: @names (lower case), @lens.
select m.id, m.name, (m.created_at at time zone 'UTC')::date, coalesce(a.country, 'unknown')
from model m
left join attribution a on a.model_id = m.id and a.lens = @lens and a.part_from = 0 and a.superseded_at is null and a.valid_to is null
where lower(m.name) = any(@names)
order by m.state = 'Listed' desc, m.last_seen desc, m.id desc
