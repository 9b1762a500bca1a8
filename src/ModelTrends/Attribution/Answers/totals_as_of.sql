-- The totals of one set as the ledger stood at @as_of; the sums of totals.sql over what was on record then.
with latest as (
  select o.id, o.day from observation_set o join source s on s.id = o.source_id
  where s.key = @source and o.day = @day and o.state = 'Complete'
  order by o.id desc limit 1
)
select a.lens, a.lab_id, a.family_id, a.generation,
       sum(round(a.part_to::numeric / a.parts, 6) - round(a.part_from::numeric / a.parts, 6)),
       coalesce(sum(round(x.downloads_30d::numeric * a.part_to / a.parts, 6) - round(x.downloads_30d::numeric * a.part_from / a.parts, 6)), 0),
       sum(round(x.downloads_all_time::numeric * a.part_to / a.parts, 6) - round(x.downloads_all_time::numeric * a.part_from / a.parts, 6)),
       coalesce(sum(round(x.likes::numeric * a.part_to / a.parts, 6) - round(x.likes::numeric * a.part_from / a.parts, 6)), 0)
from latest l
join observation x on x.day = l.day and x.set_id = l.id
join attribution a on a.model_id = x.model_id
where a.recorded_at <= @as_of and (a.superseded_at is null or a.superseded_at > @as_of) and a.valid_to is null
group by a.lens, a.lab_id, a.family_id, a.generation
