using System.Buffers;
using System.Text;
using System.Text.Json;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Points;

/// <summary>Rows as a JSON array of objects: one key per column, numbers as numbers, unknown metrics left out.</summary>
internal static class ResultJson
{
    /// <summary>Renders a table.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="more">Adds to the object of a row, given by its number; null for nothing.</param>
    public static string Render(ResultTable table, Action<Utf8JsonWriter, int>? more = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            for (int i = 0; i < table.Rows.Length; i++) Write(json, table, i, more);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ResultTable table, int number, Action<Utf8JsonWriter, int>? more)
    {
        ResultRow row = table.Rows[number];
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
        more?.Invoke(json, number);
        json.WriteEndObject();
    }
}
