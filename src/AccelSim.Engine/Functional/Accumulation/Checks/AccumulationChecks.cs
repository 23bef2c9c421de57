using System.Collections.Immutable;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Accumulation.Checks;

/// <summary>What is checked about accumulators without any recorded data; a new check is a line here.</summary>
public static class AccumulationChecks
{
    /// <param name="presets">Those of the installation; each native one is checked.</param>
    public static ImmutableArray<NumericCheck> All(AccumulatorPresets presets) =>
    [
        new("exact-widths", "Sums in 64 bits, 128 bits and words equal sums in big integers.", TwinChecks.ExactWidths),
        new("exact-batched", "Exact products of matrices equal exact dot products.", TwinChecks.ExactLanes),
        new("t-fdpa-batched", "T-FDPA of matrices equals T-FDPA one by one, special values included.", TwinChecks.TruncatedLanes),
        new("t-fdpa-closed-form", "Every native preset gives the results that follow from its parameters by hand.", () => PresetChecks.ClosedForm(presets)),
        new("t-fdpa-mutants", "Every wrong parameter of every native preset is noticed by a closed-form vector, or cannot be noticed.", () => PresetChecks.Mutants(presets)),
        new("t-fdpa-permutation", "Order within a group does not matter.", LawChecks.PermutationWithinGroup),
        new("t-fdpa-scaling", "Scaling by a power of two commutes with T-FDPA away from the limits.", LawChecks.Scaling),
        new("t-fdpa-negation", "Negating one operand and c negates the result.", LawChecks.Negation),
        new("t-fdpa-large-f", "With bits enough T-FDPA is the exact sum.", LawChecks.LargeFraction),
        new("t-fdpa-error-bound", "The error of a group is below n * 2^(emax-F) and one unit in the last place.", LawChecks.ErrorBound),
        new("st-fdpa-unit-scales", "Block-scaled sums with scales of one equal unscaled sums.", LawChecks.UnitScales),
        new("int32-modulo", "Integer sums in any order and grouping agree modulo 2^32.", LawChecks.IntegerModulo),
        new("two-level", "Promotion with scales of one equals inner sums added in fp32.", LawChecks.TwoLevel),
    ];
}
