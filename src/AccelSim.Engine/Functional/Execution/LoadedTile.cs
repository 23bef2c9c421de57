using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>An operand tile in a scratchpad buffer, and what it is a tile of.</summary>
/// <param name="Operand">Which operand.</param>
/// <param name="Instance">Number of the instance among all of the operation.</param>
/// <param name="Vectors">Rows of activations, columns of weights; queries, keys, or channels of values.</param>
/// <param name="K">Along the reduction axis.</param>
/// <param name="Data">Codes and scales.</param>
internal sealed record LoadedTile(Operand Operand, long Instance, Extent Vectors, Extent K, GemmOperand Data)
{
    public override string ToString() => $"{Operand} {Vectors} x k {K} of instance {Instance}";

    /// <summary>Refuses a buffer that holds anything but the wanted tile.</summary>
    /// <exception cref="ScheduleException">It does.</exception>
    public static GemmOperand Require(LoadedTile? tile, Operand operand, long instance, Extent vectors, Extent k)
    {
        if (tile is null || tile.Operand != operand || tile.Instance != instance || tile.Vectors != vectors || tile.K != k)
            throw new ScheduleException($"{operand} {vectors} x k {k} of instance {instance} are read where {tile?.ToString() ?? "nothing"} is resident");
        return tile.Data;
    }
}
