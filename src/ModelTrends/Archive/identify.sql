-- Says which model each told row speaks of. Parameters: none; each row has the key it is known by: the Hub's id, else its name.

-- The same model twice on one day: the first row of the file counts.
delete from told t using (
  select day, key, min(number) as first from told group by day, key having count(*) > 1
) d
where t.day = d.day and t.key = d.key and t.number > d.first;

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
      select f.key, f.hub_id, n.name, n.model_id, n.last_seen, f.last_day
      from (
        select key, hub_id, lower(name) as name, max(day) as last_day from told f
        where not exists (select from known k where k.key = f.key)
        group by key, hub_id, lower(name)
      ) f
      join model_name n on lower(n.name) = f.name
    ) f
    join model m on m.id = f.model_id and (f.hub_id is null or m.hub_id is null)
    order by f.key, m.hub_id is null, case when lower(m.name) = lower(f.name) then m.last_seen else f.last_seen end desc, f.last_seen desc, m.id
  ) bearer
) c
-- A model without id takes one id; another repository under the same name is another model.
where hub_id is null or claim = 1;
analyze known;

-- How many are new.
select (select count(*) from subject) - (select count(*) from known);
