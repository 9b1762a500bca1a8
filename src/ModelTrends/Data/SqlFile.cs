using System.Collections.Concurrent;

namespace ModelTrends.Data;

/// <summary>SQL for sets lives in a <c>.sql</c> file beside the class that runs it; parameters go by name (<c>@day</c>).</summary>
public static class SqlFile
{
    private static readonly ConcurrentDictionary<(Type, string), string> Texts = new();

    /// <summary>The text of <paramref name="fileName"/> in the folder (namespace) of <typeparamref name="TCaller"/>.</summary>
    public static string Read<TCaller>(string fileName) => Texts.GetOrAdd((typeof(TCaller), fileName), static key =>
    {
        var resource = $"{key.Item1.Namespace}.{key.Item2}";
        using var stream = key.Item1.Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no embedded SQL file {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });
}
