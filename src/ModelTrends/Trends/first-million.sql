-- The first observed day on which a model had @count downloads ever, where the one before had fewer or it was released since.
select m.name, coalesce(a.lab_id, 'unknown'), coalesce(a.country, 'unknown'), a.family_id, t.released, reached.day, reached.day - t.released
from (
  select o.model_id, min(o.day) as day
  from trend_day d
  join observation o on o.day = d.day and o.set_id = d.set_id
  where d.source_id = @source_id and o.downloads_all_time >= @count
  group by o.model_id
) reached
join model_trait t on t.model_id = reached.model_id and t.valid_to is null
join model m on m.id = reached.model_id
left join attribution a on a.model_id = m.id and a.lens = @lens and a.part_from = 0 and {known a} and a.valid_to is null
where t.released is not null and reached.day >= t.released and (t.released >= @first or exists (
    select 1 from trend_day d join observation o on o.day = d.day and o.set_id = d.set_id
    where d.source_id = @source_id and o.model_id = reached.model_id and o.day < reached.day and o.downloads_all_time < @count))
  and {where}
  and ((@flags_on::integer & 4) = 0 or exists (
      select 1 from attribution x join attribution y on y.model_id = x.model_id and y.lens = 1 and {known y} and y.valid_to is null
      where x.model_id = t.model_id and x.lens = 0 and {known x} and x.valid_to is null and (x.depth = 0 or (x.lab_id = y.lab_id and x.lab_id <> 'unknown'))))
order by reached.day - t.released, m.name
limit @top
