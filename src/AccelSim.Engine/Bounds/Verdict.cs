using System.Globalization;
using AccelSim.Model.Operations;

namespace AccelSim.Engine.Bounds;

/// <summary>How a broken law is reported: which operation, both numbers, and the relation between them.</summary>
internal static class Verdict
{
    /// <exception cref="BoundViolationException">The law does not hold.</exception>
    public static void Require(Operation operation, bool holds, string what, double value, string relation, double bound)
    {
        if (holds) return;
        throw new BoundViolationException(string.Create(CultureInfo.InvariantCulture,
            $"{operation.Name}: {what} {value:G15} must be {relation} {bound:G15}"));
    }
}
