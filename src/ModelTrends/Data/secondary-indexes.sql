-- How to take away and to make again the indexes of @tables that are not unique, and the foreign keys of @referring, which are checked at once then.
select format('drop index %I', c.relname), pg_get_indexdef(i.indexrelid)
from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid = any(@tables::text[]::regclass[]) and not i.indisunique
union all
select format('alter table %s drop constraint %I', conrelid::regclass, conname), format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
from pg_constraint
where conrelid = any(@referring::text[]::regclass[]) and contype = 'f'
order by 1
