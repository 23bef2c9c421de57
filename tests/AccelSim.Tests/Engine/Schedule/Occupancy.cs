using System.Collections.Immutable;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;
using AccelSim.Tests.Engine.Timing;

namespace AccelSim.Tests.Engine.Schedule;

/// <summary>Bytes that lie in the scratchpad of the lead core, from what an observed run did, one buffer after another.</summary>
internal sealed class Occupancy
{
    private const int Slots = Registers.Slots;

    private readonly Step[] steps;
    private readonly CoreBuffers[] buffers;
    private readonly Dictionary<(TimingLane Lane, long Step), (long Start, long End)> busy;
    private readonly Dictionary<long, long> complete;
    private readonly Dictionary<int, (long From, long To, long Bytes)> held = [];
    private readonly List<(long Time, long Bytes)> changes = [];
    private readonly bool attention;

    private Occupancy(Machine machine, Operation operation, ImmutableArray<Mapping> mappings)
    {
        Lowered lowered = Lowering.Lower(machine, operation, mappings);
        steps = [.. lowered.Stream];
        var recording = new Recording();
        Lowered again = Lowering.Lower(machine, operation, mappings);
        FastEngine.Run(machine, again.Tokens, again.Stream, recording);
        busy = recording.Busies.GroupBy(b => (b.Lane, b.Step)).ToDictionary(g => g.Key, g => (g.Min(b => b.Start), g.Max(b => b.End)));
        complete = recording.Completions.ToDictionary(c => c.Step, c => c.Cycle);
        Plans plans = Plans.For(machine, operation);
        buffers = [.. Enumerable.Range(0, Lowering.Shapes(operation)).Select(s => Lowering.Buffers(machine, operation, s, mappings[Math.Min(s, mappings.Length - 1)], plans))];
        attention = operation is AttentionOperation;
    }

    /// <summary>Most bytes at once. A buffer is taken with its largest tile from the first byte in until the last byte is out.</summary>
    public static long Peak(Machine machine, Operation operation, ImmutableArray<Mapping> mappings)
    {
        var occupancy = new Occupancy(machine, operation, mappings);
        for (int i = 0; i < occupancy.steps.Length; i++) occupancy.Follow(i);
        foreach (int buffer in occupancy.held.Keys.ToArray()) occupancy.Close(buffer);
        long now = 0, peak = 0;
        foreach ((_, long bytes) in occupancy.changes.OrderBy(c => c.Time).ThenBy(c => c.Bytes)) peak = Math.Max(peak, now += bytes);
        return peak;
    }

    private void Follow(int i)
    {
        Step step = steps[i];
        CoreBuffers of = buffers[step.Position.Shape];
        if (step.Kind == StepKind.Load && !step.StopsAtSharedBuffer)
        {
            int slot = step.Done0 % Slots;
            BufferSet set = step.Done0 < Slots ? of.A : attention && slot >= 2 ? of.Values : of.B;
            if (step.BytesPerCore > set.Bytes) throw new InvalidOperationException($"step {i} brings {step.BytesPerCore} bytes into a buffer of {set.Bytes}");
            Open(step.Done0, busy[(TimingLane.LoadIssue, i)].Start, set.Bytes);
        }
        foreach (Wait wait in (Wait[])[step.Wait0, step.Wait1, step.Wait2, step.Wait3])
        {
            if (step.Kind == StepKind.Tensor && In(wait.Register, Registers.AccumulatorFree(0))) Open(wait.Register, busy[(TimingLane.Dense, i)].Start, of.Accumulators.Bytes);
            if (step.Kind == StepKind.Tensor && In(wait.Register, Registers.ScoresFree(0))) Open(wait.Register, busy[(TimingLane.Dense, i)].Start, of.Scores.Bytes);
            if (step.Kind == StepKind.Vector && In(wait.Register, Registers.OutputFree(0))) Open(wait.Register, busy[(TimingLane.Vector, i)].Start, of.Outputs.Bytes);
        }
        long read = step.Kind == StepKind.Tensor ? busy[(TimingLane.Dense, i)].End : 0, done = complete[i];
        if (step.Kind == StepKind.Store) done = busy[(TimingLane.LinkUp, i)].End;
        foreach ((sbyte register, long time) in ((sbyte, long)[])[(step.Early0, read), (step.Early1, read), (step.Done0, done), (step.Done1, done)])
        {
            if (In(register, Registers.FreeA(0)) || In(register, Registers.FreeB(0))) Until(register - Slots, time);
            if (In(register, Registers.AccumulatorFree(0)) || In(register, Registers.ScoresFree(0)) || In(register, Registers.OutputFree(0))) Until(register, time);
        }
    }

    private static bool In(int register, int first) => register >= first && register < first + Slots;

    private void Open(int buffer, long from, long bytes)
    {
        Close(buffer);
        held[buffer] = (from, from, bytes);
    }

    private void Until(int buffer, long time)
    {
        if (held.TryGetValue(buffer, out var known)) held[buffer] = known with { To = Math.Max(known.To, time) };
    }

    private void Close(int buffer)
    {
        if (!held.Remove(buffer, out var known)) return;
        changes.Add((known.From, known.Bytes));
        changes.Add((known.To, -known.Bytes));
    }
}
