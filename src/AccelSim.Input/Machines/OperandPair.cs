using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>Keys of <c>macs_per_cycle</c>: two operand names joined by <c>x</c>. Names may contain an x, so both sides must be known names.</summary>
internal static class OperandPair
{
    public static bool TryParse(string key, InputFiles files, out string left, out string right)
    {
        for (int x = key.IndexOf('x', StringComparison.Ordinal); x >= 0; x = key.IndexOf('x', x + 1))
        {
            left = key[..x];
            right = key[(x + 1)..];
            if (files.IsOperand(left) && files.IsOperand(right)) return true;
        }
        left = right = "";
        return false;
    }

    public static string? Fault(string key, ReadContext context)
    {
        if (TryParse(key, context.Files, out _, out _)) return null;
        for (int x = key.IndexOf('x', StringComparison.Ordinal); x >= 0; x = key.IndexOf('x', x + 1))
        {
            string left = key[..x], right = key[(x + 1)..];
            string unknown = context.Files.IsOperand(left) ? right : left;
            if (context.Files.IsOperand(left) || context.Files.IsOperand(right))
                return $"'{unknown}' is not an operand format{Suggestion.For(unknown, context.Files.Operands)}; known are {string.Join(", ", context.Files.Operands)}";
        }
        return $"'{key}' is not a pair of operand formats such as int8xint4; known are {string.Join(", ", context.Files.Operands)}";
    }

    /// <summary>Resolves the written block; reports a pair that occurs twice in either order.</summary>
    public static MacRates Resolve(FieldValues values, Field at, ImmutableArray<KeyValuePair<string, WrittenRate>> written, long elements)
    {
        var rates = ImmutableArray.CreateBuilder<MacRate>(written.Length);
        foreach ((string key, WrittenRate rate) in written)
        {
            if (!TryParse(key, values.Context.Files, out string left, out string right)) continue;
            if (rates.Any(r => r.Matches(left, right))) values.Report(at, $"'{key}' occurs twice; a pair counts in either order");
            rates.Add(new MacRate(left, right, rate.PerElement ? rate.Count * elements : rate.Count));
        }
        return new MacRates(rates.ToImmutable());
    }

    /// <summary>Back to what stands in a file.</summary>
    public static ImmutableArray<KeyValuePair<string, WrittenRate>> Written(MacRates rates) =>
        [.. rates.Entries.Select(rate => KeyValuePair.Create(rate.Key, new WrittenRate(rate.MacsPerCycle, false)))];
}
