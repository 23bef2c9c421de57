using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>The latest signal of every register: how often it has been given, when, and what delayed it.</summary>
internal sealed class RegisterTimes
{
    private readonly int[] versions;
    private readonly WaitTimes[] times;

    public RegisterTimes() => (versions, times) = (new int[sbyte.MaxValue + 1], new WaitTimes[sbyte.MaxValue + 1]);

    public RegisterTimes(RegisterTimes other) => (versions, times) = ((int[])other.versions.Clone(), (WaitTimes[])other.times.Clone());

    /// <summary>Whether all waits of a step have been signalled (at some time, maybe in the future); adds their times.</summary>
    public bool Resolve(in Step step, ref WaitTimes waits) =>
        Resolve(step.Wait0, ref waits) && Resolve(step.Wait1, ref waits) && Resolve(step.Wait2, ref waits) && Resolve(step.Wait3, ref waits);

    public void Signal(sbyte register, in WaitTimes time)
    {
        if (register < 0) return;
        versions[register]++;
        times[register] = time;
    }

    public string Describe(Wait wait) => wait.IsNone ? "" : $"r{wait.Register} has {versions[wait.Register]} needs {wait.Version}";

    private bool Resolve(Wait wait, ref WaitTimes waits)
    {
        if (wait.IsNone || wait.Version == 0) return true;
        int have = versions[wait.Register];
        if (have < wait.Version) return false;
        if (have > wait.Version)
            throw new InvalidOperationException($"register {wait.Register} was signalled {have} times before the wait for signal {wait.Version}");
        waits.Include(times[wait.Register]);
        return true;
    }
}
