using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Domain.Labs;
using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>The first places, and the weeks in which a country had at least so many of them.</summary>
public sealed class LeaderboardsModel(ChartSheets sheets, LeaderboardWeeksQuery weeks, PageAnswers answers) : PageModel
{
    public ChartSheet Sheet { get; private set; } = null!;

    public LeaderboardWeeksQuery.Response Weeks { get; private set; } = null!;

    public string Country { get; private set; } = "CN";

    public int AtLeast { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var kind = sheets.Find("leaderboard")!;
        var sheet = await sheets.OpenAsync(kind, kind.Defaults, Request, ["country", "atLeast"], cancellationToken);
        var state = sheet.State;
        var faults = new Dictionary<string, string>(sheet.Faults, StringComparer.Ordinal);
        // By default most of them: four of five, eight of ten.
        AtLeast = Math.Max(1, state.Top * 4 / 5);
        if (Request.Query["country"].ToString() is { Length: > 0 } country)
        {
            if (Countries.IsKnown(country)) Country = country;
            else faults["country"] = "An ISO 3166-1 alpha-2 code in capitals (CN, US, FR), or international, individual, unknown.";
        }

        if (Request.Query["atLeast"].ToString() is { Length: > 0 } text)
        {
            if (int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var least) && least >= 1 && least <= state.Top) AtLeast = least;
            else faults["atLeast"] = $"A number from 1 to {state.Top}.";
        }

        Sheet = sheet with { Faults = faults };
        if (faults.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        Weeks = await answers.GetAsync(
            $"weeks {Sheet.Query} {Country} {AtLeast}", () => weeks.HandleAsync(new LeaderboardWeeksQuery.Query(state.Selection, state.Board, state.Top, Country, AtLeast), CancellationToken.None), cancellationToken);
        return Page();
    }

    /// <summary>Countries with a place on any board, and those asked about most.</summary>
    public IEnumerable<(string Code, string Name)> CountryChoices() => Weeks.Weeks.SelectMany(week => week.Countries.Select(count => count.Country)).Concat(["CN", "US", Country]).Distinct(StringComparer.Ordinal)
        .Select(code => (code, CountryName(code))).OrderBy(choice => choice.Item2, StringComparer.Ordinal);

    public string CountryName(string code) => Sheet.Texts.Country(code, KeyNames.Country(code));
}
