-- The set that stands for each day of each source, as the numbers choose it: the last that is not partial; a partial one where there is no other.
select source.key, source.title, source.licence, source.credit, source.url, source.coverage, source.coverage_note, chosen.id, chosen.day
from (
  select distinct on (source_id, day) source_id, day, id
  from observation_set
  where state = 'Complete' and models > 0 and day between @first and @last
  order by source_id, day, quality = 'Partial', finished_at desc nulls last, id desc
) chosen
join source on source.id = chosen.source_id
order by source.key collate "C", chosen.day;
