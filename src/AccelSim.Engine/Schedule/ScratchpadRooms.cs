using AccelSim.Model.Machines;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Keeps the shapes of one operation apart in the scratchpads. Shapes whose buffers have room in one layout follow each other without a pause, as the registers
/// of equal buffers keep their tiles apart; a shape that has none brings its first tile when the last output before it has left (docs/ENGINE.md, "Shapes").
/// </summary>
internal sealed class ScratchpadRooms(Machine machine, Registers registers)
{
    private CoreBuffers placed;
    private sbyte leaving = -1;
    private bool full;

    /// <summary>The steps that follow are those of a shape with these buffers.</summary>
    public void Enter(in CoreBuffers buffers)
    {
        CoreBuffers both = placed.Over(buffers);
        full = both.Bytes > machine.Scratchpad.CapacityBytes && leaving >= 0;
        placed = full ? buffers : both;
    }

    /// <summary>The next step, with one more wait where it is the first to need room that is not there.</summary>
    public Step Admit(Step step)
    {
        if (full && step is { Kind: StepKind.Load, StopsAtSharedBuffer: false })
        {
            // Stores leave in order, so with the last of them all are out; the loads behind this one issue after it.
            step.Wait3 = registers.On(leaving);
            full = false;
        }
        if (step.Kind == StepKind.Store) leaving = step.Done0;
        return step;
    }
}
