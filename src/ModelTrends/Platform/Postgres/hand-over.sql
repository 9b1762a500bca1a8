-- Gives all that the current role owns in this database to the role named by modeltrends.heir. Members of extensions stay what they are.
do $$
declare
    heir text := current_setting('modeltrends.heir');
    self oid := (select oid from pg_roles where rolname = current_user);
    statement text;
begin
    for statement in
        with mine as (
            select 1 as turn, format('alter schema %I owner to %I', nspname, heir) as statement
            from pg_namespace
            where nspowner = self and nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
            union all
            select 2, format('alter %s %s owner to %I', case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, c.oid::regclass, heir)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relowner = self and c.relkind in ('r', 'p', 'v', 'm', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
              -- A column's own sequence goes with its table, and a member of an extension stays with that.
              and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i', 'e') and (c.relkind = 'S' or d.deptype = 'e'))
            union all
            select 3, format('alter routine %s owner to %I', p.oid::regprocedure, heir)
            from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace
            where p.proowner = self and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
              and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
            union all
            select 4, format('alter type %s owner to %I', t.oid::regtype, heir)
            from pg_type t
            join pg_namespace n on n.oid = t.typnamespace
            where t.typowner = self and t.typtype in ('e', 'd', 'r') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
              and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
        )
        select mine.statement from mine order by turn
    loop
        execute statement;
    end loop;
end
$$;
