-- The last day with a board in each week.
select max(d.day)
from trend_day d
where d.source_id = @source_id and d.day between @from and @to and d.set_id is not null and (not @trending or d.has_trending)
group by date_trunc('week', d.day)
order by 1
