using AccelSim.Engine.Dram;
using AccelSim.Input;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace AccelSim.Benchmarks;

/// <summary>Requests per second of the DRAM engines on one channel.</summary>
[MedianColumn, MinColumn]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 1, iterationCount: 5, invocationCount: 1)]
public class DramBenchmarks
{
    private readonly DramTiming timing;
    private readonly CommandTable table;
    private readonly AddressDecoder decoder;

    public DramBenchmarks() : this("hbm3")
    {
    }

    internal DramBenchmarks(string standard)
    {
        timing = InputFiles.Find().Standard(standard, null).Value ?? throw new InvalidOperationException($"{standard} cannot be read");
        table = new CommandTable(timing);
        if (!AddressOrder.TryParse(timing.Protocol!.Mappings[0].Value, timing, 1, out AddressOrder? order, out string? error)) throw new InvalidOperationException(error);
        decoder = AddressDecoder.OfPseudoChannel(order, timing);
    }

    /// <summary>Requests of a run.</summary>
    [Params(2_000_000)]
    public long Requests { get; set; } = 2_000_000;

    /// <summary>A stream that skips what repeats.</summary>
    [Benchmark]
    public long Stream() => new StreamEngine(table, new DramOptions(), new StreamSource(decoder, 1000, Counts())).Run().Cycles;

    /// <summary>The same stream, every command.</summary>
    [Benchmark]
    public long StreamByCommand() => new ChannelController(table, new DramOptions(), new StreamSource(decoder, 1000, Counts())).Run().Cycles;

    /// <summary>Random reads, every command.</summary>
    [Benchmark]
    public long Random() => new ChannelController(table, new DramOptions(), new RandomSource(decoder, 1000, Counts(), 1, 0)).Run().Cycles;

    private long[] Counts() => [.. Enumerable.Repeat(Requests / timing.PseudoChannels, timing.PseudoChannels)];
}
