using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Engine.Functional.Execution.Checks;
using AccelSim.Engine.Functional.Quantisation.Checks;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Formats;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

public sealed class CheckTests
{
    private static IEnumerable<NumericCheck> Checks => [.. FormatChecks.All(FormatCatalogue.BuiltIn), .. AccumulationChecks.All(ShippedPresets.All), .. GemmChecks.All, .. ExecutionChecks.All];

    [TestCaseSource(nameof(Checks))]
    public void A_check_of_verify_numerics_passes_and_checks_something(NumericCheck check)
    {
        CheckCount count = check.Run();
        Assert.That(count.Cases, Is.GreaterThan(100));
        Assert.That(count.Mismatches, Is.Zero);
        Assert.That(check.Run(), Is.EqualTo(count), "counts repeat");
    }

    [Test]
    public void Names_are_unique_and_fit_a_csv()
    {
        Assert.That(Checks.Select(c => c.Name), Is.Unique);
        Assert.That(Checks.Select(c => c.Name), Has.None.Contains(","));
        Assert.That(Checks.Select(c => c.Description), Has.All.EndsWith("."));
    }
}
