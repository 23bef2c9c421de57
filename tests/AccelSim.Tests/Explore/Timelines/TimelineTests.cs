using System.Globalization;
using System.Text.Json;
using AccelSim.Engine.Results;
using AccelSim.Engine.Timing;
using AccelSim.Explore.Timelines;
using AccelSim.Input.Machines;
using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Tests.Engine;
using AccelSim.Tests.Engine.Timing;
using AccelSim.Tests.Input;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Timelines;

/// <summary>A timeline is a trace that the usual viewers accept, and agrees with the counters of the run that it shows.</summary>
public sealed class TimelineTests
{
    private static readonly Machine Machine = MachineFile.Kind.Load("sq-edge", [], Installation.Files).Value!;

    private static readonly OperationResult[] Results =
        [.. new[] { Gemms.Of(48, 512, 1024) with { Name = "first" }, Gemms.Of(200, 256, 512) with { Name = "second" } }.Select(o => new Simulator(Machine).Run(o))];

    private static readonly TimelineOptions Uncut = new(0, long.MaxValue, 0, int.MaxValue);

    [TestCase(EngineChoice.Fast)]
    [TestCase(EngineChoice.Reference)]
    public void Every_event_has_the_keys_of_the_trace_event_format(EngineChoice engine)
    {
        JsonElement root = Trace(Uncut, engine);
        Assert.That(root.GetProperty("displayTimeUnit").GetString(), Is.EqualTo("ns"));
        foreach (JsonElement e in Events(root))
        {
            Assert.That(e.GetProperty("name").GetString(), Is.Not.Empty);
            Assert.That(e.GetProperty("pid").GetInt32(), Is.GreaterThan(0));
            Assert.That(e.GetProperty("tid").GetInt32(), Is.GreaterThanOrEqualTo(0));
            switch (e.GetProperty("ph").GetString())
            {
                case "X":
                    Assert.That(e.GetProperty("ts").GetDouble(), Is.GreaterThanOrEqualTo(0));
                    Assert.That(e.GetProperty("dur").GetDouble(), Is.GreaterThanOrEqualTo(0));
                    break;
                case "C":
                    Assert.That(e.GetProperty("ts").GetDouble(), Is.GreaterThanOrEqualTo(0));
                    Assert.That(e.GetProperty("args").EnumerateObject().Single().Value.GetInt64(), Is.GreaterThanOrEqualTo(0));
                    break;
                case "M":
                    Assert.That(e.GetProperty("name").GetString(), Does.Match("^(process|thread)_(name|sort_index)$"));
                    break;
                default:
                    Assert.Fail($"phase {e.GetProperty("ph")}");
                    break;
            }
        }
    }

    [Test]
    public void Both_engines_draw_the_same() =>
        Assert.That(Lines(Trace(Uncut, EngineChoice.Fast)), Is.EqualTo(Lines(Trace(Uncut, EngineChoice.Reference))));

    [Test]
    public void An_uncut_timeline_adds_up_to_the_counters()
    {
        JsonElement root = Trace(Uncut);
        for (int i = 0; i < Results.Length; i++)
        {
            OperationCounters c = Results[i].Counters;
            long Busy(string lane) => OnLane(root, 2 * i + 1, lane).Sum(e => Arg(e, "to") - Arg(e, "from"));
            Assert.That(Busy("dense unit"), Is.EqualTo(c.DenseBusyCycles));
            Assert.That(Busy("vector unit"), Is.EqualTo(c.VectorBusyCycles));
            Assert.That(Busy("rescale unit"), Is.EqualTo(c.RescaleBusyCycles));
            Assert.That(Spans(root).Where(e => Pid(e) == 2 * i + 2 && e.GetProperty("args").TryGetProperty("bursts", out _)).Sum(e => Arg(e, "bursts")), Is.EqualTo(c.DramBursts));
        }
    }

    [TestCase(0, long.MaxValue)]
    [TestCase(1_500, 4_000)]
    public void A_lane_shows_one_thing_at_a_time_within_its_operation(long from, long to)
    {
        JsonElement root = Trace(Uncut with { From = from, To = to });
        long begin = 0;
        for (int i = 0; i < Results.Length; i++)
        {
            long end = begin + (long)Math.Ceiling(Results[i].Counters.Cycles * 1e9 / Machine.LoadClockHz);
            foreach (var lane in Spans(root).Where(e => (Pid(e) + 1) / 2 == i + 1).GroupBy(e => (Pid(e), e.GetProperty("tid").GetInt32())))
            {
                long before = begin;
                foreach ((long start, long stop) in lane.Select(e => (Nanoseconds(e, "ts"), Nanoseconds(e, "ts") + Nanoseconds(e, "dur"))).Order())
                {
                    Assert.That(start, Is.GreaterThanOrEqualTo(before), $"{lane.Key}");
                    Assert.That(stop, Is.InRange(start, end + 1), $"{lane.Key}");
                    before = stop;
                }
            }
            begin = end - 1;
        }
    }

