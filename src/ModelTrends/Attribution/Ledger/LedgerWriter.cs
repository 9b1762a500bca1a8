using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Attribution.Ledger;

/// <summary>
/// Computes every answer and copies those that differ from what stands: models the ledger does not have yet straight into it, which are
/// nearly all of a first walk; others into the temporary table of prepare.sql, since their standing rows have to be closed first.
/// </summary>
internal static class LedgerWriter
{
    private const string Columns =
        "model_id, lens, lab_id, country, family_id, generation, part_from, part_to, parts, root_name, root_model_id, depth, rule, evidence, valid_from";

    /// <returns>The number of models with a new answer.</returns>
    public static async Task<int> WriteChangedAsync(
        NpgsqlConnection connection, LineageGraph graph, Registry registry, (long[] Origin, long[] Publisher) standing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = new List<int>();
        var written = 0;
        await using (var copy = await connection.BeginBinaryImportAsync($"copy attribution ({Columns}, recorded_at) from stdin (format binary)", cancellationToken))
        {
            for (var index = 0; index < graph.Count; index++)
            {
                var (publisher, origin) = (standing.Publisher[index], standing.Origin[index]);
                var answer = Answer.Of(graph, index, registry);
                if (publisher != 0 || origin != 0)
                {
                    if (answer.DiffersFrom(publisher, origin)) changed.Add(index);
                    continue;
                }

                await WriteAsync(copy, answer, Lens.Publisher, now, cancellationToken);
                await WriteAsync(copy, answer, Lens.Origin, now, cancellationToken);
                written++;
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using (var copy = await connection.BeginBinaryImportAsync($"copy attribution_new ({Columns}) from stdin (format binary)", cancellationToken))
        {
            foreach (var index in changed)
            {
                var answer = Answer.Of(graph, index, registry);
                if (answer.PublisherPrint != standing.Publisher[index]) await WriteAsync(copy, answer, Lens.Publisher, null, cancellationToken);
                if (answer.OriginPrint != standing.Origin[index]) await WriteAsync(copy, answer, Lens.Origin, null, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        return written + changed.Count;
    }

    /// <summary>Both answers of one model, and their fingerprints.</summary>
    private readonly record struct Answer(LineageModel Model, AttributedPart Publisher, IReadOnlyList<AttributedPart> Origin, long PublisherPrint, long OriginPrint)
    {
        /// <summary>A model is somebody's from the day it was created, as far as anybody told; else from the day it was first seen.</summary>
        public DateOnly ValidFrom => (Model.Created ?? Model.FirstSeen)!.Value;

        public bool DiffersFrom(long publisher, long origin) => PublisherPrint != publisher || OriginPrint != origin;

        public static Answer Of(LineageGraph graph, int index, Registry registry)
        {
            var model = graph[index];
            var answer = new Answer(model, ModelAttribution.Publisher(model, registry), ModelAttribution.Origin(graph, index, registry), 0, 0);
            // Sums wrap around on purpose: only equality matters, and the order of parts does not.
            var origin = 0L;
            foreach (var part in answer.Origin) origin = unchecked(origin + Fingerprint.Of(part, answer.ValidFrom));
            return answer with { PublisherPrint = Fingerprint.Of(answer.Publisher, answer.ValidFrom), OriginPrint = origin };
        }
    }

    /// <param name="now">Null where the table has no time of record.</param>
    private static async Task WriteAsync(NpgsqlBinaryImporter copy, Answer answer, Lens lens, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        if (lens == Lens.Publisher) await WriteAsync(copy, answer, lens, answer.Publisher, now, cancellationToken);
        else foreach (var part in answer.Origin) await WriteAsync(copy, answer, lens, part, now, cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, Answer answer, Lens lens, AttributedPart part, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(answer.Model.Id, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync((short)lens, NpgsqlDbType.Smallint, cancellationToken);
        await copy.WriteAsync(part.Lab.Id, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(part.Lab.Country, NpgsqlDbType.Text, cancellationToken);
        await WriteTextAsync(copy, part.Family?.Id, cancellationToken);
        await WriteTextAsync(copy, part.Generation?.Name, cancellationToken);
        await copy.WriteAsync(part.PartFrom, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(part.PartTo, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(part.Parts, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(part.RootName, NpgsqlDbType.Text, cancellationToken);
        if (part.RootModelId is { } root) await copy.WriteAsync(root, NpgsqlDbType.Integer, cancellationToken);
        else await copy.WriteNullAsync(cancellationToken);
        await copy.WriteAsync(part.Depth, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(part.Rule, NpgsqlDbType.Text, cancellationToken);
        await WriteTextAsync(copy, part.Evidence, cancellationToken);
        await copy.WriteAsync(answer.ValidFrom, NpgsqlDbType.Date, cancellationToken);
        if (now is { } recorded) await copy.WriteAsync(recorded, NpgsqlDbType.TimestampTz, cancellationToken);
    }

    private static async Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken)
    {
        if (text is null) await copy.WriteNullAsync(cancellationToken);
        else await copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
    }
}
