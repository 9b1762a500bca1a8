-- Totals per period and key, from a stored cube or, for the past as it was known, the same rows computed anew. A month's flow runs from its first day to the next month's, which is what the counters of both days say.
with day as (
  select d.day, d.flags, d.set_id,
    case @interval::text when 'week' then date_trunc('week', d.day)::date
      when 'month' then date_trunc('month', d.day - @shift)::date else d.day end as period
  from trend_day d
  where d.source_id = @source_id and d.day between @from and @to and (@is_flow or d.set_id is not null)
), chosen as (
  select period, day from day where @is_flow
  union all
  (select distinct on (period) period, day from day where not @is_flow order by period, day desc)
)
select c.period, {key} as key, sum({value})::bigint as value, sum({spread})::bigint as spread
from chosen c
join {cube} cube on cube.day = c.day
where {where}
group by 1, 2
order by 1, 2
