using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;

namespace AccelSim.Explore.Reports;

/// <summary>
/// A sweep as one page that stands alone: no script, style, font or picture comes from elsewhere, and the page forbids
/// itself to load any. The same content gives the same bytes.
/// </summary>
public static class HtmlReport
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Writes the page to a file, atomically.</summary>
    /// <exception cref="WriteFailedException">The file cannot be written.</exception>
    public static void WriteFile(string path, ReportContent content) => AtomicFile.Write(path, Render(content));

    /// <summary>The page.</summary>
    public static string Render(ReportContent content)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            // Whatever a name in the data tries, the browser fetches nothing.
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n")
            .Append(Html($"<title>{content.Title} - AccelSim</title>\n"))
            .Append("<style>\n").Append(Resource("report.css")).Append("</style>\n</head>\n<body>\n")
            .Append("<a class=\"skip\" href=\"#results\">Skip to the results table</a>\n<header>\n")
            .Append(Html($"<h1>{content.Title}</h1>\n"));
        if (content.Description.Length > 0) page.Append(Html($"<p>{content.Description}</p>\n"));
        page.Append("</header>\n<main>\n");
        ReportSummary.Add(page, content);
        AddFigures(page, content);
        ReportTable.Add(page, content);
        AddProvenance(page, content.Provenance);
        return page.Append("</main>\n<script>\n").Append(Resource("report.js")).Append("</script>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Markup with every inserted value escaped; numbers in the invariant culture.</summary>
    internal static string Html(FormattableString markup) => string.Format(CultureInfo.InvariantCulture, markup.Format,
        [.. markup.GetArguments().Select(a => a is string text ? Escape(text) : a)]);

    /// <summary>Text made harmless in HTML text and attribute values.</summary>
    internal static string Escape(string text) => Encoder.Encode(text);

    private static void AddFigures(StringBuilder page, ReportContent content)
    {
        if (content.Figures.IsEmpty) return;
        page.Append("<section aria-labelledby=\"figures\">\n<h2 id=\"figures\">Plots</h2>\n");
        for (int i = 0; i < content.Figures.Length; i++)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"figure{i}-");
            page.Append("<figure>\n<div class=\"paper\">")
                .Append(SvgText.Inline(content.Figures[i].Picture.Svg, prefix, Escape(content.Figures[i].Caption)))
                .Append("</div>\n").Append(Html($"<figcaption>{content.Figures[i].Caption}</figcaption>\n")).Append("</figure>\n");
        }
        page.Append("</section>\n");
    }

    private static void AddProvenance(StringBuilder page, Provenance provenance)
    {
        page.Append("<section aria-labelledby=\"provenance\">\n<h2 id=\"provenance\">Provenance</h2>\n<dl>\n")
            .Append(Html($"<dt>Command</dt><dd><code>accelsim {string.Join(' ', provenance.Command)}</code></dd>\n"))
            .Append(Html($"<dt>Version</dt><dd>{provenance.Version}</dd>\n<dt>Engine</dt><dd>{provenance.Engine}</dd>\n<dt>Seed</dt><dd>{provenance.Seed}</dd>\n"));
        if (provenance.Shard is { } shard) page.Append(Html($"<dt>Shard</dt><dd>{shard} of a sweep of {provenance.Points} points</dd>\n"));
        page.Append("</dl>\n<table class=\"plain\">\n<caption>Input files</caption>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n");
        foreach (InputFile input in provenance.Inputs.OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Sha256, StringComparer.Ordinal))
            page.Append(Html($"<tr><td>{input.Name}</td><td><code>{input.Sha256}</code></td></tr>\n"));
        page.Append("</tbody>\n</table>\n</section>\n");
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
