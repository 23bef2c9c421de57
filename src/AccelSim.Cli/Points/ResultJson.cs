using System.Buffers;
using System.Text;
using System.Text.Json;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Points;

/// <summary>Rows as a JSON array of objects: one key per column, numbers as numbers, unknown metrics left out.</summary>
internal static class ResultJson
{
    public static string Render(ResultTable table)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (ResultRow row in table.Rows) Write(json, table, row);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ResultTable table, ResultRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("point", row.Point);
        json.WriteString("machine", row.Machine);
        json.WriteString("workload", row.Workload);
        json.WriteString("operation", row.Operation);
        json.WriteNumber("repeats", row.Repeats);
        json.WriteString("status", ResultTable.StatusText(row.Status));
        json.WriteString("reason", row.Reason);
        for (int i = 0; i < table.AxisNames.Length; i++) json.WriteString(table.AxisNames[i], row.Axes[i]);
        foreach (Metric metric in Metrics.All)
        {
            if (!row.Metrics.Has(metric)) continue;
            string cell = row.Metrics[metric];
            json.WritePropertyName(metric.Name);
            // The digits of the CSV, so that both forms hold the same numbers.
            if (double.IsFinite(row.Metrics.Number(metric))) json.WriteRawValue(cell);
            else json.WriteStringValue(cell);
        }
        json.WriteEndObject();
    }
}
