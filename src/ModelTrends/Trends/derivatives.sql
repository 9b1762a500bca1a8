-- New models per period, country under the lens and relation to the base.
select case @interval::text when 'week' then date_trunc('week', cube.day)::date when 'month' then date_trunc('month', cube.day)::date else cube.day end as period,
  {key} as key, cube.relation, sum(cube.new_models)::bigint
from {cube} cube
where cube.source_id = @source_id and cube.day between @from and @to and {where}
group by 1, 2, 3
having sum(cube.new_models) <> 0
order by 1, 4 desc, 2, 3
