-- Run by the server itself, before it listens. Every statement may be run again: an earlier start may have been killed half-way.
-- Statements end with an empty line; there is none inside of one.
do $$
declare
    role text;
begin
    foreach role in array array['modeltrends_app', 'modeltrends_migrate', 'modeltrends_read'] loop
        if not exists (select from pg_roles where rolname = role) then execute format('create role %I', role); end if;
        execute format('alter role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role);
    end loop;
end
$$;

alter role modeltrends password :'modeltrends';

alter role modeltrends_app password :'modeltrends_app';

alter role modeltrends_migrate password :'modeltrends_migrate';

alter role modeltrends_read password :'modeltrends_read';

-- What migrations make is handed to the application, and they change what is the application's.
grant modeltrends_app to modeltrends_migrate;
