using ScottPlot;
using SkiaSharp;

namespace AccelSim.Explore.Plots;

/// <summary>
/// Answers every request for a font with the embedded DejaVu Sans, so that a plot is the same bytes on a machine with other
/// fonts and on one with none (where ScottPlot would draw no text at all and say nothing).
/// </summary>
public sealed class EmbeddedFont : IFontResolver
{
    private static readonly Lazy<EmbeddedFont> Installed = new(static () =>
    {
        var font = new EmbeddedFont();
        Fonts.FontResolvers.Clear();
        Fonts.FontResolvers.Add(font);
        Fonts.Default = Fonts.Sans = Fonts.Serif = Fonts.Monospace = FamilyName;
        return font;
    });

    private readonly SKTypeface regular = Load("DejaVuSans.ttf");
    private readonly SKTypeface bold = Load("DejaVuSans-Bold.ttf");

    private EmbeddedFont()
    {
    }

    /// <summary>Family name that the pictures carry.</summary>
    public const string FamilyName = "DejaVu Sans";

    /// <summary>Makes ScottPlot use the embedded font, once per process; any thread may call it.</summary>
    public static void Install() => _ = Installed.Value;

    /// <inheritdoc/>
    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        weight >= FontWeight.SemiBold ? bold : regular;

    /// <inheritdoc/>
    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => bold ? this.bold : regular;

    private static SKTypeface Load(string resource)
    {
        using Stream stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded in the assembly.");
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"{resource} is no font.");
    }
}
