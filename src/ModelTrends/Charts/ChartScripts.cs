using System.IO.Compression;
using ModelTrends.Charts.Drawing;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Charts;

/// <summary>ECharts and our part of it from our own origin, the same bytes the server draws with.</summary>
public static class ChartScripts
{
    public const string ECharts = "/lib/echarts/echarts.js";
    public const string Runtime = "/lib/echarts/chart-runtime.js";

    /// <summary>Of the body, by the coding the reader takes; the build has pressed ECharts already.</summary>
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Library = new(() => new Dictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["br"] = File.ReadAllBytes(ChartEngine.EChartsFile + ".br"), ["gzip"] = File.ReadAllBytes(ChartEngine.EChartsFile + ".gz"), [""] = File.ReadAllBytes(ChartEngine.EChartsFile),
    });

    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Ours = new(() =>
    {
        var plain = System.Text.Encoding.UTF8.GetBytes(ChartEngine.Resource("chart-runtime.js"));
        return new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["gzip"] = Gzip(plain), [""] = plain };
    });

    public static void MapChartScripts(this WebApplication app)
    {
        app.MapGet(ECharts, (HttpContext http) => Script(http, Library.Value)).ExcludeFromDescription();
        app.MapGet(Runtime, (HttpContext http) => Script(http, Ours.Value)).ExcludeFromDescription();
    }

    private static IResult Script(HttpContext http, IReadOnlyDictionary<string, byte[]> bodies)
    {
        http.Response.Headers.Vary = "Accept-Encoding";
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var coding = new[] { "br", "gzip" }.FirstOrDefault(coding => bodies.ContainsKey(coding) && accepted.Contains(coding, StringComparison.OrdinalIgnoreCase)) ?? "";
        if (coding.Length > 0) http.Response.Headers.ContentEncoding = coding;
        return AnswerRoutes.Bytes(http, bodies[coding], "text/javascript; charset=utf-8", TimeSpan.FromDays(1));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var zip = new GZipStream(target, CompressionLevel.SmallestSize))
            zip.Write(bytes);
        return target.ToArray();
    }
}
