using System.Globalization;
using System.Text.Json;
using AccelSim.Model.Machines;

namespace AccelSim.Explore.Timelines;

/// <summary>
/// Writes spans as events of the Trace Event Format (JSON object form) that Perfetto and chrome://tracing read. Times are microseconds with
/// three decimals: every boundary is rounded to the nanosecond, the finest that those viewers keep; exact cycles stand beside, in the arguments.
/// </summary>
internal sealed class TraceEvents : IDisposable
{
    private const int FlushEvery = 1 << 16;
    private const long PicosecondsPerSecond = 1_000_000_000_000;

    private readonly Utf8JsonWriter json;
    private readonly Machine machine;
    private readonly TimelineOptions options;
    private long offset;
    private int process = -1;

    public TraceEvents(Stream stream, Machine machine, TimelineOptions options)
    {
        (this.machine, this.options) = (machine, options);
        json = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = false });
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartArray("traceEvents");
    }

    /// <summary>Begins an operation, which the previous one's cycles precede; its lanes are two processes, the chip and its DRAM.</summary>
    /// <param name="name">As in the results table.</param>
    /// <param name="cycles">How long it takes.</param>
    /// <param name="end">Cycle at which its events are cut.</param>
    public ITimelineSink Begin(string name, long cycles, long end)
    {
        process++;
        Name(Chip, name);
        Name(Dram, $"{name}: DRAM");
        foreach (TimelineLane lane in TimelineLane.All(machine, options)) Lane(lane);
        var sink = new Sink(this, offset, cycles);
        Event("X", end < cycles ? $"{name} (cut at cycle {end.ToString(CultureInfo.InvariantCulture)})" : name, "operation", Chip, Tid(new TimelineLane(false, 0)) - 1,
            offset, offset + Picoseconds(cycles), () =>
            {
                json.WriteNumber("from", 0);
                json.WriteNumber("to", cycles);
            });
        offset += Picoseconds(cycles);
        return sink;
    }

    /// <summary>Closes the document with what is true of all of it.</summary>
    public void Finish(IEnumerable<(string Key, string Value)> about)
    {
        json.WriteEndArray();
        json.WriteStartObject("otherData");
        foreach ((string key, string value) in about) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    public void Dispose() => json.Dispose();

    private int Chip => 2 * process + 1;

    private int Dram => 2 * process + 2;

    // Thread 1 is the operation as a whole.
    private static int Tid(TimelineLane lane) => lane.Number + 2;

    private long Picoseconds(long cycles) => (long)((Int128)cycles * PicosecondsPerSecond / machine.LoadClockHz);

    private void Name(int pid, string name)
    {
        Metadata("process_name", pid, 0, () => json.WriteString("name", name));
        Metadata("process_sort_index", pid, 0, () => json.WriteNumber("sort_index", pid));
        if (pid == Chip) Metadata("thread_name", pid, 1, () => json.WriteString("name", "operation"));
    }

    private void Lane(TimelineLane lane)
    {
        int pid = lane.Dram ? Dram : Chip;
        Metadata("thread_name", pid, Tid(lane), () => json.WriteString("name", lane.Name(machine.Memory)));
        Metadata("thread_sort_index", pid, Tid(lane), () => json.WriteNumber("sort_index", Tid(lane)));
    }

    private void Metadata(string name, int pid, int tid, Action arguments)
    {
        Open("M", name, pid, tid);
        json.WriteStartObject("args");
        arguments();
        Close();
    }

    private void Event(string phase, string name, string category, int pid, int tid, long start, long end, Action arguments)
    {
        Open(phase, name, pid, tid);
        json.WriteString("cat", category);
        json.WritePropertyName("ts");
        Microseconds(Nanoseconds(start));
        json.WritePropertyName("dur");
        Microseconds(Nanoseconds(end) - Nanoseconds(start));
        json.WriteStartObject("args");
        arguments();
        Close();
    }

    private void Open(string phase, string name, int pid, int tid)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", phase);
        json.WriteNumber("pid", pid);
        json.WriteNumber("tid", tid);
    }

    private void Close()
    {
        json.WriteEndObject();
        json.WriteEndObject();
        if (json.BytesPending > FlushEvery) json.Flush();
    }

    // Rounding is monotone, so that spans of a lane that do not overlap do not in the file.
    private static long Nanoseconds(long picoseconds) => (picoseconds + 500) / 1000;

    private void Microseconds(long nanoseconds) =>
        json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1000}.{nanoseconds % 1000:000}"), skipInputValidation: true);

    private sealed class Sink(TraceEvents events, long offset, long cycles) : ITimelineSink
    {
        private readonly int chip = events.Chip, dram = events.Dram;

        public void Span(TimelineLane lane, in TimelineSpan span)
        {
            TimelineSpan s = span;
            long last = events.Picoseconds(cycles);
            long Time(long cycle) => offset + Math.Min(last, s.Dram ? cycle * events.machine.Memory.Timing.TckPs : events.Picoseconds(cycle));
            events.Event("X", s.Name, s.Dram ? "dram" : "core", lane.Dram ? dram : chip, Tid(lane), Time(s.From), Time(s.To), () =>
            {
                Utf8JsonWriter json = events.json;
                if (s.Step >= 0) json.WriteNumber("step", s.Step);
                json.WriteNumber(s.Dram ? "dram_from" : "from", s.From);
                json.WriteNumber(s.Dram ? "dram_to" : "to", s.To);
                if (s.Detail.Name is { Length: > 0 } detail) json.WriteNumber(detail, s.Detail.Value);
            });
        }

        public void Depth(StepQueue queue, long cycle, long steps)
        {
            events.Open("C", $"{queue.ToString().ToLowerInvariant()} steps under way", chip, 0);
            events.json.WritePropertyName("ts");
            events.Microseconds(Nanoseconds(offset + events.Picoseconds(cycle)));
            events.json.WriteStartObject("args");
            events.json.WriteNumber("steps", steps);
            events.Close();
        }
    }
}
