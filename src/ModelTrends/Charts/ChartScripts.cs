using System.IO.Compression;
using ModelTrends.Charts.Drawing;

namespace ModelTrends.Charts;

/// <summary>ECharts and our part of it from our own origin, the same bytes the server draws with.</summary>
public static class ChartScripts
{
    public const string ECharts = "/lib/echarts/echarts.common.min.js";
    public const string Runtime = "/lib/echarts/chart-runtime.js";

    private static readonly Lazy<byte[]> EChartsGzip = new(() => Gzip(File.ReadAllBytes(ChartEngine.EChartsFile)));
    private static readonly Lazy<byte[]> RuntimeGzip = new(() => Gzip(System.Text.Encoding.UTF8.GetBytes(ChartEngine.Resource("chart-runtime.js"))));

    public static void MapChartScripts(this WebApplication app)
    {
        app.MapGet(ECharts, (HttpContext http) => Script(http, EChartsGzip.Value)).ExcludeFromDescription();
        app.MapGet(Runtime, (HttpContext http) => Script(http, RuntimeGzip.Value)).ExcludeFromDescription();
    }

    private static IResult Script(HttpContext http, byte[] gzip)
    {
        http.Response.Headers.Vary = "Accept-Encoding";
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return Platform.Answers.AnswerRoutes.Bytes(http, Plain(gzip), "text/javascript; charset=utf-8", TimeSpan.FromDays(1));
        http.Response.Headers.ContentEncoding = "gzip";
        return Platform.Answers.AnswerRoutes.Bytes(http, gzip, "text/javascript; charset=utf-8", TimeSpan.FromDays(1));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var zip = new GZipStream(target, CompressionLevel.SmallestSize))
            zip.Write(bytes);
        return target.ToArray();
    }

    private static byte[] Plain(byte[] gzip)
    {
        using var source = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }
}
