-- Whether anybody else has changed or added models or names since. Parameters: @since, the oldest transaction that was running when they were read;
-- @own, transactions of this import, to which the running one belongs.
with since as materialized (select age(@since::text::xid) as age), own as materialized (select @own::text[]::xid[] || pg_current_xact_id()::xid as ids)
select exists (select from model where age(xmin) <= (select age from since) and xmin <> all((select ids from own)::xid[]))
  or exists (select from model_name where age(xmin) <= (select age from since) and xmin <> all((select ids from own)::xid[]));
