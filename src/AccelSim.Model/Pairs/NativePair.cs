using AccelSim.Model.Machines;

namespace AccelSim.Model.Pairs;

/// <summary>The inputs of a unit on which an operand pair runs.</summary>
/// <param name="Activations">Unit input that takes the activations.</param>
/// <param name="Weights">Unit input that takes the weights.</param>
/// <param name="MacsPerCycle">Dense rate per core.</param>
/// <param name="Promoted">True when either input is wider than its operand.</param>
/// <param name="ActivationsDequantised">Block or group scales of A are applied before the unit.</param>
/// <param name="WeightsDequantised">Block or group scales of B are applied before the unit.</param>
/// <param name="OwnArray">Whether the pair runs on the array that the unit has beside that of all other pairs (<see cref="MacRate.OwnArray"/>).</param>
public sealed record NativePair(
    string Activations, string Weights, long MacsPerCycle, bool Promoted, bool ActivationsDequantised, bool WeightsDequantised, bool OwnArray)
{
    /// <summary>
    /// The fastest native pair that holds both operands exactly, as real machines promote (W4A8 runs on INT8 inputs);
    /// ties go to the narrower inputs. Null when the unit has none.
    /// </summary>
    public static NativePair? Find(MacRates rates, OperandKind activations, OperandKind weights, bool canRescale)
    {
        NativePair? best = null;
        foreach (MacRate rate in rates.Entries)
        {
            Consider(rate.Left, rate.Right, rate);
            if (rate.Left != rate.Right) Consider(rate.Right, rate.Left, rate);
        }
        return best;

        void Consider(string a, string w, MacRate rate)
        {
            long macs = rate.MacsPerCycle;
            if (!activations.FitsInput(a, out bool aDequantised) || !weights.FitsInput(w, out bool wDequantised)) return;
            bool scalesLeft = (activations.Group > 0 && !aDequantised) || (weights.Group > 0 && !wDequantised);
            if (scalesLeft && !canRescale) return;
            bool promoted = a != activations.Name || w != weights.Name;
            if (best is null || macs > best.MacsPerCycle || (macs == best.MacsPerCycle && best.Promoted && !promoted))
            {
                best = new NativePair(a, w, macs, promoted, aDequantised, wDequantised, rate.OwnArray);
            }
        }
    }
}
