-- How to take away and to make again the indexes of models and names that are not unique, and the names' foreign key, which is checked at once then.
select format('drop index %I', c.relname), pg_get_indexdef(i.indexrelid)
from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid in ('model'::regclass, 'model_name'::regclass) and not i.indisunique
union all
select format('alter table model_name drop constraint %I', conname), format('alter table model_name add constraint %I %s', conname, pg_get_constraintdef(oid))
from pg_constraint
where conrelid = 'model_name'::regclass and contype = 'f'
order by 1
