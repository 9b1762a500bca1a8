-- Lets the role named by modeltrends.reader read the numbers, where there is one. What tells of persons or opens doors (a column of that
-- meaning, in the table itself) stays closed, and so do Hangfire's tables; a new table of that kind needs nothing to be remembered here.
do $$
declare
    reader text := current_setting('modeltrends.reader');
    statement text;
begin
    if not exists (select from pg_roles where rolname = reader) then return; end if;
    for statement in
        select format(case when has_table_privilege(reader, c.oid, 'select') = personal.yes then
            case when personal.yes then 'revoke all on %s from %I' else 'grant select on %s to %I' end end, c.oid::regclass, reader)
        from pg_class c
        cross join lateral (
            select exists (
                select from pg_attribute a
                where a.attrelid = c.oid and not a.attisdropped and a.attnum > 0
                  and a.attname ~ '(^|_)(email|subscriber_id|token_hash|secret|password|xml|message)($|_)'
            ) as yes
        ) personal
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    loop
        if statement is not null then execute statement; end if;
    end loop;
end
$$;
