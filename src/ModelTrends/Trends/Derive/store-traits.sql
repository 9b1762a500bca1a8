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

-- A release has one day, however late it became known: periods that have ended get it too, and with it what it decides.
update model_trait t
set released = c.released, vintage = c.vintage, flags = (c.flags & 1) | case when t.task_group = 1 and t.relation in (0, 1) and c.may_be_mainline then 2 else 0 end
from changed_trait c
where t.model_id = c.model_id and t.valid_to is not null and t.released is distinct from c.released;

insert into model_trait (model_id, valid_from, task_group, size_class, relation, vintage, flags, released, rules_version, source_hash)
select model_id, case when current_from is null then '-infinity'::date else @day::date end, task_group, size_class, relation, vintage, flags, released, @rules_version, source_hash
from changed_trait
where current_from is null or is_new_period;

update trend_day d set derived_at = null
from (
  select distinct o.day, o.set_id from changed_trait c join observation o on o.model_id = c.model_id where c.differs and c.current_from is not null and (not c.is_new_period or (c.has_other_release and o.day < @day::date))
) touched
where d.day = touched.day and d.set_id = touched.set_id and d.derived_at is not null;

-- Days between two sets hold the model's flows alone.
update trend_day d set derived_at = null
from (
  select distinct f.source_id, f.day from changed_trait c join flow f on f.model_id = c.model_id where c.differs and c.current_from is not null and (not c.is_new_period or (c.has_other_release and f.day < @day::date))
) touched
where d.source_id = touched.source_id and d.day = touched.day and d.set_id is null and d.derived_at is not null;
