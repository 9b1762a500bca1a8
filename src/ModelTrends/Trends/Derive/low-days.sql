-- Cleaned totals of the days before and around, for the weekday's median.
select d.day, coalesce(sum(c.downloads), 0)::bigint
from trend_day d
join country_cube c on c.source_id = d.source_id and c.day = d.day
where d.source_id = @source_id and d.day >= @from
group by d.day
having sum(c.downloads) > 0
order by d.day
