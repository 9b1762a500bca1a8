using System.Net;
using System.Text.Json;

namespace ModelTrends.HuggingFace;

/// <summary>A final answer. <paramref name="Body"/> is there for 200 only; <paramref name="Error"/> for all others.</summary>
/// <param name="Location">Of a redirect, as sent.</param>
internal sealed record HubAnswer<T>(HttpStatusCode Status, T? Body, string? NextCursor, string? Location, HubError? Error)
    where T : class;

/// <summary>What the Hub says went wrong, in any of the shapes it uses, cut to a line that can be shown.</summary>
internal sealed record HubError(string Text, string? Code)
{
    private const int LongestText = 300;

    public static HubError Read(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var text = FromJson(body) ?? Header(response, "X-Error-Message") ?? "";
        return new HubError(OneLine(text), Header(response, "X-Error-Code"));
    }

    /// <summary>The names in <c>"expand" must be one of [author, baseModels, …]</c>; empty where the text says something else.</summary>
    public static IReadOnlyList<string> AllowedExpand(ReadOnlySpan<byte> body)
    {
        var text = FromJson(body) ?? "";
        var start = text.IndexOf("must be one of [", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(']', start);
        return end < 0 || !text.Contains("expand", StringComparison.Ordinal)
            ? []
            : text[(start + 16)..end].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary><c>{"error":"…"}</c>, <c>{"error":["…"]}</c>, <c>{"errors":[{"message":"…"}]}</c>, or plain text; null for pages.</summary>
    private static string? FromJson(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] == '<')
            return null;
        if (body[0] != '{')
            return System.Text.Encoding.UTF8.GetString(body);
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.TryGetProperty("error", out var error))
                return error.ValueKind == JsonValueKind.Array ? string.Join(' ', error.EnumerateArray().Select(item => item.ToString())) : error.ToString();
            if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
                return string.Join(' ', errors.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("message", out var message) ? message.ToString() : item.ToString()));
            return null;
        }
        catch (JsonException)
        {
            // An error that is no JSON still is an error; its status says enough.
            return null;
        }
    }

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(c => !char.IsControl(c) && c is not ('<' or '>')));
        return line.Length <= LongestText ? line : line[..LongestText] + "…";
    }
}
