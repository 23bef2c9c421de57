using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// Registers and the steps still outstanding. A step of the cohort signals when its last core reports; the cores run in lockstep,
/// so all report in the same cycle.
/// </summary>
internal sealed class Scoreboard(int cores, IEnumerable<StepState> steps, ITimingObserver? observer = null)
{
    private readonly int[] signals = new int[sbyte.MaxValue + 1];
    private readonly int[] outstanding = Count(steps);
    private int nextWeights = steps.Count(s => s.Step.Operand == Operand.NextWeights);

    public bool AllComplete => Array.TrueForAll(outstanding, n => n == 0);

    /// <summary>Whether nothing is outstanding but loads of the next operation's weights.</summary>
    public bool OnlyNextWeightsLeft => nextWeights > 0 && outstanding.Sum() == nextWeights;

    public bool IsOutstanding(StepKind kind) => outstanding[(int)kind] > 0;

    public int Signals(Wait wait) => signals[wait.Register];

    public bool AreWaitsSatisfied(StepState state)
    {
        foreach (Wait wait in state.Waits)
        {
            if (signals[wait.Register] < wait.Version) return false;
        }
        return true;
    }

    /// <summary>One core has read the last operand of a tensor step.</summary>
    public void CoreHasRead(StepState state)
    {
        state.CoresRead++;
        if (state.CoresRead < cores) return;
        Signal(state.Step.Early0);
        Signal(state.Step.Early1);
    }

    /// <summary>One core has completed a step.</summary>
    public void CoreIsDone(StepState state, long cycle)
    {
        state.CoresDone++;
        if (state.CoresDone == cores) Complete(state, cycle);
    }

    public void Complete(StepState state, long cycle)
    {
        state.CompletedAt = cycle;
        observer?.Complete(state.Step.Kind, state.Index, cycle);
        outstanding[(int)state.Step.Kind]--;
        if (state.Step.Operand == Operand.NextWeights) nextWeights--;
        Signal(state.Step.Done0);
        Signal(state.Step.Done1);
    }

    private static int[] Count(IEnumerable<StepState> steps)
    {
        int[] counts = new int[Enum.GetValues<StepKind>().Length];
        foreach (StepState state in steps) counts[(int)state.Step.Kind]++;
        return counts;
    }

    private void Signal(sbyte register)
    {
        if (register >= 0) signals[register]++;
    }
}
