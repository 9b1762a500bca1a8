-- Says which model each staged row speaks of. Parameters: none; the rows are in staged, each with the key it is known by: the Hub's id, else its name.

-- Sorts and hashes of a whole-Hub day; the few megabytes a question gets would send them to the disk.
set local work_mem = '128MB';
set local jit = off;

-- A row without id speaks of the model that bears its name elsewhere in the file: the last that bore it by then, else the first that did later.
update staged s set hub_id = n.hub_id, key = n.hub_id
from (
  select distinct on (w.number) w.number, i.hub_id
  from staged w
  join (
    select lower(name) as name, hub_id, min(day) as first_day, max(day) as last_day from staged
    where hub_id is not null and (select exists (select from staged where hub_id is null))
    group by lower(name), hub_id
  ) i on i.name = lower(w.name)
  where w.hub_id is null
  order by w.number, i.first_day > w.day, case when i.first_day > w.day then i.first_day - w.day else w.day - i.last_day end, i.hub_id
) n
where s.number = n.number;

-- The same model twice on one day: the first row of the file counts.
delete from staged s using (
  select day, key, min(number) as first from staged group by day, key having count(*) > 1
) d
where s.day = d.day and s.key = d.key and s.number > d.first;

{subject}
-- Which model each key speaks of: by the Hub's id, else by a name it bears or has borne (the latest bearer). Letters' case is no difference to the Hub.
create temporary table known on commit drop as
select s.key, m.id as model_id, false as is_new from subject s join model m on m.hub_id = s.hub_id;
analyze known;
insert into known
select key, model_id, false
from (
  select *, row_number() over (partition by model_id, hub_id is null order by last_day desc, key) as claim
  from (
    select distinct on (f.key) f.key, f.hub_id, f.last_day, m.id as model_id
    from (
      select f.key, f.hub_id, n.name, n.model_id, n.last_seen, max(f.day) as last_day
      from staged f join model_name n on lower(n.name) = lower(f.name)
      where not exists (select from known k where k.key = f.key)
      group by f.key, f.hub_id, n.name, n.model_id, n.last_seen
    ) f
    join model m on m.id = f.model_id and (f.hub_id is null or m.hub_id is null)
    order by f.key, m.hub_id is null, case when lower(m.name) = lower(f.name) then m.last_seen else f.last_seen end desc, f.last_seen desc, m.id
  ) bearer
) c
-- A model without id takes one id; another repository under the same name is another model.
where hub_id is null or claim = 1;
analyze known;

-- How many are new, and to how many.
select (select count(*) from subject) - (select count(*) from known), (select greatest(reltuples, 0)::bigint from pg_class where oid = 'model'::regclass);
