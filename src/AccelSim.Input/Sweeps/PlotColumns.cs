using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Yaml;
using AccelSim.Model.Results;

namespace AccelSim.Input.Sweeps;

/// <summary>Judges the columns that a sweep wants drawn: a metric, a swept key, or what every results table has.</summary>
internal sealed class PlotColumns(FieldValues values, ImmutableArray<SweepAxis> axes)
{
    private readonly string[] known = [.. ResultTable.LeadingColumns, .. axes.SelectMany(a => a.Keys).Distinct(), .. Metrics.All.Select(m => m.Name)];

    /// <summary>Reports each column that no results table has or that is no number where one is needed.</summary>
    public void Check(Field field, ImmutableArray<string> columns, bool number = false)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            bool isEmpty = Metrics.Find(columns[i]) is { IsModelled: false };
            bool isText = number && (ResultTable.LeadingColumns.Contains(columns[i]) || columns[i] == Metrics.Bound.Name);
            if (known.Contains(columns[i]) && !isEmpty && !isText) continue;
            bool isList = values.Node(field) is YamlSequence;
            Position at = values.Node(field) is YamlSequence list ? list.Items[i].At : values.Node(field)!.At;
            string near = Suggestion.For(columns[i], known);
            string wrong = isEmpty ? "is empty in every row: energy, power and area are not modelled yet"
                : isText ? "is no measure of a point; a number is needed (accelsim list metrics)"
                : $"is no column of the results{(near.Length > 0 ? near : "; columns are the swept keys and labels, and what 'accelsim list metrics' names")}";
            values.Context.Log.Add(at, isList ? string.Create(CultureInfo.InvariantCulture, $"{field.Key}[{i}]") : field.Key,
                $"'{columns[i]}' {wrong}");
        }
    }
}
