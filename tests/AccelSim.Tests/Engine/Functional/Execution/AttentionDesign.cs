using AccelSim.Engine.Functional.Execution;
using AccelSim.Engine.Functional.Execution.Checks;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Execution;

/// <summary>Random attention on a random machine under a random mapping, with operands: prefill, decode, verification, ragged batches, any cache format.</summary>
internal sealed record AttentionDesign(Machine Machine, AttentionOperation Attention, Mapping Map, IReadOnlyList<AttentionInstance> Operands)
{
    private static readonly string[] Caches = ["bf16", "fp16", "int8", "int8(g=16)", "sq(int8/int4,b=8,s=0.75)", "sq(int8/int4,b=16,s=0.875,scale=e8m0)", "mxfp8_e4m3"];

    public static void Check(int cases, Func<AttentionDesign, int, string?> law)
    {
        int drawn = 0;
        for (int seed = 0; seed < cases; seed++)
        {
            int scattered = (int)CounterRandom.Bits(2, (ulong)seed, 30);
            var designs = new RandomDesigns(scattered);
            Machine machine = designs.Machine();
            Operation operation = designs.Operation();
            if (operation is not AttentionOperation attention) continue;
            string cache = Caches[scattered % Caches.Length], p = cache is "bf16" or "fp16" ? cache : scattered % 2 == 0 ? "int8" : "bf16";
            attention = attention with { KeyValue = NamedFormat.Of(cache), Query = NamedFormat.Of(cache is "bf16" or "fp16" ? cache : "int8"), Probability = NamedFormat.Of(p) };
            if (attention.ValuesInsideKeys) attention = attention with { VDim = Math.Min(attention.VDim, attention.QkDim) };
            if (cache.StartsWith("mx", StringComparison.Ordinal)) attention = attention with { Query = NamedFormat.Of("bf16"), Probability = NamedFormat.Of("bf16") };
            machine = Machines.Multiplying(machine, "fp16");
            Mapping map = designs.Mapping(machine, attention);
            try
            {
                new Mapper(machine).Check(attention, map);
                drawn++;
                var design = new AttentionDesign(machine, attention, map, DrawnOperands.For(attention, (ulong)scattered));
                Assert.That(law(design, scattered), Is.Null, () => $"seed {scattered}: {attention.KeyValue} p {attention.Probability} {string.Join(", ", attention.Shapes)}, {attention} {map}");
            }
            catch (InfeasibleException)
            {
                // Counted by what is missing from drawn.
            }
        }
        Assert.That(drawn, Is.GreaterThanOrEqualTo(cases / 8), "too few random designs were feasible attention");
    }

    public List<Step> Stream() => [.. Lowering.Lower(Machine, Attention, [Map]).Stream];

    public FunctionalResult Run(ulong? interleaving = null) => FunctionalAttention.Run(Machine, Attention, [Map], Operands, interleaving);

    public FunctionalResult Run(IEnumerable<Step> stream) => FunctionalAttention.Execute(Machine, Attention, [Map], Operands, stream, null);
}
