using System.Runtime.InteropServices;
using System.Text;
using NetVips;

namespace ModelTrends.Charts.Drawing;

/// <summary>SVG to PNG by libvips (librsvg and Pango inside), with our fonts alone.</summary>
internal static class Rasteriser
{
    private static readonly Lazy<bool> Ready = new(() =>
    {
        Fonts.UsePrivateFontConfig();
        // One picture a thread: the pool already uses every core. The cache would hold pictures that never come again.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        LimitArenas();
        return true;
    });

    /// <summary>
    /// glibc keeps freed memory in up to eight arenas a core, each with the largest picture it ever held. Two are enough for as many threads
    /// as draw; other C libraries have no such setting and no such arenas.
    /// </summary>
    private static void LimitArenas()
    {
        const int ArenaMax = -8;
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var libc)) return;
        if (NativeLibrary.TryGetExport(libc, "mallopt", out var mallopt)) Marshal.GetDelegateForFunctionPointer<Mallopt>(mallopt)(ArenaMax, 2);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    /// <param name="scale">Device pixels for each pixel of the picture.</param>
    /// <param name="isSmall">At most 256 colours.</param>
    public static byte[] ToPng(string svg, double scale, bool isSmall = false)
    {
        _ = Ready.Value;
        using var image = Image.SvgloadBuffer(Encoding.UTF8.GetBytes(svg), scale: scale, unlimited: true);
        using var flat = image.Flatten(background: [255, 255, 255]);
        return isSmall
            ? flat.PngsaveBuffer(compression: 9, palette: true, q: 100, dither: 0, effort: 7, keep: Enums.ForeignKeep.None)
            : flat.PngsaveBuffer(compression: 6, keep: Enums.ForeignKeep.None);
    }
}
