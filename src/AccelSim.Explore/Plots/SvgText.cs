using System.Globalization;
using System.Text.RegularExpressions;

namespace AccelSim.Explore.Plots;

/// <summary>
/// Makes Skia's SVG text reproducible and portable: its ids come from a counter of the whole process, its fonts have no
/// substitute, and it has no view box, so that it cannot be scaled.
/// </summary>
internal static partial class SvgText
{
    public static string Tidy(string svg)
    {
        // Verdana has the widths of DejaVu Sans (both descend from Bitstream Vera), so a page without DejaVu keeps the layout.
        string text = FontFamily().Replace(svg.ReplaceLineEndings("\n"), $"font-family=\"'{EmbeddedFont.FamilyName}', Verdana, sans-serif\"");
        text = Size().Replace(text, "$0 viewBox=\"0 0 $1 $2\"", 1);
        return Renumber(text, "c");
    }

    /// <summary>The picture as an element of an HTML page: no XML declaration, ids that no other picture has, a text for screen readers.</summary>
    /// <param name="svg">A tidy picture.</param>
    /// <param name="prefix">Begins every id.</param>
    /// <param name="label">What the picture shows, as HTML-escaped text.</param>
    public static string Inline(string svg, string prefix, string label)
    {
        string element = Renumber(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..], prefix);
        return $"<svg role=\"img\" aria-label=\"{label}\"{element["<svg".Length..]}";
    }

    private static string Renumber(string svg, string prefix)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Id().Matches(svg))
            ids.TryAdd(match.Groups[1].Value, string.Create(CultureInfo.InvariantCulture, $"{prefix}{ids.Count}"));
        string defined = Id().Replace(svg, m => $" id=\"{ids[m.Groups[1].Value]}\"");
        return Reference().Replace(defined, m => ids.TryGetValue(m.Groups[2].Value, out string? id) ? m.Groups[1].Value + id : m.Value);
    }

    [GeneratedRegex("font-family=\"[^\"]*\"")]
    private static partial Regex FontFamily();

    [GeneratedRegex("width=\"([0-9.]+)\" height=\"([0-9.]+)\"")]
    private static partial Regex Size();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("(url\\(#|href=\"#)([^)\"]+)")]
    private static partial Regex Reference();
}
