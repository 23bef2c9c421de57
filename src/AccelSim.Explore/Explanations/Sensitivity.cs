using AccelSim.Model.Machines;

namespace AccelSim.Explore.Explanations;

/// <summary>One number of a machine file and how to make it a tenth better.</summary>
/// <param name="Key">Dotted key of the machine file; a last part <c>*</c> stands for every operand pair.</param>
/// <param name="Changes">The changed machines; none where the machine has no such number, or it cannot get better.</param>
public sealed record Sensitivity(string Key, Func<Machine, IEnumerable<ParameterChange>> Changes)
{
    /// <summary>Percent by which a number is to get better; the next legal value may lie beyond.</summary>
    public const int Percent = 10;

    /// <summary>A number of which more is better: the first multiple of a step from 110 %, but not beyond the most that is allowed.</summary>
    internal static Sensitivity More(
        string key, Func<Machine, long?> get, Func<Machine, long, Machine> with, Func<long, string> text, long step = 1, long most = long.MaxValue) =>
        new(key, machine => get(machine) is { } now and > 0 && now < most ? [Of(key, machine, now, Math.Min(most, Raised(now, step)), with, text)] : []);

    /// <summary>A number of which less is better: the first whole one down to 90 %.</summary>
    internal static Sensitivity Less(string key, Func<Machine, long?> get, Func<Machine, long, Machine> with, Func<long, string> text) =>
        new(key, machine => get(machine) is { } now and > 0 ? [Of(key, machine, now, now * (100 - Percent) / 100, with, text)] : []);

    /// <summary>Rates by operand pair: each a multiple of a step of its own machine.</summary>
    internal static Sensitivity Rates(string key, Func<Machine, MacRates?> get, Func<Machine, MacRates, Machine> with, Func<Machine, long> step) =>
        new(key, machine => (get(machine) ?? MacRates.None).Entries.Select((rate, i) =>
        {
            MacRates Faster(long to) => new(get(machine)!.Entries.SetItem(i, rate with { MacsPerCycle = to }));
            return Of(key[..^1] + rate.Key, machine, rate.MacsPerCycle, Raised(rate.MacsPerCycle, step(machine)), (m, to) => with(m, Faster(to)), ParameterText.Count);
        }));

    private static ParameterChange Of(string key, Machine machine, long from, long to, Func<Machine, long, Machine> with, Func<long, string> text) =>
        new(key, from, to, text, with(machine, to));

    private static long Raised(long value, long step) => (value + (value * Percent + 99) / 100 + step - 1) / step * step;
}
