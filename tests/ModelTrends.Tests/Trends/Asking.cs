using System.Net;
using System.Text.Json.Nodes;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>Questions over HTTP, as a reader of the API asks them.</summary>
internal static class Asking
{
    public static async Task<JsonNode> AskAsync(this TestSite site, string path)
    {
        var answer = await site.Client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    public static string Text(this JsonNode? node, string name) => node![name]!.GetValue<string>();

    public static decimal? Number(this JsonNode? node, string name) => node![name]?.GetValue<decimal>();

    public static JsonNode Row(this JsonNode? rows, string name, string value) => rows!.AsArray().Single(row => row!.Text(name) == value)!;
}
