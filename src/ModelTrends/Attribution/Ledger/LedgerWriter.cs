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
        "model_id, lens, lab_id, country, family_id, generation, part_from, part_to, parts, root_name, root_model_id, depth, rule, evidence, valid_from, valid_to";

    /// <summary>Some tenths of a second of work.</summary>
    private const int RowsBetweenChecks = 10_000;

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

                Write(copy, answer, Lens.Publisher, now);
                Write(copy, answer, Lens.Origin, now);
                if (++written % RowsBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using (var copy = await connection.BeginBinaryImportAsync($"copy attribution_new ({Columns}) from stdin (format binary)", cancellationToken))
        {
            foreach (var index in changed)
            {
                var answer = Answer.Of(graph, index, registry);
                if (answer.PublisherPrint != standing.Publisher[index]) Write(copy, answer, Lens.Publisher, null);
                if (answer.OriginPrint != standing.Origin[index]) Write(copy, answer, Lens.Origin, null);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        return written + changed.Count;
    }

    /// <summary>Both answers of one model, and their fingerprints.</summary>
    private readonly record struct Answer(LineageModel Model, IReadOnlyList<AttributedPeriod> Publisher, IReadOnlyList<AttributedPart> Origin, long PublisherPrint, long OriginPrint)
    {
        /// <summary>A model is somebody's from the day it was created, as far as anybody told; else from the day it was first seen.</summary>
        public DateOnly ValidFrom => (Model.Created ?? Model.FirstSeen)!.Value;

        public bool DiffersFrom(long publisher, long origin) => PublisherPrint != publisher || OriginPrint != origin;

        public static Answer Of(LineageGraph graph, int index, Registry registry)
        {
            var model = graph.WithoutBases(index);
            var answer = new Answer(model, ModelAttribution.Publishers(model, registry), ModelAttribution.Origin(graph, index, registry), 0, 0);
            // Sums wrap around on purpose: only equality matters, and the order of parts does not.
            var (origin, publisher) = (0L, 0L);
            foreach (var part in answer.Origin) origin = unchecked(origin + Fingerprint.Of(part, answer.ValidFrom, null));
            foreach (var period in answer.Publisher) publisher = unchecked(publisher + Fingerprint.Of(period.Part, period.From, period.To));
            return answer with { PublisherPrint = publisher, OriginPrint = origin };
        }
    }

    /// <param name="now">Null where the table has no time of record.</param>
    private static void Write(NpgsqlBinaryImporter copy, Answer answer, Lens lens, DateTimeOffset? now)
    {
        if (lens == Lens.Publisher) foreach (var period in answer.Publisher) Write(copy, answer.Model.Id, lens, period, now);
        else foreach (var part in answer.Origin) Write(copy, answer.Model.Id, lens, new AttributedPeriod(part, answer.ValidFrom, null), now);
    }

    /// <summary>Not asynchronous: a hundred million small values are on their way, and waiting for each would take longer than the values.</summary>
    private static void Write(NpgsqlBinaryImporter copy, int modelId, Lens lens, AttributedPeriod period, DateTimeOffset? now)
    {
        var part = period.Part;
        copy.StartRow();
        copy.Write(modelId, NpgsqlDbType.Integer);
        copy.Write((short)lens, NpgsqlDbType.Smallint);
        copy.Write(part.Lab.Id, NpgsqlDbType.Text);
        copy.Write(part.Lab.Country, NpgsqlDbType.Text);
        WriteText(copy, part.Family?.Id);
        WriteText(copy, part.Generation?.Name);
        copy.Write(part.PartFrom, NpgsqlDbType.Integer);
        copy.Write(part.PartTo, NpgsqlDbType.Integer);
        copy.Write(part.Parts, NpgsqlDbType.Integer);
        copy.Write(part.RootName, NpgsqlDbType.Text);
        if (part.RootModelId is { } root) copy.Write(root, NpgsqlDbType.Integer);
        else copy.WriteNull();
        copy.Write(part.Depth, NpgsqlDbType.Integer);
        copy.Write(part.Rule, NpgsqlDbType.Text);
        WriteText(copy, part.Evidence);
        copy.Write(period.From, NpgsqlDbType.Date);
        if (period.To is { } to) copy.Write(to, NpgsqlDbType.Date);
        else copy.WriteNull();
        if (now is { } recorded) copy.Write(recorded, NpgsqlDbType.TimestampTz);
    }

    private static void WriteText(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null) copy.WriteNull();
        else copy.Write(text, NpgsqlDbType.Text);
    }
}
