using AccelSim.Model.Machines;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Systolic;

/// <summary>What SCALE-Sim reports for an operation (docs/SCALESIM.md). It knows one array, so cores share nothing here.</summary>
public static class ScaleSim
{
    /// <summary>The sum of its figures over the products of an operation; null where it has none to give.</summary>
    public static long? Cycles(Machine machine, Operation operation)
    {
        if (machine.Compatibility != Compatibility.ScaleSim || operation is not GemmOperation gemm) return null;
        var array = SystolicArray.Of(machine.TensorUnit);
        return gemm.Shapes.Sum(s => checked(s.Count * array.ScaleSimIndex(s.M, s.N, s.K)));
    }
}
