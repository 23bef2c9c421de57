using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Pairs;

/// <summary>How an operation's products run on a machine: one pair for a GEMM, two for attention (Q K^T and P V), none for element-wise work.</summary>
public sealed record Plans(MultiplyPlan First, MultiplyPlan? Second)
{
    /// <exception cref="InfeasibleException">A pair that no unit multiplies.</exception>
    public static Plans For(Machine machine, Operation operation) => operation switch
    {
        GemmOperation gemm => new(MultiplyPlanner.Plan(machine, gemm.Activations, gemm.Weights, OperandRole.Weights), null),
        AttentionOperation attention => new(
            MultiplyPlanner.Plan(machine, attention.Query, attention.KeyValue, OperandRole.KvKeys),
            MultiplyPlanner.Plan(machine, attention.Probability, attention.KeyValue, OperandRole.KvValues)),
        _ => new Plans(null!, null),
    };

    /// <summary>Promotions and expansions, for the table.</summary>
    public string Note(Operation operation) => operation switch
    {
        GemmOperation => First.Note,
        AttentionOperation => string.Join("; ", new[] { First.Note, Second!.Note }.Where(n => n.Length > 0).Distinct()),
        _ => "",
    };

    /// <summary>
    /// Logical MACs per cycle and core over the operation: the pair's rate, or the MAC-weighted harmonic mean of the two of attention.
    /// 0 where the operation has no MACs.
    /// </summary>
    public double LogicalRate(Operation operation) => operation switch
    {
        GemmOperation => First.LogicalRate,
        AttentionOperation attention => (attention.QkDim + attention.VDim)
            / (attention.QkDim / First.LogicalRate + attention.VDim / Second!.LogicalRate),
        _ => 0,
    };
}
