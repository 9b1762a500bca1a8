-- The last day with a board on or before the one asked for, and the one it is compared with: an interval earlier, or the nearest before that.
with day as (
  select d.day from trend_day d where d.source_id = @source_id and d.set_id is not null and (not @trending or d.has_trending)
), last as (
  select max(day) as day from day where day <= @day
)
select day from last where day is not null
union all
(
  select d.day from day d, last
  where d.day <= last.day - case @interval::text when 'week' then 7 when 'month' then 30 else 1 end
  order by d.day desc limit 1
)
