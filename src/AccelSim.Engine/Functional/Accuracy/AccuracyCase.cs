using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>All that the accuracy of a product depends on; equal cases have equal errors.</summary>
/// <param name="Weights">Format, complete.</param>
/// <param name="Activations">Format, complete.</param>
/// <param name="Output">Format that results are stored in.</param>
/// <param name="K">Reduction length, before it is cut.</param>
/// <param name="Data">Tensors, sample, seed.</param>
/// <param name="Options">Switches.</param>
/// <param name="Machine">Whose arithmetic it is; null for the contract, which all machines with an exact accumulator share.</param>
/// <param name="Mapping">Of the operation; null with the machine.</param>
public sealed record AccuracyCase(
    NumberFormat Weights, NumberFormat Activations, NumberFormat Output, long K, NumericsPlan Data, QuantisationOptions Options, Machine? Machine = null, Mapping? Mapping = null)
{
    /// <summary>K as it is computed.</summary>
    public int SampledK => (int)Math.Min(K, Options.Method == QuantisationMethod.Calibrated ? Math.Min(Data.MaxK, Data.MaxKCalibrated) : Data.MaxK);
}
