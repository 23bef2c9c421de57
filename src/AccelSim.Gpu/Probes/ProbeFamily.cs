using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Probes;

/// <summary>A way to draw operands that brings out one property of the adders.</summary>
/// <param name="Name">Also its id in records: a changed generator takes a new name.</param>
/// <param name="Description">What it shows, in a sentence.</param>
/// <param name="Steps">Instructions chained through the accumulator.</param>
/// <param name="IsOrdinary">True for finite operands of moderate size, whose results recordings have covered; false where the answer is open.</param>
/// <param name="Suits">Which probes it is for.</param>
/// <param name="Fill">Writes A, B and C.</param>
public sealed record ProbeFamily(
    string Name, string Description, int Steps, bool IsOrdinary, Func<TensorProbe, bool> Suits, Action<ProbeInputs, ProbeRandom> Fill)
{
    /// <summary>The families of a probe.</summary>
    public static IEnumerable<ProbeFamily> For(TensorProbe probe) => ProbeFamilies.All.Where(f => f.Suits(probe));

    /// <summary>The family of this name for a probe, or null.</summary>
    public static ProbeFamily? Find(TensorProbe probe, string name) => For(probe).FirstOrDefault(f => f.Name == name);

    internal static bool IsFloat(TensorProbe probe) => probe.Left.Kind == ScalarKind.Float;

    public override string ToString() => Name;
}
