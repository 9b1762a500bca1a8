-- The day the first model of each key was created: its lab's own models, not what others made of them. Parameters: @keys, @families, @lens.
select {key}, (min(m.created_at) at time zone 'UTC')::date
from attribution a join model m on m.id = a.model_id
where {where} and a.lens = @lens and a.superseded_at is null and a.depth = 0 and m.created_at is not null
  and a.valid_from <= (m.created_at at time zone 'UTC')::date
group by 1
