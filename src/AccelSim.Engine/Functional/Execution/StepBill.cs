using AccelSim.Model.Operations;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>Holds what a step says against what carrying it out took.</summary>
internal static class StepBill
{
    /// <exception cref="ScheduleException">The two differ.</exception>
    public static void Check(in Step step, string what, long billed, long done)
    {
        if (billed != done)
            throw new ScheduleException($"{step.Kind} {step.Work} at {step.Position} says {billed} {what} and takes {done}");
    }

    /// <summary>Bytes of the next operation's weights that a load brings; nothing is computed with them here.</summary>
    /// <exception cref="ScheduleException">The operation brings another number of bytes.</exception>
    public static long NextWeights(in Step step, Operation operation)
    {
        Check(step, "bytes for the next operation", step.Bytes, operation.PrefetchBytes);
        return step.Bytes;
    }

    /// <summary>Buffer number of a register among those that begin at <paramref name="first"/>.</summary>
    /// <exception cref="ScheduleException">The step names another kind of register.</exception>
    public static int Slot(in Step step, int register, int first)
    {
        int slot = register - first;
        return slot is >= 0 and < Schedule.Registers.Slots
            ? slot
            : throw new ScheduleException($"{step.Kind} {step.Work} at {step.Position} names register {register}, not one of {first} to {first + Schedule.Registers.Slots - 1}");
    }
}
