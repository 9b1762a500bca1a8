-- Run by the server itself in our database, after the roles are there.
-- Months are tables of their own that the application makes; schemas and extensions are for migrations.
grant create, usage on schema public to modeltrends_app, modeltrends_migrate;

grant usage on schema public to modeltrends_read;

revoke all on database modeltrends from public;

grant connect, temporary on database modeltrends to modeltrends_app;

grant connect, temporary, create on database modeltrends to modeltrends_migrate;

grant connect on database modeltrends to modeltrends_read;
