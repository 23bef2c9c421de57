using System.Globalization;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Gpu.Probes;

namespace AccelSim.Gpu.Commands;

/// <summary>What silicon said: judged comparisons are rows of the table, open ones findings that fail nothing.</summary>
internal static class ProbeReport
{
    public static void Write(IReadOnlyList<ProbeComparison> comparisons, CheckTable table, TextWriter error)
    {
        foreach (IGrouping<string, ProbeComparison> probe in comparisons.Where(c => c.IsJudged).GroupBy(c => c.Probe))
            table.Add($"tensor-core/{probe.Key}", probe.Aggregate(new CheckCount(), (sum, c) => sum + c.Count));
        foreach (ProbeComparison c in comparisons.Where(c => c.IsJudged && c.Count.Mismatches > 0))
            error.WriteLine($"{c.Probe}/{c.Family}: differs from {c.Model}: {c.First}");
        foreach (IGrouping<(string, string), ProbeComparison> open in comparisons.Where(c => !c.IsJudged && c.Model != "").GroupBy(c => (c.Probe, c.Family)))
        {
            CheckCount count = open.Aggregate(new CheckCount(), (sum, c) => sum + c.Count);
            string found = count.Mismatches == 0 ? $"agrees with {open.First().Model}"
                : $"{count.Mismatches} differ from {open.First().Model}: {open.First(c => c.Count.Mismatches > 0).First}";
            error.WriteLine($"open question: {open.Key.Item1}/{open.Key.Item2}: {count.Cases} elements, {found}");
        }
        foreach (string probe in comparisons.Where(c => c.Model == "").Select(c => c.Probe).Distinct())
            error.WriteLine($"{probe}: recorded; the engine has no model of this GPU to compare with");
    }

    public static string Csv(IReadOnlyList<ProbeComparison> comparisons) => "probe,generator,seed,model,judged,cases,mismatches,first\n"
        + string.Concat(comparisons.Select(c => string.Create(CultureInfo.InvariantCulture,
            $"{c.Probe},{c.Family},{c.Seed},{c.Model},{(c.IsJudged ? "yes" : "open")},{c.Count.Cases},{c.Count.Mismatches},{c.First}\n")));
}
