using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Quantities;

/// <summary>Numbers with units, in decimal arithmetic: <c>1.5 GHz</c> is exactly 1,500,000,000 Hz.</summary>
public static class QuantityText
{
    /// <summary>Parses a quantity into base units, which may have a fraction; or says what is wrong and what is allowed.</summary>
    public static bool TryParse(string text, Dimension dimension, out decimal value, [NotNullWhen(false)] out string? error)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int split = NumberLength(trimmed);
        ReadOnlySpan<char> number = trimmed[..split];
        string symbol = trimmed[split..].Trim().ToString();
        value = 0;
        string shown = new YamlScalar(default, text, true).InWords;
        if (!number.IsEmpty && symbol.Length == 0 && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            error = $"{shown} has no unit; {dimension.Name} is needed in {dimension.Allowed}, as in '{dimension.Example}'";
            return false;
        }
        if (number.IsEmpty || !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double rough))
        {
            error = $"{shown} is not {dimension.Name}; a number and a unit are needed ({dimension.Allowed}), as in '{dimension.Example}'";
            return false;
        }
        if (dimension.Find(symbol) is not { } unit)
        {
            Dimension? other = Dimensions.All.FirstOrDefault(d => d.Find(symbol) is not null);
            error = (other is null ? $"unit '{symbol}' is not known" : $"{shown} is {other.Name}")
                + $"; {dimension.Name} is needed in {dimension.Allowed}"
                + (other is null ? Suggestion.For(symbol, dimension.Units.Select(u => u.Symbol)) : "");
            return false;
        }
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) || Math.Abs(rough) * (double)unit.Factor > 1e27)
        {
            error = $"{shown} is too large";
            return false;
        }
        value = amount * unit.Factor;
        error = null;
        return true;
    }

    /// <summary>The shortest exact spelling; without a fraction and in the larger unit where two are equally short.</summary>
    public static string Format(decimal value, Dimension dimension)
    {
        string? best = null;
        foreach (Unit unit in dimension.Units.Where(u => !u.IsAlias))
        {
            decimal amount = value / unit.Factor;
            string text = amount.ToString("0.############################", CultureInfo.InvariantCulture);
            if (decimal.Parse(text, CultureInfo.InvariantCulture) * unit.Factor != value) continue;
            string candidate = $"{text} {unit.Symbol}";
            bool better = best is null || candidate.Length < best.Length
                || (candidate.Length == best.Length && best.Contains('.') && !candidate.Contains('.'));
            if (better) best = candidate;
        }
        return best ?? throw new ArgumentOutOfRangeException(nameof(value), value, "No unit writes this value exactly.");
    }

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < text.Length)
        {
            char c = text[end];
            bool sign = c is '+' or '-' && (end == 0 || text[end - 1] is 'e' or 'E');
            bool exponent = c is 'e' or 'E' && end > 0 && end + 1 < text.Length && (char.IsAsciiDigit(text[end + 1]) || text[end + 1] is '+' or '-');
            if (!char.IsAsciiDigit(c) && c != '.' && !sign && !exponent) break;
            end++;
        }
        return end;
    }
}
