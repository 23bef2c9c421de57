using System.Globalization;
using System.Text;

namespace AccelSim.Explore.Reports;

/// <summary>An aligned plain-text table that keeps within a width: long text is shortened, then the last columns are left out, and said so.</summary>
public static class TextTable
{
    private const int Gap = 2;
    private const int NarrowestText = 14;
    private const int HeaderWidth = 14;
    private const string NoteIndent = "    ";

    /// <summary>Renders the table; lines end with LF and bear no trailing spaces.</summary>
    /// <param name="columns">At least one.</param>
    /// <param name="rows">Each with as many cells as there are columns.</param>
    /// <param name="width">Columns of the terminal; 0 for as wide as it needs.</param>
    public static string Render(IReadOnlyList<TextColumn> columns, IReadOnlyList<TextRow> rows, int width)
    {
        string[][] cells = [.. rows.Select(r => r.Cells.Select(TextWidth.OneLine).ToArray())];
        List<string>[] headers = [.. columns.Select((c, i) => Header(c, cells.Select(r => TextWidth.Of(r[i])).DefaultIfEmpty(0).Max()))];
        int[] widths = [.. columns.Select((_, i) => Math.Max(headers[i].Max(TextWidth.Of), cells.Select(r => TextWidth.Of(r[i])).DefaultIfEmpty(0).Max()))];
        int shown = columns.Count;
        if (width > 0)
        {
            Shrink(columns, cells, headers, widths, width);
            while (shown > 1 && Total(widths, shown) > width) shown--;
        }
        var text = new StringBuilder();
        AddHeader(text, columns, headers, widths, shown);
        string above = "";
        for (int r = 0; r < rows.Count; r++)
        {
            AddLine(text, columns, widths, shown, i => TextWidth.Shorten(cells[r][i], widths[i]));
            AddNote(text, rows[r].Note, above, width);
            if (rows[r].Note.Length > 0) above = rows[r].Note;
        }
        if (shown < columns.Count) AddLeftOut(text, columns, shown, width);
        return text.ToString();
    }

    private static List<string> Header(TextColumn column, int cellWidth)
    {
        List<string> lines = TextWidth.Wrap(column.Header.Replace('_', ' ').Replace(".", ". ", StringComparison.Ordinal), Math.Max(HeaderWidth, cellWidth));
        if (column.Unit.Length > 0) lines.Add($"({column.Unit})");
        return lines.Count > 0 ? lines : [""];
    }

    private static int Total(int[] widths, int shown) => widths.Take(shown).Sum() + Gap * (shown - 1);

    // The widest text column gives way first, but never so far that two different texts look the same.
    private static void Shrink(IReadOnlyList<TextColumn> columns, string[][] cells, List<string>[] headers, int[] widths, int width)
    {
        HashSet<int> able = [.. Enumerable.Range(0, widths.Length).Where(i => !columns[i].IsNumber)];
        while (Total(widths, widths.Length) > width && able.Count > 0)
        {
            int widest = able.MaxBy(i => (widths[i], -i));
            int narrower = widths[widest] - 1;
            if (narrower < Math.Max(NarrowestText, headers[widest].Max(TextWidth.Of)) || Confuses(cells, widest, narrower)) able.Remove(widest);
            else widths[widest] = narrower;
        }
    }

    private static bool Confuses(string[][] cells, int column, int width)
    {
        HashSet<string> texts = [.. cells.Select(r => r[column])];
        return texts.Select(t => TextWidth.Shorten(t, width)).Distinct(StringComparer.Ordinal).Count() < texts.Count;
    }

    private static void AddHeader(StringBuilder text, IReadOnlyList<TextColumn> columns, List<string>[] headers, int[] widths, int shown)
    {
        int height = headers.Take(shown).Max(h => h.Count);
        for (int line = 0; line < height; line++)
            AddLine(text, columns, widths, shown, i => line - (height - headers[i].Count) is var l && l >= 0 ? headers[i][l] : "");
        AddLine(text, columns, widths, shown, i => new string('-', widths[i]));
    }

    private static void AddLine(StringBuilder text, IReadOnlyList<TextColumn> columns, int[] widths, int shown, Func<int, string> cell)
    {
        string line = string.Join(new string(' ', Gap), Enumerable.Range(0, shown).Select(i => TextWidth.Pad(cell(i), widths[i], columns[i].IsNumber)));
        text.Append(line.TrimEnd()).Append('\n');
    }

    private static void AddNote(StringBuilder text, string note, string above, int width)
    {
        if (note.Length == 0) return;
        int room = width > 0 ? Math.Max(20, width - NoteIndent.Length) : int.MaxValue;
        List<string> lines = note == above ? ["(as above)"] : TextWidth.Wrap(TextWidth.OneLine(note), room);
        foreach (string line in lines) text.Append(NoteIndent).Append(line).Append('\n');
    }

    private static void AddLeftOut(StringBuilder text, IReadOnlyList<TextColumn> columns, int shown, int width)
    {
        string names = string.Join(", ", columns.Skip(shown).Select(c => c.Header));
        string note = string.Create(CultureInfo.InvariantCulture,
            $"{columns.Count - shown} {(columns.Count - shown == 1 ? "column does" : "columns do")} not fit: {names}. Widen the terminal, or use --format csv.");
        foreach (string line in TextWidth.Wrap(note, Math.Max(20, width))) text.Append(line).Append('\n');
    }
}
