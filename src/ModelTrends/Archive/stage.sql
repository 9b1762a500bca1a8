-- One file's rows as parsed; the number is the row's place in the file.
create temporary table staged (
  number bigint, day date, key text, name text, namespace text, hub_id text,
  downloads_30d bigint, downloads_all_time bigint, likes integer, trending_rank integer, trending_score double precision,
  pipeline_tag text, library_name text, created_at timestamptz, base_relation text, base_names text[], parameters bigint
) on commit drop;
