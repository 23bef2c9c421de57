using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>A member of the catalogue: the accumulator that a machine's record names.</summary>
/// <param name="Name">Spelling in <see cref="Accumulator.Model"/>.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Takes">Whether the model multiplies such operands.</param>
/// <param name="Build">The accumulator for a record and two operand formats.</param>
public sealed record AccumulatorModel(
    string Name,
    string Description,
    Func<ScalarFormat, ScalarFormat, bool> Takes,
    Func<Accumulator, ScalarFormat, ScalarFormat, DotAccumulator> Build)
{
    public override string ToString() => Name;
}
