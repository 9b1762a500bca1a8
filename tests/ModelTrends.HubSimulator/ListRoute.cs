using System.Text.Json;

namespace ModelTrends.HubSimulator;

/// <summary><c>GET /api/models</c>, with what can go wrong on the way.</summary>
internal sealed class ListRoute(SimulatedHub hub, FaultPlan plan, RequestFaults requestFaults)
{
    private readonly ListPage _pages = new(hub);

    public async Task AnswerAsync(HttpContext http)
    {
        var (query, problem) = ListQuery.Read(http.Request, hub);
        if (query is null)
        {
            await Answers.ErrorAsync(http, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        var fault = plan.Next(query.Cursor is not null);
        if (fault is { } refused && await requestFaults.RefuseAsync(http, refused))
            return;

        var (rows, next, given) = Page(query, fault);
        if (next is not null)
            WriteLinks(http, query, next.Encode(query.IsSearch));
        var body = Answers.Render(json =>
        {
            json.WriteStartArray();
            if (fault is Fault.MalformedRows)
                WriteMalformed(json);
            foreach (var model in rows)
                ModelJson.WriteRow(json, model, hub, query);
            json.WriteEndArray();
        });
        if (given is { } broken)
            await requestFaults.SendBrokenAsync(http, body.WrittenMemory, broken);
        else
            await Answers.JsonAsync(http, body.WrittenMemory);
    }

    /// <returns>The rows, where the next page begins, and a fault left for the body.</returns>
    private (List<SimulatedModel> Rows, Position? Next, Fault? Body) Page(ListQuery query, Fault? fault)
    {
        if (fault is Fault.DirectionIgnored && query.IsById)
            return Split(_pages.Take(query with { Ascending = !query.Ascending, Cursor = null }));
        var (rows, next) = _pages.Take(query);
        switch (fault)
        {
            case Fault.ShortPage when rows.Count > 2:
                rows = rows[..(rows.Count / 3 + 1)];
                return (rows, _pages.After(query, rows[^1]), null);
            case Fault.EmptyPage when query.IsById && query.Ascending:
                // The next page begins where this one should have; '!' makes another cursor that means the same.
                return ([], new Position(null, null, (query.Cursor?.Id ?? "") + "!", true), null);
            case Fault.RepeatedCursor:
                return (rows, query.Cursor, null);
            case Fault.DoubledRow when query.IsById && hub.ById.FirstOrDefault(model => model.Id == query.Cursor!.Id) is { } before && hub.IsListed(before):
                rows.Insert(0, before);
                return (rows, next, null);
            default:
                return (rows, next, fault is { } of && RequestFaults.IsOfBody(of) ? fault : null);
        }

        static (List<SimulatedModel>, Position?, Fault?) Split((List<SimulatedModel> Rows, Position? Next) page) => (page.Rows, page.Next, null);
    }

    private void WriteLinks(HttpContext http, ListQuery query, string cursor)
    {
        var place = (hub.Options.LinkBase ?? $"{http.Request.Scheme}://{http.Request.Host}").TrimEnd('/');
        http.Response.Headers.Append("Link", "</.well-known/ai-catalog.json>; rel=\"ai-catalog\"; type=\"application/ai-catalog+json\"");
        http.Response.Headers.Append("Link", $"<{place}/api/models{query.Normalised}{(query.Normalised.Length > 0 ? "&" : "?")}cursor={Uri.EscapeDataString(cursor)}>; rel=\"next\"");
    }

    private static void WriteMalformed(Utf8JsonWriter json)
    {
        json.WriteRawValue("""{"id":"somebody/without-an-id","downloads":1}""");
        json.WriteRawValue("""{"_id":"000000000000000000000001","id":"somebody/with-words-for-numbers","downloads":"many"}""");
        json.WriteRawValue("""{"_id":"000000000000000000000002","id":"somebody/below-zero","downloads":-1}""");
        json.WriteRawValue("""{"_id":"000000000000000000000003","id":"<script>alert(1)</script>"}""");
        json.WriteRawValue("null");
        json.WriteRawValue("""["nested",{"_id":1}]""");
    }
}
