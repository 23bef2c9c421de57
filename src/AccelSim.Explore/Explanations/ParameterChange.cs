using AccelSim.Model.Machines;

namespace AccelSim.Explore.Explanations;

/// <summary>A machine in which one number is about a tenth better.</summary>
/// <param name="Key">Dotted key of the machine file.</param>
/// <param name="From">The number as it is, in the unit of <paramref name="Text"/>'s dimension: Hz, bytes, B/cycle, cycles, ps, B/s or a count.</param>
/// <param name="To">The number as it was simulated: the next legal value at or beyond a tenth.</param>
/// <param name="Text">Writes such a number with its unit.</param>
/// <param name="Machine">The machine with the changed number.</param>
public sealed record ParameterChange(string Key, long From, long To, Func<long, string> Text, Machine Machine)
{
    /// <summary>Change in percent; negative for a latency that got shorter.</summary>
    public double Percent => 100.0 * (To - From) / From;
}
