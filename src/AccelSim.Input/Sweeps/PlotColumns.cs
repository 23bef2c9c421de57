using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Yaml;
using AccelSim.Model.Results;

namespace AccelSim.Input.Sweeps;

/// <summary>Judges the columns that a sweep wants drawn: a metric, a swept key, or what every results table has.</summary>
internal sealed class PlotColumns(FieldValues values, ImmutableArray<SweepAxis> axes)
{
    private readonly string[] known = [.. ResultTable.LeadingColumns, .. axes.SelectMany(a => a.Keys).Distinct(), .. Metrics.All.Select(m => m.Name)];

    public void Check(Field field, ImmutableArray<string> columns)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (known.Contains(columns[i])) continue;
            bool isList = values.Node(field) is YamlSequence;
            Position at = values.Node(field) is YamlSequence list ? list.Items[i].At : values.Node(field)!.At;
            string near = Suggestion.For(columns[i], known);
            values.Context.Log.Add(at, isList ? string.Create(CultureInfo.InvariantCulture, $"{field.Key}[{i}]") : field.Key,
                $"'{columns[i]}' is no column of the results{(near.Length > 0 ? near : "; columns are the swept keys and labels, and what 'accelsim list metrics' names")}");
        }
    }
}
