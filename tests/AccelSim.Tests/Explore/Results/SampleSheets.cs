using System.Collections.Immutable;
using System.Text;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

/// <summary>Tables for the tests of this folder: a small literal one, and random ones with hostile text.</summary>
internal static class SampleSheets
{
    public static ResultRow Row(long point, string machine = "sq-next", PointStatus status = PointStatus.Ok, string reason = "",
        string operation = "total", ImmutableArray<string> axes = default, params (Metric Metric, double Value)[] values)
    {
        var metrics = new MetricValues();
        foreach ((Metric metric, double value) in values)
        {
            if (metric.IsCount) metrics.Set(metric, (long)value);
            else metrics.Set(metric, value);
        }
        return new ResultRow(point, machine, "llama-3.1-8b", operation, 1, status, reason, axes.IsDefault ? [] : axes, metrics);
    }

    public static ResultSheet Sheet(ImmutableArray<string> axes, params ResultRow[] rows) => ResultSheet.Of(new ResultTable(axes, [.. rows]));

    public static byte[] Bytes(ResultSheet sheet)
    {
        using var stream = new MemoryStream();
        ResultCsv.Write(stream, sheet);
        return stream.ToArray();
    }

    public static string Text(ResultSheet sheet) => Encoding.UTF8.GetString(Bytes(sheet));

    public static ResultSheet Read(string text)
    {
        ResultReading reading = ResultCsv.Read("t.csv", Encoding.UTF8.GetBytes(text));
        return reading.Sheet ?? throw new AssertionException(string.Join("\n", reading.Problems));
    }

    public static string[] Problems(string text) =>
        [.. ResultCsv.Read("t.csv", Encoding.UTF8.GetBytes(text)).Problems.Select(p => p.ToString())];

    /// <summary>Text with everything that CSV quotes, and other scripts.</summary>
    public static readonly Gen<string> HostileText = Gen.OneOf(
        Gen.OneOf("", "int8", "sq(int8/int4,b=64,s=0.875)", "a \"quoted\" one", "two\nlines", "cr\r\nlf", " padded ", "=1+1", "é漢字", "\"", ","),
        Gen.String[Gen.Char[' ', '~'], 0, 12]);

    private static readonly Gen<MetricValues> Values =
        Gen.Select(Gen.Bool.Array[Metrics.All.Length], Gen.Double[-1e12, 1e12], Gen.Long[0, long.MaxValue]).Select((known, real, count) =>
        {
            var values = new MetricValues();
            foreach (Metric metric in Metrics.All.Where(m => known[m.Ordinal]))
            {
                if (metric == Metrics.Bound) values.Set(metric, "dram");
                else if (metric.IsCount) values.Set(metric, count);
                else values.Set(metric, real);
            }
            return values;
        });

    private static Gen<ResultRow> RandomRow(int axes) =>
        Gen.Select(Gen.Long[0, 99], HostileText, HostileText, Gen.Enum<PointStatus>(), HostileText, HostileText.Array[axes], Values)
            .Select((point, machine, workload, status, reason, cells, values) =>
                new ResultRow(point, machine, workload, "total", 1, status, reason, [.. cells], values));

    /// <summary>Any table: up to three axes, two unknown columns and eight rows.</summary>
    public static readonly Gen<ResultSheet> Any =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2]).SelectMany((axes, extras) =>
            Gen.Select(RandomRow(axes).Array[0, 8], HostileText.Array[extras].Array[8]).Select((rows, cells) => new ResultSheet(
                new ResultTable([.. new[] { "workload.batch", "scratchpad.capacity", "machine" }.Take(axes)], [.. rows]),
                [.. new[] { "carbon_g", "tokens, squared" }.Take(extras)],
                extras == 0 ? [] : [.. cells.Take(rows.Length).Select(c => c.ToImmutableArray())])));
}
