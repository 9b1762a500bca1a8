using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ClearScript;
using Microsoft.ClearScript.V8;
using ModelTrends.Platform;

namespace ModelTrends.Charts.Drawing;

/// <summary>ECharts in one V8 isolate. Used by one thread at a time.</summary>
internal sealed partial class ChartEngine : IDisposable
{
    private static readonly Lazy<IReadOnlyList<(string Name, string Code, byte[] Cache)>> Scripts = new(Compile);

    private readonly V8ScriptEngine _engine;
    private readonly Func<string, string, double> _measure;
    private readonly DrawingOptions _options;
    private readonly TimeProvider _time;
    private int _pictures;

    public ChartEngine(TextMeasure measure, DrawingOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _measure = (text, font) => Measure(measure, text, font);
        // The hard limit of the heap: four times the soft one, so that a large chart is drawn and the engine replaced afterwards.
        var constraints = new V8RuntimeConstraints { MaxOldSpaceSize = options.HeapMegabytes * 4 };
        _engine = new V8ScriptEngine("chart", constraints, V8ScriptEngineFlags.DisableGlobalMembers);
        foreach (var (name, code, cache) in Scripts.Value)
        {
            using var script = _engine.Compile(new DocumentInfo(name), code, V8CacheKind.Code, cache, out _);
            _engine.Execute(script);
        }
    }

    /// <summary>True when the engine should make room for a fresh one.</summary>
    public bool IsWorn { get; private set; }

    public string Draw(string optionJson, int width, int height)
    {
        var finished = 0;
        using var guard = _time.CreateTimer(_ =>
        {
            if (Volatile.Read(ref finished) == 0) _engine.Interrupt();
        }, null, _options.LongestDrawing, Timeout.InfiniteTimeSpan);
        try
        {
            return (string)_engine.Invoke("modelTrendsDraw", optionJson, width, height, _measure);
        }
        catch (Exception exception) when (exception is ScriptEngineException or ScriptInterruptedException)
        {
            IsWorn = true;
            throw new DrawingFailedException(exception is ScriptInterruptedException ? $"The chart was not drawn within {_options.LongestDrawing}." : $"ECharts refused the chart: {exception.Message}", exception);
        }
        finally
        {
            Volatile.Write(ref finished, 1);
            IsWorn |= ++_pictures >= _options.PicturesAnEngine;
            // Asking for the heap's size costs more than it tells after every picture.
            if (_pictures % 16 == 0)
                IsWorn |= _engine.GetRuntimeHeapInfo().TotalHeapSize > (ulong)_options.HeapMegabytes * 1024 * 1024;
        }
    }

    public void Dispose() => _engine.Dispose();

    private static double Measure(TextMeasure measure, string text, string font)
    {
        var match = FontSize().Match(font);
        var size = match.Success ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 12;
        return measure.Width(text, size, BoldFont().IsMatch(font));
    }

    private static List<(string Name, string Code, byte[] Cache)> Compile()
    {
        using var engine = new V8ScriptEngine("compile");
        var compiled = new List<(string, string, byte[])>();
        foreach (var (name, code) in new[] { ("engine.js", Resource("engine.js")), ("echarts.js", File.ReadAllText(EChartsFile)), ("chart-runtime.js", Resource("chart-runtime.js")) })
        {
            using var script = engine.Compile(new DocumentInfo(name), code, V8CacheKind.Code, out var cache);
            compiled.Add((name, code, cache));
        }

        return compiled;
    }

    /// <summary>Lines, bars, scatter and grids: everything our charts use, at two thirds of the size of the whole.</summary>
    public static string EChartsFile => Path.Combine(Places.WebRoot, "echarts", "echarts.js");

    public static string Resource(string name)
    {
        using var stream = typeof(ChartEngine).Assembly.GetManifestResourceStream($"{typeof(ChartEngine).Namespace}.{name}")
            ?? throw new InvalidOperationException($"There is no embedded script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"([\d.]+)px", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex FontSize();

    [GeneratedRegex(@"\b(bold|[6-9]00)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex BoldFont();
}
