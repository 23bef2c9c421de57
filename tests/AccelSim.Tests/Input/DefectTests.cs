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
            (int Line, Defect Defect)[] spoilt = [.. defects.Select((defect, i) => (lines[i], defect)).OrderBy(pair => pair.Item1)];
            var expected = new List<string>();
            int moved = 0;
            foreach ((int line, Defect defect) in spoilt)
            {
                text[line] = Spoil(Good[line], defect);
                // A duplicate is one line more, and it is the second that is at fault.
                if (defect == Defect.Duplicate) moved++;
                expected.Add($"{line + 1 + moved}");
                if (defect == Defect.UnknownKey && IsRequired(line)) expected.Add($"missing {Key(line)}");
            }
            ReadResult<AccelSim.Model.Machines.Machine> read = Installation.Read(MachineFile.Kind, string.Join('\n', text));
            IEnumerable<string> got = read.Problems.Select(p =>
                p.Message.StartsWith("is missing", StringComparison.Ordinal) ? $"missing {p.Path[(p.Path.LastIndexOf('.') + 1)..]}" : $"{p.Line}");
            Assert.That(got, Is.EquivalentTo(expected), string.Join('\n', read.Problems));
        }, iter: 300);

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
