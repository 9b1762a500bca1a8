-- One page, or the few that were waiting; emptied by each commit.
create temporary table if not exists staged_page (
  hub_id text not null,
  model_id integer,
  name text not null,
  namespace text not null,
  created_at timestamptz,
  pipeline_tag text,
  library_name text,
  parameters bigint,
  base_relation text,
  base_names text[] not null,
  base_hub_ids text[] not null,
  downloads_30d bigint,
  downloads_all_time bigint,
  likes integer,
  trending_rank integer,
  trending_score double precision
) on commit delete rows;
