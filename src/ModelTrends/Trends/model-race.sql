-- Some models over time, in the units of the cubes. A stock is what was seen on the period's last observed day; a flow is summed. Parameters: @source_id, @from, @to, @interval, @is_flow, @ids.
with day as (
  select d.day, d.set_id,
    case @interval::text when 'week' then date_trunc('week', d.day)::date
      when 'month' then date_trunc('month', case when @is_flow then d.day - 1 else d.day end)::date else d.day end as period
  from trend_day d
  where d.source_id = @source_id and d.day between @from and @to and (@is_flow or d.set_id is not null)
), last as (
  select distinct on (period) period, day, set_id from day where not @is_flow order by period, day desc
)
select last.period, o.model_id, {stock}::bigint * 1000000 as value
from last join observation o on o.day = last.day and o.set_id = last.set_id
where not @is_flow and o.model_id = any(@ids) and {stock} is not null and o.day between @from and @to
union all
select day.period, f.model_id, sum(f.{flow})::bigint
from day join flow f on f.source_id = @source_id and f.day = day.day
where @is_flow and f.model_id = any(@ids) and f.day between @from and @to
group by 1, 2
order by 1, 2
