using Microsoft.AspNetCore.WebUtilities;

namespace ModelTrends.Pages;

/// <summary>Links that keep the reader's state: all of it is in the address.</summary>
public static class PageLinks
{
    /// <summary>What every link inside the site carries on.</summary>
    private static readonly string[] Kept = ["lang", "theme"];

    /// <summary>This page with some parameters changed; a null value takes one away.</summary>
    public static string With(this HttpRequest request, params (string Name, string? Value)[] changes)
    {
        var parameters = request.Query.ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in changes)
            parameters[name] = value;
        return Address(request.Path, parameters);
    }

    /// <summary>Another page, with the language and theme of this one.</summary>
    public static string To(this HttpRequest request, string path, params (string Name, string? Value)[] parameters)
    {
        var all = Kept.Where(request.Query.ContainsKey).ToDictionary(name => name, name => (string?)request.Query[name].ToString(), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parameters)
            all[name] = value;
        return Address(path, all);
    }

    /// <summary>light or dark when the address says so, else null: then the device decides.</summary>
    public static string? Theme(this HttpRequest request) => request.Query["theme"].ToString() switch
    {
        "light" => "light",
        "dark" => "dark",
        _ => null,
    };

    private static string Address(string path, IEnumerable<KeyValuePair<string, string?>> parameters) =>
        QueryHelpers.AddQueryString(path, parameters.Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
