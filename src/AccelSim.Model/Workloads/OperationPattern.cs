using System.Globalization;

namespace AccelSim.Model.Workloads;

/// <summary>
/// A glob on the dotted name of an operation, such as <c>layers.0-1.*</c> or <c>down_proj</c>. Parts are separated by dots: <c>*</c> alone
/// (or <c>**</c>) stands for one or more parts, within a part for any characters; <c>0-1,5</c> is a list of numbers and ranges, ends included.
/// A pattern without a dot names the last part, in whatever layer.
/// </summary>
public sealed record OperationPattern
{
    private readonly string[] parts;

    public OperationPattern(string text)
    {
        if (Fault(text) is { } fault)
            throw new ArgumentException(fault);
        Text = text;
        parts = text.Split('.');
    }

    public string Text { get; }

    public bool Equals(OperationPattern? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public bool Matches(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] names = name.Split('.');
        return Matches(parts, parts.Length == 1 ? names[^1..] : names);
    }

    /// <summary>Why a text is no pattern, or null.</summary>
    public static string? Fault(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "a pattern is missing; write one such as layers.0-1.* or *.down_proj";
        foreach (string part in text.Split('.'))
        {
            if (part.Length == 0)
                return $"'{text}': nothing stands between two dots";
            if (!part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '*' or '-' or ','))
                return $"'{text}': a pattern is made of letters, digits, '_', '*', ranges such as 0-1,5 and dots";
            if (IsNumbers(part) && !TryRanges(part, out _))
                return $"'{text}': '{part}' is no list of numbers and rising ranges such as 0-1,5";
        }
        return null;
    }

    public override string ToString() => Text;

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> name)
    {
        if (pattern.IsEmpty || name.IsEmpty)
            return pattern.IsEmpty && name.IsEmpty;
        if (pattern[0].All(c => c == '*'))
        {
            for (int taken = 1; taken <= name.Length; taken++)
            {
                if (Matches(pattern[1..], name[taken..]))
                    return true;
            }
            return false;
        }
        return PartMatches(pattern[0], name[0]) && Matches(pattern[1..], name[1..]);
    }

    private static bool PartMatches(string pattern, string part)
    {
        if (IsNumbers(pattern) && TryRanges(pattern, out List<(int First, int Last)> ranges))
            return TryNumber(part, out int number) && ranges.Exists(r => r.First <= number && number <= r.Last);
        return GlobMatches(pattern, part);
    }

    private static bool GlobMatches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
            return text.IsEmpty;
        if (pattern[0] != '*')
            return !text.IsEmpty && pattern[0] == text[0] && GlobMatches(pattern[1..], text[1..]);
        for (int taken = 0; taken <= text.Length; taken++)
        {
            if (GlobMatches(pattern[1..], text[taken..]))
                return true;
        }
        return false;
    }

    private static bool IsNumbers(string part) => part.All(c => char.IsAsciiDigit(c) || c is '-' or ',');

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryRanges(string part, out List<(int First, int Last)> ranges)
    {
        ranges = [];
        foreach (string range in part.Split(','))
        {
            string[] ends = range.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out int first) || !TryNumber(ends[^1], out int last) || last < first)
                return false;
            ranges.Add((first, last));
        }
        return true;
    }
}
