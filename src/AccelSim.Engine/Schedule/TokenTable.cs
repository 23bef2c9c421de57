using System.Runtime.CompilerServices;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>The distinct tile timings of an operation; steps refer to them by number.</summary>
internal sealed class TokenTable(Machine machine)
{
    private readonly Dictionary<Key, (int Index, long Tokens)> known = [];

    public List<TokenTiming> Timings { get; } = [];

    public (int Index, long Tokens) Of(MultiplyPlan plan, OperandRole weightRole, long m, long n, long k)
    {
        var key = new Key(plan, weightRole, m, n, k);
        if (known.TryGetValue(key, out var found)) return found;
        TileTiming tile = TileTiming.Of(machine, plan, weightRole, m, n, k);
        int index = Timings.IndexOf(tile.Timing);
        if (index < 0)
        {
            index = Timings.Count;
            Timings.Add(tile.Timing);
        }
        return known[key] = (index, tile.Tokens);
    }

    /// <summary>A plan is the same object all through an operation; comparing its formats field by field would cost more than the step.</summary>
    private readonly record struct Key(MultiplyPlan Plan, OperandRole Role, long M, long N, long K)
    {
        public bool Equals(Key other) =>
            ReferenceEquals(Plan, other.Plan) && Role == other.Role && M == other.M && N == other.N && K == other.K;

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Plan), M, N, K);
    }
}
