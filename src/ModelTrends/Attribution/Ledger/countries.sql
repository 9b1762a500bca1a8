-- Models, downloads of 30 days and their share by country, under each lens, as the ledger stands at this moment.
select a.lens, a.country, sum(part) as downloads, coalesce(round(sum(part) / nullif(sum(sum(part)) over (partition by a.lens), 0), 6), 0) as share,
  sum(round(a.part_to::numeric / a.parts, 6) - round(a.part_from::numeric / a.parts, 6)) as models
from attribution a
join latest_observation o using (model_id)
cross join lateral (select round(o.downloads_30d::numeric * a.part_to / a.parts, 6) - round(o.downloads_30d::numeric * a.part_from / a.parts, 6) as part) p
where a.superseded_at is null and a.valid_to is null and o.downloads_30d is not null
group by a.lens, a.country
order by a.lens, a.country;
