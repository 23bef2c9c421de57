using AccelSim.Model.Workloads;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace AccelSim.Benchmarks;

/// <summary>A step of Llama-3.1-8B on sq-next: every iteration is another point, so the median is over 50 distinct ones.</summary>
[MedianColumn, MinColumn]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 5, iterationCount: Points.Count, invocationCount: 1)]
public class StepBenchmarks
{
    private readonly Points points = new();
    private readonly Workload[] decode, prefill;
    private int next;

    public StepBenchmarks() => (decode, prefill) = ([.. points.Decode()], [.. points.Prefill()]);

    [IterationSetup]
    public void Next() => next = (next + 1) % Points.Count;

    /// <summary>Batch 32, context 32k.</summary>
    [Benchmark]
    public double Decode() => points.Evaluate(decode[next]);

    /// <summary>8k tokens.</summary>
    [Benchmark]
    public double Prefill() => points.Evaluate(prefill[next]);
}
