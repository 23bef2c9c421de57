using AccelSim.Engine.Results;
using AccelSim.Explore.Speculation;
using AccelSim.Model.Operations;
using AccelSim.Tests.Engine;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Speculation;

/// <summary>The cache bytes of a report against what the engine reads.</summary>
public sealed class KvTrafficTests
{
    [Test]
    public void The_cache_is_what_an_attention_reads_beside_its_queries([Values("bf16", "int8", "fp8_e4m3", "mxfp8_e4m3", "int4(g=32)")] string cache, [Values(64, 1000)] int context)
    {
        AttentionOperation attention = Attentions.Decode(4, context, cache);
        long read = new Simulator(TestMachines.Small).Run(attention).Counters.DramReadBytes;
        long queries = read - KvTraffic.Of([new RepeatedOperation(attention, 1)]);
        AttentionOperation shorter = Attentions.Decode(4, context - 32, cache);
        long less = new Simulator(TestMachines.Small).Run(shorter).Counters.DramReadBytes;
        Assert.That(queries, Is.Positive);
        Assert.That(less - KvTraffic.Of([new RepeatedOperation(shorter, 1)]), Is.EqualTo(queries), "the same queries whatever the context");
    }
}
