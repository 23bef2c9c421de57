using System.Text.Json;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Explanations;

/// <summary>The object <c>explain</c> of a row in JSON: all that was found, every tried number included.</summary>
public static class ExplanationJson
{
    /// <summary>Writes the object of row number <paramref name="row"/>: an operation's, or after them the step's.</summary>
    public static void Write(Utf8JsonWriter json, StepExplanation step, int row)
    {
        json.WriteStartObject("explain");
        if (row < step.Operations.Length) Write(json, step.Operations[row]);
        Write(json, row < step.Operations.Length ? step.Operations[row].Gains : step.Gains);
        if (row == step.Operations.Length)
        {
            json.WriteStartObject("untried");
            foreach ((string key, string reason) in step.Untried) json.WriteString(key, reason);
            json.WriteEndObject();
            json.WriteBoolean("mapping_pinned", step.Pinned);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OperationExplanation operation)
    {
        json.WriteNumber("share_pct", Round(100 * operation.Share));
        json.WriteString("bound", operation.Operation.Metrics[Metrics.Bound]);
        json.WriteStartObject("cycles");
        foreach ((string label, long cycles) in operation.Labels) json.WriteNumber(label, cycles);
        json.WriteEndObject();
        if (operation.Roofline is not { } r) return;
        json.WriteStartObject("roofline");
        json.WriteString("operand_pair", r.Pair);
        json.WriteNumber("peak_tops", Round(r.PeakTops));
        if (double.IsFinite(r.DramIntensity)) json.WriteNumber("dram_intensity_flop_per_byte", Round(r.DramIntensity));
        if (double.IsFinite(r.SharedIntensity)) json.WriteNumber("shared_buffer_intensity_flop_per_byte", Round(r.SharedIntensity));
        json.WriteNumber("attainable_tops", Round(r.AttainableTops));
        json.WriteString("roof", r.Roof);
        json.WriteNumber("achieved_tops", Round(r.AchievedTops));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<Gain> gains)
    {
        json.WriteStartArray("sensitivities");
        foreach (Gain gain in gains)
        {
            json.WriteStartObject();
            json.WriteString("key", gain.Key);
            json.WriteString("from", gain.From);
            json.WriteString("to", gain.To);
            json.WriteNumber("change_pct", Round(gain.ChangePercent));
            json.WriteNumber("latency_gain_pct", Round(gain.GainPercent));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // Six digits, as in the table: the last ones of a quotient say nothing.
    private static double Round(double value) => double.Parse(value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
