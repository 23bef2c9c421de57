using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Explore.Speculation;

/// <summary>Bytes of keys and values that attention must read once, in their formats.</summary>
internal static class KvTraffic
{
    /// <summary>Bytes of one chip over the operations of a pass.</summary>
    public static long Of(IEnumerable<RepeatedOperation> operations) =>
        operations.Sum(o => o.Operation is AttentionOperation attention ? o.Repeats * Of(attention) : 0);

    private static long Of(AttentionOperation a) => a.Shapes.Sum(s => s.Count * a.KvHeads * (
        a.KeyValue.Store(OperandRole.KvKeys, a.QkDim, s.KvLen).Bytes + (a.ValuesInsideKeys ? 0 : a.KeyValue.Store(OperandRole.KvValues, s.KvLen, a.VDim).Bytes)));
}
