using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using static AccelSim.Engine.Bounds.Verdict;

namespace AccelSim.Engine.Bounds;

/// <summary>
/// Every unit is busy at least as long as its work takes at its rate, spread evenly over all cores, and no longer than the operation;
/// cycles labelled compute are those in which at least one of them issues (identities reference, section 2).
/// </summary>
internal static class UnitBounds
{
    public static void Check(Machine machine, Operation operation, Plans plans, OperationCounters c)
    {
        long busy = c.Cycles - machine.LaunchCycles;
        (double dense, double sparse, double rescale) = operation switch
        {
            GemmOperation g => Sum(g.Shapes.Select(s => Tensor(machine, plans.First, s.Macs, s.Count * s.M * s.N, s.K))),
            AttentionOperation a => Sum(a.Shapes.SelectMany(s => Products(machine, plans, a, s))),
            _ => default,
        };
        CheckUnit(operation, "dense unit", c.DenseBusyCycles, dense / machine.Cores, busy);
        CheckUnit(operation, "sparse unit", c.SparseBusyCycles, sparse / machine.Cores, busy);
        CheckUnit(operation, "rescale unit", c.RescaleBusyCycles, rescale / machine.Cores, busy);
        CheckUnit(operation, "vector unit", c.VectorBusyCycles, Vector(machine.VectorUnit, operation) / machine.Cores, busy);
        long most = Math.Max(c.DenseBusyCycles, Math.Max(c.SparseBusyCycles, c.VectorBusyCycles));
        Require(operation, c.ComputeCycles >= most, "compute cycles", c.ComputeCycles, ">= the busiest unit", most);
        long all = c.DenseBusyCycles + c.SparseBusyCycles + c.VectorBusyCycles;
        Require(operation, c.ComputeCycles <= all, "compute cycles", c.ComputeCycles, "<= all units", all);
        Require(operation, operation.Macs > 0 ? c.Tokens > 0 && c.Tokens <= c.DenseBusyCycles : c.Tokens == 0,
            "tokens", c.Tokens, "between 1 and the dense unit's cycles", c.DenseBusyCycles);
    }

    private static void CheckUnit(Operation operation, string unit, long cycles, double work, long busy)
    {
        // Work is a quotient of whole numbers; a relative 1e-12 covers the rounding of its few operations.
        Require(operation, cycles >= work * (1 - 1e-12), $"{unit} busy", cycles, ">= work / rate", work);
        Require(operation, cycles <= busy, $"{unit} busy", cycles, "<= cycles after launch", busy);
    }

    /// <summary>Core cycles of the dense, sparse and rescale units for the products of one pair.</summary>
    private static (double Dense, double Sparse, double Rescale) Tensor(Machine machine, MultiplyPlan plan, double macs, double outputs, long k)
    {
        double low = macs * plan.DensePerBank / plan.Bank / plan.DenseRate;
        double high = plan.HighPerBank == 0 ? 0 : macs * plan.HighPerBank / plan.Bank / plan.HighRate;
        double scaled = plan.RescaleGroup == 0 ? 0 : outputs * ((k + plan.RescaleGroup - 1) / plan.RescaleGroup) * plan.RescalesPerGroup;
        return (plan.HighOnDenseUnit ? low + high : low, plan.HighOnDenseUnit ? 0 : high, scaled == 0 ? 0 : scaled / machine.RescaleUnit!.OutputsPerCycle);
    }

    private static IEnumerable<(double, double, double)> Products(Machine machine, Plans plans, AttentionOperation a, AttentionShape s)
    {
        double pairs = (double)s.Count * s.Pairs(a.Causal) * a.Heads, rows = (double)s.Count * s.QLen * a.Heads;
        yield return Tensor(machine, plans.First, pairs * a.QkDim, pairs, a.QkDim);
        yield return Tensor(machine, plans.Second!, pairs * a.VDim, rows * a.VDim, 1);
    }

    /// <summary>Core cycles of the vector unit: element-wise work, one conversion per output, one exponential per score.</summary>
    private static double Vector(VectorUnit unit, Operation operation) => operation switch
    {
        VectorOperation v => (double)v.Rows * v.Cols * PerElement(unit, v.WorkPerElement),
        GemmOperation g => g.Shapes.Sum(s => (double)s.Count * s.M * s.N) / unit.ConvertPerCycle,
        AttentionOperation a => a.Shapes.Sum(s => (double)s.Count * s.Pairs(a.Causal) * a.Heads) / unit.ExpPerCycle,
        _ => 0,
    };

    private static double PerElement(VectorUnit unit, VectorWork work) =>
        (double)work.Adds / unit.AddPerCycle + (double)work.Multiplies / unit.MultiplyPerCycle
        + (double)work.Exps / unit.ExpPerCycle + (double)work.Converts / unit.ConvertPerCycle;

    private static (double, double, double) Sum(IEnumerable<(double Dense, double Sparse, double Rescale)> parts) =>
        parts.Aggregate((0.0, 0.0, 0.0), (sum, x) => (sum.Item1 + x.Dense, sum.Item2 + x.Sparse, sum.Item3 + x.Rescale));
}
