-- A row is closed the moment its successor is recorded; a clock that went back must not make a row end before it began.
update attribution a
set superseded_at = greatest(@now, a.recorded_at)
from (select distinct model_id, lens from attribution_new) n
where a.model_id = n.model_id and a.lens = n.lens and a.superseded_at is null;

insert into attribution (model_id, lens, lab_id, country, family_id, generation, part_from, part_to, parts, root_name, root_model_id,
                         depth, rule, evidence, valid_from, valid_to, recorded_at)
select model_id, lens, lab_id, country, family_id, generation, part_from, part_to, parts, root_name, root_model_id,
       depth, rule, evidence, valid_from, valid_to, @now
from attribution_new;
