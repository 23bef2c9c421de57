using System.Globalization;
using AccelSim.Input.Workloads;
using AccelSim.Model.Measured;
using CsvHelper;

namespace AccelSim.Input.Measured;

/// <summary>The row that is being read, with its problems.</summary>
internal sealed class MeasuredRow(CsvReader csv, Dictionary<string, int> places, CsvProblems problems, Func<string, bool> knows, string path)
{
    public string Text(string column) => places.TryGetValue(column, out int at) && at < csv.FieldCount ? csv.GetString(at).Trim() : "";

    public void Report(string column, string message) => problems.Report(csv, places.GetValueOrDefault(column, 0), column, message);

    /// <summary>A whole number; 1 after a report.</summary>
    public long Extent(string column, long most)
    {
        string text = Text(column);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= 1 && value <= most) return value;
        Report(column, string.Create(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "is empty" : $"'{text}' is not allowed")}; a whole number from 1 to {most} is needed"));
        return 1;
    }

    public string OneOf(string column, params string[] allowed)
    {
        string text = Text(column);
        if (!allowed.Contains(text)) Report(column, $"{(text.Length == 0 ? "is empty" : $"'{text}' is unknown")}; allowed are {string.Join(", ", allowed)}");
        return text;
    }

    public MeasuredKernel Kernel(MeasuredKind kind, string dtype, MeasuredShape shape)
    {
        string machine = Text("machine"), latency = Text("latency_us");
        if (!knows(machine)) Report("machine", $"'{machine}' is no shipped machine and no --machine file bears this name");
        if (!double.TryParse(latency, NumberStyles.Float, CultureInfo.InvariantCulture, out double us) || !double.IsFinite(us) || us <= 0)
            Report("latency_us", $"{(latency.Length == 0 ? "is empty" : $"'{latency}' is not allowed")}; a time above 0 is needed");
        return new MeasuredKernel
        {
            Kind = kind,
            Machine = machine,
            Dtype = dtype,
            Shape = shape,
            LatencyUs = us,
            Place = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}:{csv.LineNumber}"),
        };
    }
}
