using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>Values of ranges: plain numbers, or quantities in the unit of the first.</summary>
internal static class AxisSteps
{
    private const int Most = 1_000_000;

    /// <summary>from, from + step, ... up to and including to.</summary>
    public static ImmutableArray<string> Linear(string from, string to, string step, out string? error)
    {
        if (!TryNumbers([from, to, step], out decimal[] numbers, out Unit? unit, out error)) return [];
        (decimal first, decimal last, decimal gap) = (numbers[0], numbers[1], numbers[2]);
        if (gap <= 0) error = $"step '{step}' must be positive";
        else if (last < first) error = $"to '{to}' is below from '{from}'";
        else if ((last - first) / gap >= Most) error = string.Create(CultureInfo.InvariantCulture, $"makes {decimal.Truncate((last - first) / gap) + 1} values for each combination of the other axes; an axis may have {Most}, and --max-points bounds the sweep; take a greater step");
        if (error is not null) return [];
        var values = ImmutableArray.CreateBuilder<string>();
        for (decimal value = first; value <= last; value += gap) values.Add(Spell(value, unit));
        return values.ToImmutable();
    }

    /// <summary>from, from x factor, ... up to and including to.</summary>
    public static ImmutableArray<string> ByFactor(string from, string to, double factor, out string? error)
    {
        if (!TryBounds(from, to, out decimal first, out decimal last, out Unit? unit, out error)) return [];
        var values = ImmutableArray.CreateBuilder<string>();
        for (decimal value = first; value <= last && values.Count < Most; value *= (decimal)factor) values.Add(Spell(value, unit));
        return values.ToImmutable();
    }

    /// <summary>So many values at equal ratios, both ends included; whole where both ends are whole, else to ten digits.</summary>
    public static ImmutableArray<string> ByCount(string from, string to, int points, out string? error)
    {
        if (!TryBounds(from, to, out decimal first, out decimal last, out Unit? unit, out error)) return [];
        bool whole = first == decimal.Truncate(first) && last == decimal.Truncate(last);
        var values = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < points; i++)
        {
            double ratio = points == 1 ? 0 : (double)i / (points - 1);
            double exact = (double)first * Math.Pow((double)(last / first), ratio);
            decimal value = i == 0 ? first : i == points - 1 ? last
                : whole ? decimal.Round((decimal)exact) : decimal.Parse(exact.ToString("G10", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
            values.Add(Spell(value, unit));
        }
        if (values.Distinct().Count() != values.Count) error = $"{points} whole values do not fit between '{from}' and '{to}'";
        return error is null ? values.ToImmutable() : [];
    }

    private static bool TryBounds(string from, string to, out decimal first, out decimal last, out Unit? unit, out string? error)
    {
        bool ok = TryNumbers([from, to], out decimal[] numbers, out unit, out error);
        (first, last) = ok ? (numbers[0], numbers[1]) : (0, 0);
        if (ok && first <= 0) error = $"from '{from}' must be positive, because values grow by a ratio";
        else if (ok && last < first) error = $"to '{to}' is below from '{from}'";
        return error is null;
    }

    /// <summary>All plain, or all of one dimension; then in base units, with the unit of the first.</summary>
    private static bool TryNumbers(string[] texts, out decimal[] numbers, out Unit? unit, out string? error)
    {
        unit = null;
        error = null;
        numbers = new decimal[texts.Length];
        if (decimal.TryParse(texts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            for (int i = 0; i < texts.Length; i++)
            {
                if (!decimal.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])) error ??= $"'{texts[i]}' is not a number like '{texts[0]}'";
            }
            return error is null;
        }
        Dimension? dimension = Dimensions.All.FirstOrDefault(d => QuantityText.TryParse(texts[0], d, out _, out _));
        if (dimension is null)
        {
            error = $"'{texts[0]}' is neither a number nor a quantity";
            return false;
        }
        for (int i = 0; i < texts.Length; i++)
        {
            if (!QuantityText.TryParse(texts[i], dimension, out numbers[i], out string? wrong)) error ??= wrong;
        }
        string symbol = texts[0].TrimStart().TrimStart("+-.0123456789eE".ToCharArray()).Trim();
        unit = dimension.Find(symbol) ?? dimension.Units[0];
        return error is null;
    }

    private static string Spell(decimal value, Unit? unit)
    {
        string number = (value / (unit?.Factor ?? 1)).ToString("0.############################", CultureInfo.InvariantCulture);
        return unit is null ? number : $"{number} {unit.Symbol}";
    }
}
