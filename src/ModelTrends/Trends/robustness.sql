-- The headline's part and whole, as asked and without what could carry it alone; and the models with the most inside and
-- outside the part. A split merge is one model: leaving it out takes all of it.
with part as materialized (
  select p.model_id, {lab} as lab_id, {country} as country, {key} = any(@keys) as inside, p.flags, p.size_class, {value} as value
  from (
    {part}
  ) p
  where {where} and {value} > 0
), whole as materialized (
  -- The one model is chosen before anything is looked up for it: looked up for each, a day of 20,000 models takes a minute.
  select model_id, sum(value) filter (where inside) as inside, sum(value) as value from part group by model_id
)
select 'total' as kind, null::text as name, null::text as lab_id, null::text as country, sum(value) filter (where inside)::bigint, sum(value)::bigint from part
union all
select 'no-ci', null, null, null, sum(value) filter (where inside and flags & 1 = 0)::bigint, sum(value) filter (where flags & 1 = 0)::bigint from part
union all
select 'no-small', null, null, null, sum(value) filter (where inside and size_class <> 1)::bigint, sum(value) filter (where size_class <> 1)::bigint from part
union all
select 'no-small-or-unsized', null, null, null, sum(value) filter (where inside and size_class > 1)::bigint, sum(value) filter (where size_class > 1)::bigint from part
union all
(
  select 'inside', m.name, first.lab_id, first.country, model.inside::bigint, model.value::bigint
  from (select * from whole where inside > 0 order by inside desc, model_id limit 1) model
  join model m on m.id = model.model_id
  cross join lateral (select p.lab_id, p.country from part p where p.model_id = model.model_id and p.inside order by p.value desc, p.lab_id limit 1) first
)
union all
(
  select 'outside', m.name, first.lab_id, first.country, coalesce(model.inside, 0)::bigint, model.value::bigint
  from (select * from whole where value > coalesce(inside, 0) order by value - coalesce(inside, 0) desc, model_id limit 1) model
  join model m on m.id = model.model_id
  cross join lateral (select p.lab_id, p.country from part p where p.model_id = model.model_id and not p.inside order by p.value desc, p.lab_id limit 1) first
)
