-- Names by their beginning and popular names by any part, the most downloaded first.
-- Parameters: @q, @prefix (lower case, like), @pattern (like), @top.
with found as (
  (select model_id as id from popular_model where name_lower like lower(@pattern) order by downloads desc, model_id limit @top)
  union
  (select id from model where lower(name) like @prefix limit @top)
  union
  (select id from model where lower(split_part(name, '/', 2)) like @prefix limit @top)
)
select m.name, coalesce(a.lab_id, 'unknown'), coalesce(a.country, 'unknown'), a.family_id
from found f
join model m on m.id = f.id
left join popular_model p on p.model_id = m.id
left join attribution a on a.model_id = m.id and a.lens = 0 and a.part_from = 0 and {known a} and a.valid_to is null
order by lower(m.name) = lower(@q) or lower(split_part(m.name, '/', 2)) = lower(@q) desc,
  coalesce(p.downloads, -1) desc, length(m.name), m.name
limit @top