    [Test]
    public void A_window_holds_what_starts_in_it()
    {
        static IEnumerable<(long, long)> Core(JsonElement root) => OnLane(root, 1, "dense unit").Select(e => (Arg(e, "from"), Arg(e, "to")));
        (long From, long To)[] all = [.. Core(Trace(Uncut))];
        Assert.That(Core(Trace(Uncut with { From = 1_500, To = 4_000 })), Is.EqualTo(all.Where(e => e.From is >= 1_500 and < 4_000)));
        Assert.That(all.Count(e => e.From is >= 1_500 and < 4_000), Is.Positive);
    }

    [Test]
    public void Steps_under_way_are_those_issued_and_not_complete()
    {
        JsonElement root = Trace(Uncut);
        var heard = new Recording();
        var simulator = new Simulator(Machine);
        simulator.Time(simulator.Lower(Results[0]), heard);
        foreach ((string queue, TimingLane lane) in new[] { ("load", TimingLane.LoadIssue), ("tensor", TimingLane.Fetch), ("vector", TimingLane.Vector), ("up", TimingLane.LinkUp) })
        {
            Dictionary<long, long> starts = heard.Busies.Where(b => b.Lane == lane).GroupBy(b => b.Step).ToDictionary(g => g.Key, g => g.Min(b => b.Start));
            long[] ends = [.. heard.Completions.Where(c => starts.ContainsKey(c.Step)).Select(c => c.Cycle)];
            // The slow twin: counts at every change.
            long[] expected = [.. starts.Values.Concat(ends).Distinct().Order().Select(t => starts.Values.Count(s => s <= t) - ends.LongCount(e => e <= t))];
            long[] shown = [.. Events(root).Where(e => e.GetProperty("ph").GetString() == "C" && Pid(e) == 1 && e.GetProperty("name").GetString() == $"{queue} steps under way").Select(e => Arg(e, "steps"))];
            Assert.That(shown, Is.EqualTo(expected), queue);
        }
    }

    [Test]
    public void Without_a_window_the_first_events_are_shown_and_the_cut_is_said()
    {
        OperationResult large = new Simulator(Machine).Run(Gemms.Of(512, 4096, 4096));
        using var stream = new MemoryStream();
        TimelineCut cut = Timeline.Write(stream, new Simulator(Machine), [large], new TimelineOptions(), []).Single();
        Assert.That(cut.IsCut, Is.True);
        Assert.That(cut.Events, Is.InRange(TimelineOptions.MostEvents / 4, TimelineOptions.MostEvents * 5 / 4));
        Assert.That(JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("otherData").EnumerateObject().Any(p => p.Name.StartsWith("cut ", StringComparison.Ordinal)), Is.True);
    }

    [Test]
    public void A_picture_is_the_same_bytes_every_time()
    {
        byte[] first = Png(), again = Png();
        Assert.That(again, Is.EqualTo(first));
        Assert.That(() => TimelinePlot.Draw("x", new Simulator(Machine), Results[0], new TimelineOptions(1L << 40)), Throws.ArgumentException);
    }

    private static byte[] Png() => TimelinePlot.Draw("first", new Simulator(Machine), Results[0], new TimelineOptions(0, 4_000, 0, 1)).Png;

    private static JsonElement Trace(TimelineOptions options, EngineChoice engine = EngineChoice.Auto)
    {
        using var stream = new MemoryStream();
        Timeline.Write(stream, new Simulator(Machine, engine), Results, options, [("machine", Machine.Name)]);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static IEnumerable<JsonElement> Events(JsonElement root) => root.GetProperty("traceEvents").EnumerateArray();

    private static IEnumerable<JsonElement> Spans(JsonElement root) => Events(root).Where(e => e.GetProperty("ph").GetString() == "X");

    private static IEnumerable<string> Lines(JsonElement root) => Events(root).Select(e => e.ToString()).Order(StringComparer.Ordinal);

    private static int Pid(JsonElement e) => e.GetProperty("pid").GetInt32();

    private static long Arg(JsonElement e, string name) => e.GetProperty("args").GetProperty(name).GetInt64();

    private static long Nanoseconds(JsonElement e, string name) => (long)(decimal.Parse(e.GetProperty(name).GetRawText(), CultureInfo.InvariantCulture) * 1000);

    private static IEnumerable<JsonElement> OnLane(JsonElement root, int pid, string lane)
    {
        int tid = Events(root).Single(e => Pid(e) == pid && e.GetProperty("name").GetString() == "thread_name" && e.GetProperty("args").GetProperty("name").GetString() == lane)
            .GetProperty("tid").GetInt32();
        return Spans(root).Where(e => Pid(e) == pid && e.GetProperty("tid").GetInt32() == tid).OrderBy(e => Arg(e, "from"));
    }
}
