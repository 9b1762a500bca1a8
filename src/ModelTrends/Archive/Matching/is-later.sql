case
  when age(xmin) > (select age from reading) or xmin = any((select own from reading)::xid[]) then false
  -- Numbers of transactions come round again; with what came before, they do not.
  else not pg_visible_in_snapshot(((select now from reading) - age(xmin))::text::xid8, (select snapshot from reading))
end
