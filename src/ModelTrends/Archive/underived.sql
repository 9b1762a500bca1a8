-- Days of archives whose numbers are not derived from what is stored. Parameters: @source_id, or null for all archives.
select s.source_id, min(s.day), max(s.day)
from observation_set s
left join trend_day d on d.source_id = s.source_id and d.day = s.day
where s.scope = 'Archive' and s.state = 'Complete' and s.models > 0 and (@source_id is null or s.source_id = @source_id)
  and (d.day is null or (d.derived_at is null and (d.set_id is not null or s.quality = 'Good')))
group by s.source_id
order by s.source_id;
