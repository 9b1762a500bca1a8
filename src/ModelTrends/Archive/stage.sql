-- One file's rows as parsed; the number is the row's place in the file.
create temporary table staged (
  number bigint, day date, name text, hub_id text,
  downloads_30d bigint, downloads_all_time bigint, likes integer, trending_rank integer, trending_score double precision,
  pipeline_tag text, library_name text, created_at timestamptz, base_relation text, base_names text[], parameters bigint
) on commit drop;

-- What is stored of each row in the end: whose it is, and its counts. told: the row says something of its model that is not stored yet;
-- older: it is of a day before the model was known.
create temporary table incoming (
  number bigint, day date, model_id integer,
  downloads_30d bigint, downloads_all_time bigint, likes integer, trending_rank integer, trending_score double precision, told boolean, older boolean
) on commit drop;

-- Models that rows written at once tell to be older.
create temporary table older_seen (model_id integer, day date) on commit drop;
