-- Models whose fields differ from those their traits came from. hashtext is stable within a major version; another one only costs work.
select m.id, m.name, m.pipeline_tag, m.parameters, m.base_relation, (m.created_at at time zone 'UTC')::date as created,
  hashtext(concat_ws('|', m.name, coalesce(m.pipeline_tag, '-'), coalesce(m.parameters, -1), coalesce(m.base_relation, '-'), coalesce(m.created_at at time zone 'UTC', '-infinity'), @releases)) as source_hash
from model m
left join model_trait t on t.model_id = m.id and t.valid_to is null
where t.model_id is null or t.rules_version <> @rules_version
  or t.source_hash <> hashtext(concat_ws('|', m.name, coalesce(m.pipeline_tag, '-'), coalesce(m.parameters, -1), coalesce(m.base_relation, '-'), coalesce(m.created_at at time zone 'UTC', '-infinity'), @releases))
