using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using ModelTrends.Charts.Drawing;

namespace ModelTrends.Tests.Charts.Drawing;

public sealed class ChartPressTests
{
    private static readonly JsonObject Option = JsonNode.Parse("""
        {"animation":false,"backgroundColor":"#fff","textStyle":{"fontFamily":"Noto Sans"},
         "graphic":[{"type":"text","left":10,"top":8,"style":{"text":"डाउनलोड की हिस्सेदारी 下载份额 share","font":"600 20px Noto Sans"}}],
         "legend":{"bottom":0},
         "xAxis":{"type":"category","data":["a","b"],"axisLabel":{"formatter":{"$labels":{"a":"A & <B>"}}}},"yAxis":{},
         "series":[{"type":"line","name":"चीन","areaStyle":{"opacity":1},"itemStyle":{"decal":{"symbol":"line","dashArrayX":[1,0],"dashArrayY":[2,3],"rotation":-0.7,"color":"#999"}},"data":[1,2]}]}
        """)!.AsObject();

    private static ChartPress Press(Action<DrawingOptions>? configure = null)
    {
        var options = new DrawingOptions();
        configure?.Invoke(options);
        return new ChartPress(Options.Create(options), new TextMeasure(), TimeProvider.System);
    }

    [Fact]
    public async Task Equal_options_give_equal_bytes_on_any_engine_in_any_order()
    {
        using var first = Press();
        using var second = Press(options => options.Engines = 1);
        var other = Option.DeepClone().AsObject();
        other["legend"]!["bottom"] = 20;
        await second.SvgAsync(other, 500, 300, "other");

        var a = await first.SvgAsync(Option, 600, 340, "t");
        var b = await second.SvgAsync(Option, 600, 340, "t");

        b.ShouldBe(a);
        a.ShouldContain("A &amp; &lt;B&gt;");
        a.ShouldNotContain("zr0");
    }

    [Fact]
    public async Task A_picture_has_the_size_asked_for_and_its_outline_has_no_text()
    {
        using var press = Press();
        var png = await press.PngAsync(Option, 600, 340, 2, "t");
        var svg = ChartPress.Outline(await press.SvgAsync(Option, 600, 340, "t"));

        png[..8].ShouldBe([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBe(1200);
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)).ShouldBe(680);
        svg.ShouldNotContain("<text");
        // The title has 20 pixels, the texts of the axes 12: the outlines keep both.
        svg.ShouldContain("scale(0.2)");
        svg.ShouldContain("scale(0.12)");
        if (Environment.GetEnvironmentVariable("MODELTRENDS_PICTURES") is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "press.png"), png);
            await File.WriteAllBytesAsync(Path.Combine(folder, "outline.png"), await press.PngAsync(svg, 2));
        }
    }

    [Fact]
    public async Task A_full_queue_refuses_and_a_worn_engine_is_replaced()
    {
        using var press = Press(options => { options.Engines = 1; options.LongestQueue = 1; options.PicturesAnEngine = 2; });
        var all = Enumerable.Range(0, 12).Select(_ => press.SvgAsync(Option, 600, 340, "t")).ToArray();
        await Should.ThrowAsync<DrawingBusyException>(() => Task.WhenAll(all));

        for (var i = 0; i < 4; i++)
            await press.SvgAsync(Option, 600, 340, "t");
        press.EnginesMade.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task An_endless_script_is_stopped_and_the_press_goes_on()
    {
        using var press = Press(options => { options.Engines = 1; options.LongestDrawing = TimeSpan.FromSeconds(2); });
        await press.SvgAsync(Option, 600, 340, "t");
        var endless = JsonNode.Parse("""{"xAxis":{"type":"value","min":0,"max":1000000000},"yAxis":{},"series":[{"type":"line","data":[]}]}""")!.AsObject();
        endless["series"]![0]!["data"] = new JsonArray([.. Enumerable.Range(0, 200_000).Select(i => (JsonNode)new JsonArray(i, i))]);
        await Should.ThrowAsync<DrawingFailedException>(() => press.SvgAsync(endless, 600, 340, "t"));
        (await press.SvgAsync(Option, 600, 340, "t")).ShouldStartWith("<svg");
    }
}
