using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Attribution.Answers;
using ModelTrends.Attribution.Ledger;

namespace ModelTrends.Pages.Changes;

/// <summary>Every version of the registry and what it moved: nobody has to wonder whether a share moved because a lab did.</summary>
public sealed class IndexModel(VersionsAnswer versions) : PageModel
{
    /// <summary>The latest; all of them are in the API.</summary>
    private const int Most = 20;

    private static readonly JsonSerializerOptions ReportJson = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public sealed record Change(VersionsAnswer.Row Version, LedgerChange? Report)
    {
        /// <summary>Countries whose models or downloads are others than before.</summary>
        public IReadOnlyList<CountryMove> Countries => [.. (Report?.Countries ?? []).Where(move => move.Before != move.After || move.ModelsBefore != move.ModelsAfter)];
    }

    public IReadOnlyList<Change> Changes { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Changes = [.. (await versions.HandleAsync(null, cancellationToken))!.Versions.Take(Most).Select(row => new Change(row, row.Report?.Deserialize<LedgerChange>(ReportJson)))];
}
