using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>Every route that the API describes is asked badly in every way there is; the description says where to begin.</summary>
public sealed class BadQuestionTests(SampleSite sample) : IClassFixture<SampleSite>, IAsyncLifetime
{
    private const string Script = "<script>alert(1)</script>";

    private readonly TestSite _site = sample.Site;
    private Route[] _routes = [];

    private sealed record Route(string Path, JsonNode[] Parameters)
    {
        /// <summary>Without what the route must have, a question is at fault before it is looked at.</summary>
        public string Needed => Path.Contains("/search", StringComparison.Ordinal) ? "q=qwen" : "";

        public string Ask(string query) => $"{Path}?{(Needed.Length > 0 && !query.StartsWith("q=", StringComparison.Ordinal) ? Needed + "&" : "")}{query}";

        public bool IsCsv => Path.EndsWith(".csv", StringComparison.Ordinal);

        public bool Has(string name) => Parameters.Any(p => p.Text("name") == name);
    }

    public async ValueTask InitializeAsync()
    {
        var paths = (await _site.AskAsync("/openapi/v1.json"))["paths"]!.AsObject().Where(path => path.Key.StartsWith("/api/v1/", StringComparison.Ordinal) && path.Value!["get"] is not null);
        _routes = [.. paths.Select(path => new Route(
            path.Key.Replace("{owner}/{name}", "Qwen/Qwen3-8B", StringComparison.Ordinal).Replace("labs/{id}", "labs/alibaba", StringComparison.Ordinal).Replace("families/{id}", "families/qwen", StringComparison.Ordinal),
            [.. (path.Value!["get"]!["parameters"]?.AsArray() ?? []).Where(p => p.Text("in") == "query").Select(p => p!)]))];
        _routes.Length.ShouldBeGreaterThan(40);
        _routes.ShouldAllBe(route => !route.Path.Contains('{'));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_route_has_the_same_rows_as_csv_and_the_same_bytes_each_time()
    {
        var asked = _routes.Where(route => !route.IsCsv && !route.Path.EndsWith("/series", StringComparison.Ordinal)).Select(route => route.Path["/api/v1/".Length..]).ToArray();
        asked.Order(StringComparer.Ordinal).ShouldBe(AnswerForms.Routes.Order(StringComparer.Ordinal), "a new route needs its line");
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var route in asked)
            rows[route] = await AnswerForms.CompareAsync(_site, route == "search" ? "search?q=qwen" : route);

        // The sample has no polls, no counters to take flows from, and no two sources of one day that differ.
        rows.Where(route => route.Value == 0).Select(route => route.Key).Except(["polls", "growth", "adoption", "first-million", "sources/differences"], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_parameter_that_does_not_exist_is_named() =>
        await RefusedAsync(_routes.Select(route => (route.Ask("nonsense=1"), "nonsense")));

    [Fact]
    public async Task A_value_of_the_wrong_kind_is_named() => await RefusedAsync(
        from route in _routes
        from parameter in route.Parameters
        let name = parameter.Text("name")
        let wrong = Wrong(parameter["schema"]!)
        from value in route.IsCsv ? wrong.Take(1) : wrong
        select (route.Ask($"{name}={Uri.EscapeDataString(value)}"), name));

    [Fact]
    public async Task A_parameter_given_twice_or_too_long_or_with_control_characters_is_named() => await RefusedAsync(
        _routes.SelectMany(route => route.Parameters, (route, parameter) => (Route: route, Name: parameter.Text("name")))
            .Select((asked, i) => (asked.Route.Ask(Faulty(asked.Name, i)), asked.Name)));

    [Fact]
    public async Task An_interval_that_ends_before_it_begins_is_named() =>
        await RefusedAsync(_routes.Where(route => route.Has("from") && route.Has("to")).Select(route => (route.Ask("from=2026-05-02&to=2026-05-01"), "from")));

    [Fact]
    public async Task Five_hundred_keys_are_too_many() =>
        await RefusedAsync(_routes.Where(route => route.Has("keys")).Select(route => (route.Ask("keys=" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"k{i}"))), "keys")));

