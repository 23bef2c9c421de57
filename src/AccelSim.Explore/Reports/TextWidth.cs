using System.Globalization;
using System.Text;

namespace AccelSim.Explore.Reports;

/// <summary>Text as a terminal shows it: columns taken, padding, wrapping, shortening.</summary>
public static class TextWidth
{
    /// <summary>Columns that a text takes: two for East Asian wide characters, none for combining ones.</summary>
    public static int Of(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    /// <summary>Fills up with spaces, on the left for numbers.</summary>
    public static string Pad(string text, int width, bool right)
    {
        string space = new(' ', Math.Max(0, width - Of(text)));
        return right ? space + text : text + space;
    }

    /// <summary>Shortens in the middle, for both ends of a name tell it from others.</summary>
    public static string Shorten(string text, int width)
    {
        if (Of(text) <= width) return text;
        int head = width / 2, tail = width - 1 - head;
        return Take(text.EnumerateRunes(), head) + "…" + string.Concat(Take(text.EnumerateRunes().Reverse(), tail).EnumerateRunes().Reverse());
    }

    /// <summary>Breaks at spaces and underscores; a word longer than the width stands alone and is not broken.</summary>
    public static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Of(line) + 1 + Of(word) > width)
            {
                lines.Add(line);
                line = word;
            }
            else line = line.Length == 0 ? word : $"{line} {word}";
        }
        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>One line: control characters, line ends among them, become spaces.</summary>
    public static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    private static string Take(IEnumerable<Rune> runes, int width)
    {
        var text = new StringBuilder();
        foreach (Rune rune in runes)
        {
            width -= Of(rune);
            if (width < 0) break;
            text.Append(rune.ToString());
        }
        return text.ToString();
    }

    // Ranges of Unicode's East Asian Width property W and F (UAX #11), to the block.
    private static int Of(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F
            or >= 0xFF00 and <= 0xFF60 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : 1,
    };
}
