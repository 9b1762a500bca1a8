using System.Runtime.InteropServices;
using ModelTrends.Platform;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace ModelTrends.Charts.Drawing;

/// <summary>The fonts of every picture: Noto Sans for Latin, Devanagari and Chinese, two weights each, from npm packages and nowhere else.</summary>
public static class Fonts
{
    /// <summary>What goes into <c>font-family</c>; the first that has the sign is taken. Browsers without Noto Sans draw Latin letters with Arial, which is narrower: what was measured to fit still does.</summary>
    public const string Family = "Noto Sans, Arial, Noto Sans Devanagari, Noto Sans SC, sans-serif";

    public const int Regular = 400;
    public const int SemiBold = 600;

    private static readonly string[] Packages = ["noto-sans", "noto-sans-devanagari", "noto-sans-sc"];
    private static readonly Lazy<Face[]> RegularFaces = new(() => Load(Regular));
    private static readonly Lazy<Face[]> SemiBoldFaces = new(() => Load(SemiBold));

    public static IReadOnlyList<Face> Faces(int weight) => weight >= SemiBold ? SemiBoldFaces.Value : RegularFaces.Value;

    /// <summary>Folders with one font file each; other weights stay out, because fontconfig reads every file it is shown.</summary>
    public static IEnumerable<string> Folders() =>
        Packages.SelectMany(package => new[] { "400Regular", "600SemiBold" }.Select(weight => Path.Combine(Places.NodeModules, "@expo-google-fonts", package, weight)));

    private static Face[] Load(int weight)
    {
        var suffix = weight >= SemiBold ? "600SemiBold" : "400Regular";
        return [.. Packages.Select(package =>
        {
            var folder = Path.Combine(Places.NodeModules, "@expo-google-fonts", package, suffix);
            var file = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.ttf").FirstOrDefault() : null;
            return file is null
                ? throw new InvalidOperationException($"There is no font in {folder}; run `npm ci --ignore-scripts` in the repository's root.")
                : new Face(SKTypeface.FromFile(file) ?? throw new InvalidOperationException($"{file} is not a font."));
        })];
    }

    /// <summary>One font file. HarfBuzz buffers are not shared between threads, so shaping takes a lock.</summary>
    public sealed class Face(SKTypeface typeface) : IDisposable
    {
        /// <summary>Em size at which text is shaped; widths scale linearly, hinting is off.</summary>
        public const float Em = 100;

        private readonly SKShaper _shaper = new(typeface);
        private readonly SKFont _font = new(typeface, Em) { Hinting = SKFontHinting.None, Subpixel = true };
        private readonly Lock _lock = new();

        public void Dispose()
        {
            _shaper.Dispose();
            _font.Dispose();
            typeface.Dispose();
        }

        public bool Has(int codepoint) => _font.GetGlyph(codepoint) != 0;

        public float Width(string text)
        {
            lock (_lock)
                return _shaper.Shape(text, _font).Width;
        }

        /// <summary>The outline of a run at <see cref="Em"/>, y down, origin on the baseline, as SVG path data; and its width.</summary>
        public (SKPath Path, float Width) Outline(string text)
        {
            lock (_lock)
            {
                var shaped = _shaper.Shape(text, _font);
                var all = new SKPathBuilder();
                for (var i = 0; i < shaped.Codepoints.Length; i++)
                {
                    using var glyph = _font.GetGlyphPath((ushort)shaped.Codepoints[i]);
                    if (glyph is not null)
                        all.AddPath(glyph, shaped.Points[i].X, shaped.Points[i].Y);
                }

                return (all.Detach(), shaped.Width);
            }
        }
    }

    /// <summary>libvips reads fonts through fontconfig; it is shown these files alone, whatever the machine has.</summary>
    internal static void UsePrivateFontConfig()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"modeltrends-fonts-{Environment.UserName}");
        Directory.CreateDirectory(folder);
        var directories = string.Concat(Folders().Select(path => $"  <dir>{System.Security.SecurityElement.Escape(path)}</dir>\n"));
        var text = $"<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n<fontconfig>\n{directories}  <cachedir>{System.Security.SecurityElement.Escape(folder)}</cachedir>\n</fontconfig>\n";
        // Named by its content, so that starts do not pile up files and two versions do not share one; moved into place whole.
        var file = Path.Combine(folder, $"fonts-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..12]}.conf");
        var draft = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(draft, text);
        File.Move(draft, file, overwrite: true);
        // Environment.SetEnvironmentVariable does not reach native code.
        if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable("FONTCONFIG_FILE", file);
        else if (SetEnvironment("FONTCONFIG_FILE", file, 1) != 0) throw new InvalidOperationException("setenv(FONTCONFIG_FILE) failed.");
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
