-- Any part of any name, for words that few names have: the trigrams of a rare word lead to few rows.
-- Parameters: @rare (ilike, for the index), @pattern (like, what is asked for), @top.
select m.name, coalesce(a.lab_id, 'unknown'), coalesce(a.country, 'unknown'), a.family_id
from (select id, name from model where name ilike @rare and lower(name) like lower(@pattern) limit @top) m
left join attribution a on a.model_id = m.id and a.lens = 0 and a.part_from = 0 and {known a} and a.valid_to is null
order by length(m.name), m.name
