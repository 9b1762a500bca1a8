-- What moved a share between two days (or two stretches of days, for flows): by model, lab or family what each adds to part and whole on both,
-- the largest moves one by one and the rest in one row.
with seen as materialized (
  select 0 as at, p.model_id, ({group})::text as key, {country} as country, {key} = any(@keys) as inside, {key} = 'unknown' as is_unknown, {value} as value
  from (
    {before}
  ) p
  where {where}
  union all
  select 1, p.model_id, ({group})::text, {country}, {key} = any(@keys), {key} = 'unknown', {value}
  from (
    {part}
  ) p
  where {where}
), fault as materialized (
  -- Models whose number of either day is spread over a stall or a rollback, or lacks what a correction took; a cumulative counter that fell was corrected.
  select f.model_id from flow f where @faults = 1 and f.source_id = @source_id and f.day between @before_from and @before_to and f.flags & 14 <> 0
  union
  select f.model_id from flow f where @faults = 1 and f.source_id = @source_id and f.day between @from and @to and f.flags & 14 <> 0
  union
  select s.model_id from seen s where @faults = 2 group by s.model_id
  having bool_or(at = 0) and bool_or(at = 1) and sum(value) filter (where at = 1) < sum(value) filter (where at = 0)
), moved as materialized (
  select s.key, f.model_id is not null as is_fault, bool_or(at = 0) as was_there, bool_or(at = 1) as is_there,
    coalesce(sum(value) filter (where at = 0 and inside), 0) as part_before, coalesce(sum(value) filter (where at = 0), 0) as whole_before,
    coalesce(sum(value) filter (where at = 1 and inside), 0) as part_after, coalesce(sum(value) filter (where at = 1), 0) as whole_after
  from seen s
  left join fault f on f.model_id = s.model_id
  group by 1, 2
), total as (
  select sum(whole_before) + sum(whole_after) as whole, sum(part_before) + sum(part_after) as part from moved
), ranked as materialized (
  -- The order of Domain.Trends.Contributions: what a member adds inside, less its part of what it adds to the whole. Models of no family are the rest.
  select m.*, case when m.key <> 'other' then row_number() over (
    order by m.key = 'other', abs(t.whole * (part_after - part_before) - t.part * (whole_after - whole_before)) desc, m.key, m.is_fault) end as place
  from moved m
  cross join total t
), home as (
  select distinct on (s.key) s.key, s.country
  from seen s
  where s.key in (select r.key from ranked r where r.place <= @top)
  order by s.key, s.value desc, s.country
)
select r.place, r.key, m.name, h.country, r.is_fault, r.was_there, r.is_there, r.part_before, r.whole_before, r.part_after, r.whole_after, 1::bigint as members
from ranked r
join home h on h.key = r.key
left join model m on {by_model} and m.id::text = r.key
where r.place <= @top
union all
select null, 'other', null, null, false, true, true, coalesce(sum(part_before), 0), coalesce(sum(whole_before), 0), coalesce(sum(part_after), 0), coalesce(sum(whole_after), 0), count(*)
from ranked where place is null or place > @top
union all
-- Beside the members: how many rows the key has at all, and what nobody is named for on both days, since shares that sum to one are rounded together with it.
select null, 'unknown', null, null, false, false, false, count(*) filter (where inside),
  coalesce(sum(value) filter (where at = 0 and is_unknown), 0), 0, coalesce(sum(value) filter (where at = 1 and is_unknown), 0), -1
from seen
order by 1 nulls last, 2
