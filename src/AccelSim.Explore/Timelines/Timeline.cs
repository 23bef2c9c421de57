using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;

namespace AccelSim.Explore.Timelines;

/// <summary>Runs operations once more with an observer and writes what it hears; the memory it takes does not grow with the run.</summary>
public static class Timeline
{
    /// <summary>Writes the operations one after another, each once.</summary>
    /// <param name="stream">Where; stays open.</param>
    /// <param name="simulator">The machine and the engine that observes.</param>
    /// <param name="operations">Results to show; collectives have nothing but their length.</param>
    /// <param name="options">What to show.</param>
    /// <param name="about">Facts to note in the file.</param>
    public static ImmutableArray<TimelineCut> Write(
        Stream stream, Simulator simulator, IEnumerable<OperationResult> operations, TimelineOptions options, IEnumerable<(string Key, string Value)> about)
    {
        Machine machine = simulator.Machine;
        var cuts = ImmutableArray.CreateBuilder<TimelineCut>();
        using var events = new TraceEvents(stream, machine, options);
        foreach (OperationResult result in operations)
        {
            long cycles = result.Counters.Cycles;
            long to = End(simulator, result, options);
            ITimelineSink sink = events.Begin(result.Operation.Name, cycles, to);
            cuts.Add(new TimelineCut(result.Operation.Name, options.From, to, cycles, Observe(simulator, result, sink, options, to)));
        }
        events.Finish([.. about, ("precision", "ts and dur in microseconds, boundaries rounded to 1 ns; args hold exact cycles: from and to of the core clock, dram_from and dram_to of the DRAM clock"),
            .. cuts.Where(c => c.IsCut).Select(c => ($"cut {c.Operation}", string.Create(CultureInfo.InvariantCulture, $"cycles {c.From} to {c.To} of {c.Cycles}")))]);
        return cuts.ToImmutable();
    }

    /// <summary>Runs one operation into a sink; returns the number of spans.</summary>
    internal static long Observe(Simulator simulator, OperationResult result, ITimelineSink sink, TimelineOptions options, long to)
    {
        if (result.Operation is CollectiveOperation) return 0;
        var observer = new TimelineObserver(simulator.Machine, sink, options, options.From, to);
        Lowered lowered = simulator.Lower(result);
        simulator.Time(lowered with { Stream = observer.Watch(lowered.Stream) }, observer);
        observer.Finish();
        return observer.Spans;
    }

    private static long End(Simulator simulator, OperationResult result, TimelineOptions options)
    {
        long cycles = result.Counters.Cycles;
        if (options.To is { } given) return Math.Min(given, cycles);
        if (result.Operation is CollectiveOperation) return cycles;
        var histogram = new EventHistogram(ClockRatio.Of(simulator.Machine), options);
        simulator.Time(simulator.Lower(result), histogram);
        return Math.Min(cycles, histogram.EndOf(TimelineOptions.MostEvents));
    }
}
