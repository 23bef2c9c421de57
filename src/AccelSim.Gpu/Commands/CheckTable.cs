using System.Globalization;
using AccelSim.Engine.Functional.Verification;

namespace AccelSim.Gpu.Commands;

/// <summary>The table <c>check,cases,mismatches</c>, a row as soon as it is known.</summary>
/// <param name="output">Standard output.</param>
/// <param name="csv">Commas instead of columns.</param>
internal sealed class CheckTable(TextWriter output, bool csv)
{
    private const int NameWidth = 40, NumberWidth = 12;

    private readonly List<string> lines = [];

    /// <summary>Whether no row has a mismatch.</summary>
    public bool IsClean { get; private set; } = true;

    /// <summary>The rows so far as CSV.</summary>
    public string Csv => "check,cases,mismatches\n" + string.Concat(lines.Select(line => line + "\n"));

    public void Head() => output.WriteLine(csv ? "check,cases,mismatches" : $"{"check",-NameWidth}{"cases",NumberWidth}{"mismatches",NumberWidth}  verdict");

    public void Add(string name, CheckCount count)
    {
        IsClean &= count.Mismatches == 0;
        string line = string.Create(CultureInfo.InvariantCulture, $"{name},{count.Cases},{count.Mismatches}");
        lines.Add(line);
        string verdict = count.Mismatches == 0 ? "pass" : "FAIL";
        output.WriteLine(csv ? line : string.Create(CultureInfo.InvariantCulture, $"{name,-NameWidth}{count.Cases,NumberWidth}{count.Mismatches,NumberWidth}  {verdict}"));
        output.Flush();
    }
}
