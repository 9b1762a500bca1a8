-- Models that stood in the ledger and are about to count for another lab or country, under each lens, from whom to whom.
with after as (
  select model_id, lens, array_agg(lab_id || ' ' || country order by part_from, valid_from) as labs from attribution_new group by model_id, lens
), before as (
  select a.model_id, a.lens, array_agg(a.lab_id || ' ' || a.country order by a.part_from, a.valid_from) as labs
  from attribution a
  join after using (model_id, lens)
  where a.superseded_at is null
  group by a.model_id, a.lens
)
select lens, array_to_string(before.labs, ' + ') as was, array_to_string(after.labs, ' + ') as now, count(*), coalesce(sum(o.downloads_30d), 0)::bigint as downloads
from before
join after using (model_id, lens)
left join latest_observation o using (model_id)
where before.labs is distinct from after.labs
group by lens, was, now
order by lens, downloads desc, count(*) desc, was, now;
