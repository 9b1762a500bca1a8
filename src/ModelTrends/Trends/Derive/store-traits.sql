-- incoming_trait holds traits as they are now. A value that was unknown, or a new rule, fills the row in place for all its days;
-- a value that became another one ends the row and begins the next on @day.
create index on incoming_trait (model_id);

create temporary table changed_trait on commit drop as
select i.*, t.valid_from as current_from,
  t.model_id is not null and t.rules_version = @rules_version and t.valid_from < @day::date
    and ((t.task_group <> 0 and t.task_group <> i.task_group) or (t.size_class <> 0 and t.size_class <> i.size_class) or (t.relation <> 0 and t.relation <> i.relation)) as is_new_period,
  t.model_id is not null and t.released is distinct from i.released as has_other_release,
  t.model_id is null or (t.task_group, t.size_class, t.relation, t.vintage, t.flags) is distinct from (i.task_group, i.size_class, i.relation, i.vintage, i.flags) or t.released is distinct from i.released as differs
from incoming_trait i
left join model_trait t on t.model_id = i.model_id and t.valid_to is null;

update model_trait t set valid_to = @day::date from changed_trait c where t.model_id = c.model_id and t.valid_to is null and c.is_new_period;

update model_trait t
set task_group = c.task_group, size_class = c.size_class, relation = c.relation, vintage = c.vintage, flags = c.flags, released = c.released,
  rules_version = @rules_version, source_hash = c.source_hash
from changed_trait c
where t.model_id = c.model_id and t.valid_from = c.current_from and not c.is_new_period;

-- A release has one day, however late it became known, and a rule holds for all days: periods that have ended get both, and with them what they
-- decide. Task group, size and relation stay what they were then: the fields they came from are no longer there.
create temporary table changed_period on commit drop as
select t.model_id, t.valid_from, t.valid_to, c.released, c.vintage,
  ((c.flags & 1) | case when t.task_group = 1 and t.relation in (0, 1) and c.may_be_mainline then 2 else 0 end) as flags,
  (t.released, t.vintage, t.flags) is distinct from
    (c.released, c.vintage, (c.flags & 1) | case when t.task_group = 1 and t.relation in (0, 1) and c.may_be_mainline then 2 else 0 end) as differs
from changed_trait c
join model_trait t on t.model_id = c.model_id and t.valid_to is not null
where t.released is distinct from c.released or t.rules_version <> @rules_version;

update model_trait t set released = p.released, vintage = p.vintage, flags = p.flags, rules_version = @rules_version
from changed_period p
where t.model_id = p.model_id and t.valid_from = p.valid_from;

insert into model_trait (model_id, valid_from, task_group, size_class, relation, vintage, flags, released, rules_version, source_hash)
select model_id, case when current_from is null then '-infinity'::date else @day::date end, task_group, size_class, relation, vintage, flags, released, @rules_version, source_hash
from changed_trait
where current_from is null or is_new_period;

create temporary table touched_day on commit drop as
select c.model_id, c.current_from as from_day, 'infinity'::date as to_day from changed_trait c where c.differs and c.current_from is not null and not c.is_new_period
union all
select model_id, valid_from, valid_to from changed_period where differs;

analyze touched_day;
update trend_day d set derived_at = null
where d.derived_at is not null and exists (
  select from touched_day t join observation o on o.day = d.day and o.set_id = d.set_id and o.model_id = t.model_id
  where t.from_day <= d.day and t.to_day > d.day limit 1);

-- Days between two sets hold the model's flows alone.
update trend_day d set derived_at = null
from (select distinct f.source_id, f.day from touched_day t join flow f on f.model_id = t.model_id and f.day >= t.from_day and f.day < t.to_day) touched
where d.source_id = touched.source_id and d.day = touched.day and d.set_id is null and d.derived_at is not null;
