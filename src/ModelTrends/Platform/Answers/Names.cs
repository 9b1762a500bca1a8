using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelTrends.Platform.Answers;

/// <summary>Names of enum members as the API spells them: <see cref="JsonStringEnumMemberNameAttribute"/>, else camelCase.</summary>
public static class Names
{
    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    public static string Of(Enum value) => Known.GetOrAdd(value, static v =>
        v.GetType().GetField(v.ToString())?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));

    public static IReadOnlyList<string> All<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => Of(value))];

    public static bool TryParse<T>(string text, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (!string.Equals(Of(candidate), text, StringComparison.OrdinalIgnoreCase)) continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }
}
