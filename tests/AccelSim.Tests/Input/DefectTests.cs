using AccelSim.Input.Machines;
using AccelSim.Input.Yaml;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

/// <summary>Random defects in a good file are reported exactly: each at its line, and nothing else.</summary>
public sealed class DefectTests
{
    private static readonly string[] Good = File.ReadAllLines(Installation.Files.Locate(MachineFile.Kind, "sq-next")!);

    /// <summary>Lines with a single value whose spoiling leaves every rule between keys silent.</summary>
    private static readonly int[] Lines =
        [.. Enumerable.Range(0, Good.Length).Where(i => Key(i) is "clock" or "chips" or "bandwidth" or "cores" or "pipeline_depth" or "select_per_cycle" or "elements_per_cycle"
            or "outputs_per_cycle" or "exp_per_cycle" or "capacity" or "banks" or "bank_bandwidth" or "core_bandwidth" or "channels" or "lookahead" or "launch_overhead" or "power_cap")];

    private enum Defect
    {
        Mistyped,
        Empty,
        NotANumber,
        Negative,
        Huge,
        WrongUnit,
        UnknownKey,
        Duplicate,
    }

    [Test]
    public void Each_defect_is_reported_at_its_line_and_nothing_else_is() =>
        Gen.Select(Gen.Shuffle(Lines), Gen.Enum<Defect>().Array[1, 5]).Sample((lines, defects) =>
        {
            string[] text = [.. Good];
            var expected = new List<int>();
            for (int i = 0; i < defects.Length; i++)
            {
                int line = lines[i];
                text[line] = Spoil(Good[line], defects[i]);
                expected.Add(line);
            }
            // A duplicate occupies two lines in one; lines after it move down by one.
            int[] at = [.. expected.Order().Select(line => line + 1
                + expected.Count(other => other < line && defects[expected.IndexOf(other)] == Defect.Duplicate)
                + (defects[expected.IndexOf(line)] == Defect.Duplicate ? 1 : 0))];
            ReadResult<AccelSim.Model.Machines.Machine> read = Installation.Read(MachineFile.Kind, string.Join('\n', text));
            // Duplicates and other refusals of syntax come before meaning, so a file with both reports the former only.
            int[] wanted = defects.Contains(Defect.Duplicate)
                ? [.. at.Where((_, i) => defects[expected.IndexOf(expected.Order().ElementAt(i))] == Defect.Duplicate)]
                : at;
            int[] got = [.. read.Problems.Where(p => !p.Message.StartsWith("is missing", StringComparison.Ordinal)).Select(p => p.Line)];
            Assert.That(got, Is.EqualTo(wanted), string.Join('\n', read.Problems));
            int missing = defects.Contains(Defect.Duplicate) ? 0 : expected.Count(line => defects[expected.IndexOf(line)] == Defect.UnknownKey && IsRequired(line));
            Assert.That(read.Problems.Count(p => p.Message.StartsWith("is missing", StringComparison.Ordinal)), Is.EqualTo(missing), string.Join('\n', read.Problems));
        }, iter: 500);

    private static string Key(int line) => Good[line].Split(':')[0].Trim();

    private static bool IsRequired(int line) => Key(line) is not ("chips" or "pipeline_depth" or "lookahead" or "launch_overhead" or "power_cap")
        && !(Key(line) == "capacity" && Good[line].Contains("288", StringComparison.Ordinal));

    private static string Spoil(string line, Defect defect)
    {
        string code = line.Split('#')[0].TrimEnd();
        string key = code[..(code.IndexOf(':', StringComparison.Ordinal) + 1)];
        return defect switch
        {
            Defect.Mistyped => $"{key} [[1]]",
            Defect.Empty => key,
            Defect.NotANumber => $"{key} .nan",
            Defect.Negative => $"{key} -{code[key.Length..].Trim().TrimStart('[')}".Split(',')[0],
            Defect.Huge => $"{key} 9{new string('9', 40)} GHz",
            Defect.WrongUnit => $"{key} 3 parsecs",
            Defect.UnknownKey => key.Replace(":", "_zz:", StringComparison.Ordinal) + " 1",
            Defect.Duplicate => $"{code}\n{code}",
            _ => throw new ArgumentOutOfRangeException(nameof(defect)),
        };
    }
}
