"""Makes the bundled archives in the layout of `import` from the recordings they come from. Usage: make.py RECORDINGS_FOLDER"""
import csv, gzip, io, json, pathlib, sys

source, here = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent


def lines(path):
    with gzip.open(source / path, "rt", encoding="utf-8") as file:
        yield from file


def write(name, columns, rows):
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows(rows)
    # No time of making in the file: the same recordings give the same bytes.
    with open(here / f"{name}.csv.gz", "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0, compresslevel=9) as packed:
        packed.write(text.getvalue().encode())


def bases(tags):
    return ";".join(tag for tag in tags if tag.startswith("base_model:"))


def trending():
    last = {}
    for line in lines("trending-2026-spring/captures.jsonl.gz"):
        capture = json.loads(line)
        last[capture["captured_at"][:10]] = capture["payload"]["models"]
    for day, models in sorted(last.items()):
        for m in models:
            yield [day, m["id"], m["downloads"], m["likes"], m["rank"], m["trendingScore"], m["pipelineTag"], m["libraryName"], m["createdAt"], bases(m["tags"])]


def embeddings():
    for m in csv.DictReader(lines("embedding-models-2024-2026/daily.csv.gz")):
        parameters = m["numParameters"]
        yield [m["date"], m["id"], m["downloads"], m["likes"], m["trending_rank"], m["pipeline_tag"], int(float(parameters)) if parameters else ""]


def catalogue():
    for line in lines("llm-catalogue-2026/captures_slim.jsonl.gz"):
        capture = json.loads(line)
        for m in capture["models"]:
            # Zero stands for "not looked up" in this catalogue.
            if m["hf_downloads"]:
                yield [capture["commit_date"][:10], m["name"], m["hf_downloads"], m["hf_likes"] or "", m["pipeline_tag"] or "", m["parameters_raw"] or ""]


def radar():
    for line in lines("radar-2026-08/models_2026-08-22.jsonl.gz"):
        m = json.loads(line)
        if not m["removed"]:
            yield ["2026-08-22", m["id"], m["downloads_30d"], m["likes"], m["trending_score"], m["pipeline_tag"] or "", m["library"] or "", m["created_at"], bases(m["tags"]), m["parameters"] or ""]


write("trending-2026-spring", ["day", "model_id", "downloads_30d", "likes", "trending_rank", "trending_score", "pipeline_tag", "library_name", "created_at", "tags"], trending())
write("embedding-models-2024-2026", ["day", "model_id", "downloads_30d", "likes", "trending_rank", "pipeline_tag", "parameters"], embeddings())
write("llm-catalogue-2026", ["day", "model_id", "downloads_30d", "likes", "pipeline_tag", "parameters"], catalogue())
write("radar-2026-08", ["day", "model_id", "downloads_30d", "likes", "trending_score", "pipeline_tag", "library_name", "created_at", "tags", "parameters"], radar())
