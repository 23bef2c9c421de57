using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Schedule;

/// <summary>Cycles of the vector unit for an amount of element work: kinds run one after the other, each at its own rate.</summary>
internal static class VectorCycles
{
    public static long Of(VectorUnit unit, VectorWork work) => Math.Max(1,
        Ceiling(work.Adds, unit.AddPerCycle) + Ceiling(work.Multiplies, unit.MultiplyPerCycle)
        + Ceiling(work.Exps, unit.ExpPerCycle) + Ceiling(work.Converts, unit.ConvertPerCycle));
}
