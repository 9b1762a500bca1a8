using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelTrends.Platform.Commands;

/// <summary>A setting whose text is not of its type never reaches the options' own checks; the binder's words are put as theirs are.</summary>
public static partial class UnreadableSetting
{
    /// <returns>The setting, what it holds and what it may hold; null where the exception is about something else.</returns>
    public static string? Describe(InvalidOperationException exception)
    {
        if (Words().Match(exception.Message) is not { Success: true } found)
            return null;
        var type = typeof(UnreadableSetting).Assembly.GetType(found.Groups["type"].Value);
        var allowed = type is { IsEnum: true } ? "one of " + string.Join(", ", Enum.GetNames(type).Select(name => name.ToLower(CultureInfo.InvariantCulture)))
            : found.Groups["type"].Value switch
            {
                "System.Int32" or "System.Int64" => "a whole number",
                "System.Double" or "System.Decimal" => "a number",
                "System.Boolean" => "true or false",
                "System.TimeSpan" => "a time such as 00:05:00 or 1.00:00:00 for a day",
                "System.Uri" => "an address",
                var other => other,
            };
        return $"{found.Groups["key"].Value} is '{found.Groups["value"].Value}' and must be {allowed}.";
    }

    [GeneratedRegex(@"^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']+)' to type '(?<type>[^']+)'", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
