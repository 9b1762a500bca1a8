-- The headline's part and whole, as asked and without what could carry it alone; and the largest models inside and outside the part.
with part as materialized (
  select p.model_id, {lab} as lab_id, {country} as country, p.flags, p.size_class, {value} as value
  from (
    {part}
  ) p
  where {where} and {value} > 0
)
select 'total' as kind, null::text as name, null::text as lab_id, null::text as country, sum(value) filter (where country = @key)::bigint, sum(value)::bigint from part
union all
select 'no-ci', null, null, null, sum(value) filter (where country = @key and flags & 1 = 0)::bigint, sum(value) filter (where flags & 1 = 0)::bigint from part
union all
select 'no-small', null, null, null, sum(value) filter (where country = @key and size_class <> 1)::bigint, sum(value) filter (where size_class <> 1)::bigint from part
union all
select 'no-small-or-unsized', null, null, null, sum(value) filter (where country = @key and size_class > 1)::bigint, sum(value) filter (where size_class > 1)::bigint from part
union all
(select 'inside', m.name, p.lab_id, p.country, p.value, p.value from part p join model m on m.id = p.model_id where p.country = @key order by p.value desc, p.model_id limit 1)
union all
(select 'outside', m.name, p.lab_id, p.country, p.value, p.value from part p join model m on m.id = p.model_id where p.country <> @key order by p.value desc, p.model_id limit 1)
