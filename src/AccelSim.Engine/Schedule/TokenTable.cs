using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>The distinct tile timings of an operation; steps refer to them by number.</summary>
internal sealed class TokenTable(Machine machine)
{
    private readonly Dictionary<(MultiplyPlan, OperandRole, long, long, long), (int Index, long Tokens)> known = [];

    public List<TokenTiming> Timings { get; } = [];

    public (int Index, long Tokens) Of(MultiplyPlan plan, OperandRole weightRole, long m, long n, long k)
    {
        if (known.TryGetValue((plan, weightRole, m, n, k), out var found)) return found;
        TileTiming tile = TileTiming.Of(machine, plan, weightRole, m, n, k);
        int index = Timings.IndexOf(tile.Timing);
        if (index < 0)
        {
            index = Timings.Count;
            Timings.Add(tile.Timing);
        }
        return known[(plan, weightRole, m, n, k)] = (index, tile.Tokens);
    }
}