    [Fact]
    public async Task Unknown_keys_and_scripts_in_them_are_named() => await RefusedAsync(
        from route in _routes
        from name in new[] { "keys", "key", "a", "b", "country", "source" }
        where route.Has(name)
        from value in new[] { "no-such-key", Script }
        select (route.Ask($"{name}={Uri.EscapeDataString(value)}"), name));

    [Fact]
    public async Task An_interval_without_data_is_empty_with_a_note_and_never_a_zero()
    {
        var wrong = new List<string>();
        foreach (var (route, query) in Fitting(_routes.Where(route => !route.IsCsv), "from=1990-01-01&to=1990-01-31", "day=1990-01-01", "from=2199-01-01&to=2199-01-31"))
        {
            var answer = await _site.AskAsync(route.Ask(query));
            if (answer["meta"]!["notes"]!.AsArray().Count == 0) wrong.Add($"{route.Ask(query)} has no note");
            foreach (var field in new[] { "total", "value", "share", "hhi", "gini", "models", "labs", "week" })
                if (Values(answer, field).Any(value => value is JsonValue)) wrong.Add($"{field} of {route.Ask(query)}: {answer.ToJsonString()}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_ends_of_the_calendar_are_refused_or_answered()
    {
        var wrong = new List<string>();
        foreach (var (route, query) in Fitting(_routes, "from=0001-01-01", "to=9999-12-31", "from=1900-01-01&to=2999-12-31", "day=9999-12-31", "day=1900-01-01", "day=2999-12-31", "to=1900-01-01&interval=month", "from=2999-12-31&interval=week"))
        {
            var status = (await _site.Client.GetAsync(route.Ask(query))).StatusCode;
            if (status is not (HttpStatusCode.OK or HttpStatusCode.BadRequest)) wrong.Add($"{status} {route.Ask(query)}");
        }

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/v1/models/nobody/nothing")]
    [InlineData("/api/v1/models/nobody/nothing/series")]
    [InlineData("/api/v1/models/nobody/nothing/series.csv")]
    [InlineData("/api/v1/labs/nobody")]
    [InlineData("/api/v1/families/nothing")]
    [InlineData("/api/v1/nonsense")]
    [InlineData("/api/v1/labs/%3Cscript%3E")]
    public async Task What_is_not_there_is_a_404_with_a_problem(string path)
    {
        var answer = await _site.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    private async Task RefusedAsync(IEnumerable<(string Path, string Name)> questions)
    {
        var wrong = new List<string>();
        var asked = 0;
        foreach (var (path, name) in questions)
        {
            asked++;
            var answer = await _site.Client.GetAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.BadRequest || answer.Content.Headers.ContentType?.MediaType != "application/problem+json" || JsonNode.Parse(text)!["errors"]?[name] is null)
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {path[..Math.Min(path.Length, 150)]}: {text[..Math.Min(text.Length, 200)]}"));
        }

        asked.ShouldBeGreaterThan(0);
        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<(Route Route, string Query)> Fitting(IEnumerable<Route> routes, params string[] queries) =>
        routes.SelectMany(route => queries.Where(query => query.Split('&').All(pair => route.Has(pair.Split('=')[0]))), (route, query) => (route, query));

    private static string Faulty(string name, int turn) => (turn % 3) switch { 0 => $"{name}=a&{name}=b", 1 => $"{name}={new string('x', 5000)}", _ => $"{name}=a%00b" };

    private static IEnumerable<string> Wrong(JsonNode schema)
    {
        if (schema["enum"] is not null) return ["no-such-value", Script];
        return (schema["type"]?.GetValue<string>(), schema["format"]?.GetValue<string>()) switch
        {
            ("integer", _) => ["-1", "1.5", "99999999999999999999", "many", Script],
            ("boolean", _) => ["maybe", Script],
            (_, "date") => ["23.11.2026", "2026-02-30", "yesterday", Script],
            (_, "date-time") => ["23rd of May", Script],
            _ => [],
        };
    }

    /// <summary>Published claims are numbers of others, whatever we observed.</summary>
    private static IEnumerable<JsonNode?> Values(JsonNode? node, string name) => node switch
    {
        JsonObject fields => fields.Where(field => field.Key is not ("meta" or "claims")).SelectMany(field => field.Key == name ? [field.Value] : Values(field.Value, name)),
        JsonArray rows => rows.SelectMany(row => Values(row, name)),
        _ => [],
    };
}
