using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Attribution.Ledger;

/// <summary>Computes every answer and copies those that differ from what stands into the temporary table of prepare.sql.</summary>
internal static class LedgerWriter
{
    /// <returns>The number of models with a new answer.</returns>
    public static async Task<int> WriteChangedAsync(
        NpgsqlConnection connection, LineageGraph graph, Registry registry, (long[] Origin, long[] Publisher) standing, CancellationToken cancellationToken)
    {
        var written = 0;
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy attribution_new (model_id, lens, lab_id, country, family_id, generation, part_from, part_to, parts, root_name, root_model_id, depth, rule, evidence, valid_from)
            from stdin (format binary)
            """,
            cancellationToken);
        for (var index = 0; index < graph.Count; index++)
        {
            var model = graph[index];
            var publisher = ModelAttribution.Publisher(model, registry);
            var origin = ModelAttribution.Origin(graph, index, registry);
            var publisherMoved = standing.Publisher[index] != Fingerprint.Of(publisher, ValidFrom(model));
            var originMoved = standing.Origin[index] != FingerprintOf(origin, ValidFrom(model));
            if (publisherMoved) await WriteAsync(copy, model, Lens.Publisher, publisher, cancellationToken);
            if (originMoved)
            {
                foreach (var part in origin) await WriteAsync(copy, model, Lens.Origin, part, cancellationToken);
            }

            if (publisherMoved || originMoved) written++;
        }

        await copy.CompleteAsync(cancellationToken);
        return written;
    }

    /// <summary>A model is somebody's from the day it was created, as far as anybody told; else from the day it was first seen.</summary>
    private static DateOnly ValidFrom(LineageModel model) => (model.Created ?? model.FirstSeen)!.Value;

    /// <summary>Wraps around on purpose: only equality matters.</summary>
    private static long FingerprintOf(IReadOnlyList<AttributedPart> parts, DateOnly validFrom)
    {
        var sum = 0L;
        foreach (var part in parts) sum = unchecked(sum + Fingerprint.Of(part, validFrom));
        return sum;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, LineageModel model, Lens lens, AttributedPart part, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(model.Id, NpgsqlDbType.Integer, cancellationToken);
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
        await copy.WriteAsync(ValidFrom(model), NpgsqlDbType.Date, cancellationToken);
    }

    private static async Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken)
    {
        if (text is null) await copy.WriteNullAsync(cancellationToken);
        else await copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
    }
}
