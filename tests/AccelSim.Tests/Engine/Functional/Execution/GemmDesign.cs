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

/// <summary>A random GEMM on a random machine under a random mapping, with operands.</summary>
internal sealed record GemmDesign(Machine Machine, GemmOperation Gemm, Mapping Map, IReadOnlyList<GemmInstance> Operands)
{
    /// <summary>Null where the drawn operation is no GEMM; throws where the mapping is infeasible.</summary>
    public static GemmDesign? Draw(RandomDesigns designs, int seed)
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        if (operation is not GemmOperation gemm) return null;
        new Mapper(machine).Check(gemm, map);
        return new GemmDesign(machine, gemm, map, DrawnOperands.For(gemm, (ulong)seed));
    }

    /// <summary>Checks a law on the GEMMs among so many random designs, at least two in five.</summary>
    public static void Check(int cases, Func<GemmDesign, int, string?> law)
    {
        int drawn = 0;
        for (int seed = 0; seed < cases; seed++)
        {
            // Neighbouring seeds of the library's generator are alike; scattered ones are not.
            int scattered = (int)CounterRandom.Bits(1, (ulong)seed, 30);
            try
            {
                if (Draw(new RandomDesigns(scattered), scattered) is not { } design) continue;
                drawn++;
                Assert.That(law(design, scattered), Is.Null, () => $"seed {scattered}: {design.Gemm.Activations} x {design.Gemm.Weights}, {string.Join(", ", design.Gemm.Shapes)}, {design.Map}");
            }
            catch (InfeasibleException)
            {
                // Counted by what is missing from drawn.
            }
        }
        Assert.That(drawn, Is.GreaterThanOrEqualTo(cases * 2 / 5), "too few random designs were feasible GEMMs");
    }

    public List<Step> Stream() => [.. Lowering.Lower(Machine, Gemm, [Map]).Stream];

    public FunctionalResult Run(ulong? interleaving = null) => FunctionalGemm.Run(Machine, Gemm, [Map], Operands, interleaving);

    public FunctionalResult Run(IEnumerable<Step> stream) => FunctionalGemm.Execute(Machine, Gemm, [Map], Operands, stream, null);
}
