-- One set is one day of one source; a model that is a split merge shows its whole downloads and the part that counts here.
with latest as (
  select o.id, o.day from observation_set o join source s on s.id = o.source_id
  where s.key = @source and o.day = @day and o.state = 'Complete'
  order by o.id desc limit 1
)
select m.name, min(a.generation), sum(round(a.part_to::numeric / a.parts, 6) - round(a.part_from::numeric / a.parts, 6)), x.downloads_30d, x.likes
from attribution a
cross join latest l
join observation x on x.day = l.day and x.set_id = l.id and x.model_id = a.model_id
join model m on m.id = a.model_id
where a.superseded_at is null and a.valid_to is null and a.lens = @lens and (@lab is null or a.lab_id = @lab) and (@family is null or a.family_id = @family)
group by m.id, m.name, x.downloads_30d, x.likes
order by x.downloads_30d desc nulls last, m.name
limit @most
