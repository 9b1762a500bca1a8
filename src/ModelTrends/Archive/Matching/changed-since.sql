-- Whether anybody else has changed or added models or names since they were read. Each row knows the transaction that wrote it: one that the
-- reading could not see is later. Parameters: @before, the snapshot they were read in; @own, transactions of this import, to which the running one belongs.
with reading as materialized (
  select @before::pg_snapshot as snapshot, age(pg_snapshot_xmin(@before::pg_snapshot)::xid) as age,
    pg_current_xact_id()::text::bigint as now, @own::text[]::xid[] || pg_current_xact_id()::xid as own
)
select exists (select from model where {is_later}) or exists (select from model_name where {is_later});
