-- Names that contain the words, or nearly do; the most downloaded first among equals.
select m.name, coalesce(a.lab_id, 'unknown'), coalesce(a.country, 'unknown'), a.family_id
from (
  select id, name, word_similarity(@q, name) as likeness
  from model
  where name ilike @pattern or @q <% name
  order by name ilike @pattern desc, likeness desc, length(name), name
  limit @top
) m
left join attribution a on a.model_id = m.id and a.lens = 0 and a.part_from = 0 and a.superseded_at is null and a.valid_to is null
order by m.name ilike @pattern desc, m.likeness desc, length(m.name), m.name
