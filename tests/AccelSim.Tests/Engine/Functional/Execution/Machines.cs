using AccelSim.Model.Machines;

namespace AccelSim.Tests.Engine.Functional.Execution;

/// <summary>Machines that multiply one more pair.</summary>
internal static class Machines
{
    public static Machine Multiplying(Machine machine, string format) => machine with
    {
        TensorUnit = machine.TensorUnit with
        {
            MacsPerCycle = new MacRates([.. machine.TensorUnit.MacsPerCycle.Entries.Where(e => e.Left != format),
                new MacRate(format, format, (long)machine.TensorUnit.Rows * machine.TensorUnit.Cols)]),
        },
    };
}
